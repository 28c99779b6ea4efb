"""Comparisons of networks that hold examples out: by these, until their test set is opened."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.comparison import trials
from core.comparison.experiment import Experiment, Kind, Member
from core.comparison.judgement import judge
from core.comparison.kept.comparison import KeptComparison
from core.comparison.kept.files import read, write
from core.comparison.kept.schema import description_of
from core.comparison.planning import outlooks
from core.comparison.results import Results
from core.comparison.run_status import RunStatus, no_verdict
from core.comparison.verdict_card import verdict_card
from core.data.datasets import load
from core.errors import FileError
from core.lifecycle.job import TrainingJob
from core.lifecycle.session import train_and_keep
from core.messages import Message
from core.run.control import Control
from core.run.events import EpochCompleted
from core.run.record import RunRecord
from core.run.seal import Opening
from core.storage.layout import COMPARISONS_FOLDER
from tests.core.running import small

HELD_OUT = {"data.validation_size": 100, "epochs": 1}
OPENED = Opening("2026-11-28T09:00:00+00:00", 1)
EXPERIMENT = Experiment(
    (Member("logistic", small("logistic", HELD_OUT)), Member("mlp", small("mlp", HELD_OUT)))
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of runs, in which both networks were trained."""
    runs_dir = tmp_path_factory.mktemp("runs")
    for planned in EXPERIMENT.plan():
        job = TrainingJob(planned.member, planned.config, runs_dir / planned.member)
        list(train_and_keep(job, Control(job.run, 1)))
    return runs_dir


def judged(folder, is_sealed):
    results = Results(EXPERIMENT, is_sealed=is_sealed)
    for planned in EXPERIMENT.plan():
        _, outcome = trials.judge_kept_run(planned.member, planned, folder, is_sealed=is_sealed)
        results.add(planned, outcome)
    return results


def last_of(folder, name):
    (line,) = (folder / name / "metrics.jsonl").read_text().splitlines()
    return json.loads(line)


@pytest.mark.parametrize("is_sealed", [True, False])
def test_networks_are_judged_by_held_out_examples_until_the_test_set_is_opened(folder, is_sealed):
    results = judged(folder, is_sealed)
    judgement = judge(results, max_digits=3)
    assert judgement.is_sealed is is_sealed
    (verdict,) = judgement.verdicts
    assert verdict.digits == (100 if is_sealed else 200)

    names = ("validation_accuracy", "validation_cost") if is_sealed else ("accuracy", "test_cost")
    for result, member in zip(judgement.by_seed[42], EXPERIMENT.names, strict=True):
        kept = last_of(folder, member)
        assert (result.accuracy, result.cost) == (kept[names[0]], kept[names[1]])
        assert results.reading(member, 42).right.mean() == pytest.approx(kept[names[0]])

    data = load(EXPERIMENT.members[0].config.data)
    labels = data.validation_y if is_sealed else data.test_y
    shown = [one.digit for side in judgement.deciding.shown for one in side]
    assert shown
    assert [one.label for one in shown] == [int(labels[one.number]) for one in shown]


def test_the_verdict_says_what_judged(folder):
    judgement = replace(judge(judged(folder, is_sealed=True)), seal=Message("By some examples."))
    card = verdict_card(judgement, {name: name for name in EXPERIMENT.names}, 1)
    assert str(card.sentence).endswith("By some examples.")


def test_trials_judge_by_held_out_examples_by_default():
    results, lasts = Results(EXPERIMENT), {}
    for event in trials.run(results, lambda planned: Control(planned.member, 1)):
        if isinstance(event, EpochCompleted):
            lasts[event.run] = event
    for name, last in lasts.items():
        assert results.by_seed()[42][EXPERIMENT.names.index(name)].accuracy == (
            last.validation_accuracy
        )


class TestOtherExamplesHeldOut:
    MIXED = Experiment(
        (
            Member("a", small("logistic", HELD_OUT)),
            Member("b", small("logistic", HELD_OUT | {"data.train_size": 500})),
        )
    )

    def test_there_is_no_verdict_and_it_is_said_why(self):
        results = Results(self.MIXED)
        list(trials.run(results, lambda planned: Control(planned.member, 1)))
        judgement = judge(results)
        assert not judgement.verdicts
        assert len(judgement.by_seed) == 1
        assert not results.can_be_paired
        assert "different examples" in str(no_verdict([], can_be_paired=False))
        assert "were deleted" in str(no_verdict([RunStatus.JUDGED, RunStatus.MISSING]))

    def test_the_test_set_can_compare_them(self):
        results = Results(self.MIXED, is_sealed=False)
        list(trials.run(results, lambda planned: Control(planned.member, 1)))
        assert judge(results).verdicts

    def test_nothing_is_planned_by_them(self, folder):
        kept = [RunRecord("x", member.config) for member in self.MIXED.members]
        assert all(one.variation is None for one in outlooks(self.MIXED, kept, folder))


class TestKept:
    def kept(self, openings=(), experiment=EXPERIMENT):
        planned = {f"run-{number}": each for number, each in enumerate(experiment.plan())}
        titles = {name: Message(name) for name in experiment.names}
        made = datetime(2026, 11, 24, tzinfo=UTC)
        name = "20261124-134501-x"
        return KeptComparison(
            name, made, Kind.COMPARISON, experiment, titles, None, planned, openings
        )

    def file(self, runs_dir):
        return runs_dir / COMPARISONS_FOLDER / "20261124-134501-x.json"

    @pytest.mark.parametrize("openings", [(), (OPENED,), None])
    def test_its_openings_are_kept(self, tmp_path, openings):
        kept = self.kept(openings)
        write(tmp_path, kept)
        assert read(self.file(tmp_path)) == kept
        assert kept.is_sealed is (openings == ())

    def test_earlier_versions_read_one_that_holds_nothing_out(self):
        plain = Experiment((Member("a", small("logistic")), Member("b", small("mlp"))))
        assert description_of(self.kept(experiment=plain))["schema"] == 1
        assert description_of(self.kept())["schema"] == 2

    def test_another_windows_opening_is_not_lost(self, tmp_path):
        before = self.kept()
        write(tmp_path, before)
        write(tmp_path, self.kept((OPENED,)), before)
        later = Opening("2026-11-28T10:00:00+00:00", 1)
        written = write(tmp_path, self.kept((later,)), before)
        assert written.openings == (OPENED, later)

    @pytest.mark.parametrize(
        "openings", [1, [1], [{"time": "x", "epochs": 1}], [{"time": OPENED.time}]], ids=str
    )
    def test_damaged_ones_are_refused(self, tmp_path, openings):
        write(tmp_path, self.kept())
        file = self.file(tmp_path)
        file.write_text(json.dumps(json.loads(file.read_text()) | {"openings": openings}))
        with pytest.raises(FileError, match="is damaged"):
            read(file)
