"""Comparisons of earlier windows are judged for their headings in the table of runs."""

import threading

import pytest

from core.comparison import experiment as experiments
from core.comparison import judgement
from core.comparison.experiment import Kind
from core.config.presets import preset_titles
from gui.comparison import reviews
from tests.gui.driving import Recorder, quick

RACE = ("sigmoid", "relu-dropout")


@pytest.fixture
def raced(open_application, wait):
    """Opens a window on a race that an earlier window trained."""
    application = open_application()
    experiment = experiments.of_presets(RACE, 1, quick(changes={"epochs": 1}))
    application.comparisons.start(Kind.COMPARISON, experiment, preset_titles(RACE))
    wait(lambda: application.comparisons.all()[0].is_over)
    wait(lambda: application.controller.active_count() == 0)
    return open_application


def headings(application):
    table = application.window.table.sorted
    return [index.data() for index in table.headings().values()]


def test_the_heading_in_the_table_tells_the_verdict_before_anybody_looks(raced, wait):
    application = raced()
    wait(lambda: application.comparisons.all() and application.comparisons.all()[0].is_over)
    wait(lambda: ": " in headings(application)[0])


def test_nothing_is_judged_for_the_table_while_a_run_trains(raced, wait, monkeypatch):
    application = raced()
    counts = [1]
    monkeypatch.setattr(application.controller, "active_count", lambda: counts[0])
    seen = Recorder(application.window.table.view.headings_seen)
    wait(lambda: any(seen.heard))
    (comparison,) = application.comparisons.all()
    assert not comparison.is_judging_requested
    counts[0] = 0
    application.controller.idle.emit()
    wait(lambda: comparison.is_over)


def test_nor_is_what_would_take_long(raced, wait, monkeypatch):
    monkeypatch.setattr(reviews, "UNASKED_EPOCHS", 1)  # two runs have one each
    application = raced()
    seen = Recorder(application.window.table.view.headings_seen)
    wait(lambda: any(seen.heard))
    (comparison,) = application.comparisons.all()
    assert not comparison.is_judging_requested
    monkeypatch.undo()
    application.comparisons.reviews.request(comparison)  # as a look at it does
    wait(lambda: comparison.is_over)


def test_none_is_over_before_it_is_judged(raced, wait, monkeypatch):
    """Else the window would say for a moment that there is no verdict, and why."""
    is_reached, may_go_on = threading.Event(), threading.Event()

    def judge(*args, **kwargs):
        is_reached.set()
        assert may_go_on.wait(60)
        return judgement.judge(*args, **kwargs)

    monkeypatch.setattr(reviews, "judge", judge)
    application = raced()
    wait(is_reached.is_set)
    (comparison,) = application.comparisons.all()
    wait(lambda: comparison.results.can_be_paired)
    application.store.show_only(comparison.runs)  # as somebody does who wants to look at it
    assert not comparison.is_over
    assert comparison.reason_without_verdict() is None
    assert not application.window.verdict.isVisible()

    may_go_on.set()
    wait(application.window.verdict.isVisible)
    assert application.window.verdict.number.text()
