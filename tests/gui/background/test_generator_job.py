"""A generator's steps are jobs, done one by one."""

import threading

import pytest

from gui.background.generator_job import GeneratorJob
from tests.gui.driving import Recorder


@pytest.fixture
def generator(jobs):
    return GeneratorJob(jobs)


def nothing(*_):
    pass


def test_all_steps_are_heard_in_order_and_then_the_end(generator, wait):
    here, heard = threading.get_ident(), []

    def steps():
        assert threading.get_ident() != here
        yield from "abc"

    generator.start(steps(), heard.append, lambda: heard.append("end"), nothing)
    assert generator.is_running
    wait(lambda: heard == ["a", "b", "c", "end"])
    assert not generator.is_running


def test_other_jobs_are_done_in_between(generator, jobs, wait):
    heard = []

    def step(number):
        heard.append(number)
        if number == 0:
            jobs.submit(lambda: "other", heard.append)

    generator.start(iter(range(3)), step, nothing, nothing)
    wait(lambda: len(heard) == 4)
    assert heard.index("other") < heard.index(2)


def test_none_is_a_step_like_any_other(generator, wait):
    heard = []
    generator.start(iter([None, None]), heard.append, lambda: heard.append("end"), nothing)
    wait(lambda: heard == [None, None, "end"])


def test_cancelled_it_takes_no_more_steps(generator, jobs, wait):
    taken, heard, after = [], [], []

    def steps():
        for number in range(100):
            taken.append(number)
            yield number

    def step(number):
        heard.append(number)
        if number == 2:
            generator.cancel()

    generator.start(steps(), step, lambda: heard.append("end"), nothing)
    wait(lambda: len(heard) == 3)
    jobs.submit(lambda: 1, after.append)
    wait(lambda: after)
    assert taken == heard == [0, 1, 2]
    assert not generator.is_running


def test_another_one_takes_its_turn(generator, wait):
    heard = []
    generator.start(iter("aaaa"), heard.append, nothing, nothing)
    generator.start(iter("bb"), heard.append, lambda: heard.append("end"), nothing)
    wait(lambda: heard == ["b", "b", "end"])


def test_a_step_that_fails_is_the_last(generator, jobs, wait):
    shown, heard, reasons = Recorder(jobs.failed), [], []

    def steps():
        yield 1
        raise RuntimeError("no more")

    generator.start(steps(), heard.append, lambda: heard.append("end"), reasons.append)
    wait(lambda: reasons)
    assert heard == [1]
    assert "no more" in str(reasons[0])
    assert not generator.is_running
    assert not shown.heard
