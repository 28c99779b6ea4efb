"""What so many seeds would show, estimated from runs that are kept."""

import json
import shutil
from functools import partial

import pytest

from core.comparison import planning, trials
from core.comparison.experiment import Experiment, Member
from core.comparison.outlook import Outlook, advice, missing_pilot
from core.comparison.planning import kept_runs, outlooks
from core.comparison.results import Results
from core.comparison.run_status import RunStatus
from core.config.fields import with_values
from core.errors import DamagedRunError
from core.evaluation.power import Variation, variation_of
from core.lifecycle.job import TrainingJob
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.storage import layout
from core.storage.layout import WEIGHTS_FILE
from core.storage.records import outline
from tests.core.running import small

A, B = (Member(name, small(name)) for name in ("logistic", "sigmoid"))
PILOT = Experiment((A, B), (42, 43, 44))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder with three seeds of two networks, and their results as a comparison has them."""
    runs_dir, results = tmp_path_factory.mktemp("runs"), Results(PILOT)

    def train(planned, control):
        return train_and_keep(
            TrainingJob(control.run, planned.config, runs_dir / control.run), control
        )

    def start(planned):
        return Control(f"{planned.member}-{planned.seed}", 1, takes_checkpoints=True)

    for _ in trials.run(results, start, train):
        pass
    return runs_dir, results


def planned_by(runs_dir, *members):
    return outlooks(Experiment(members), kept_runs(runs_dir), runs_dir)


def state_import(folder):
    described = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps(described | {"imported": True}))


class TestOutlooks:
    def test_they_are_those_of_the_comparison_that_was_kept(self, kept):
        runs_dir, results = kept
        (found,) = planned_by(runs_dir, A, B)
        paired = results.paired("logistic", "sigmoid")
        assert (found.a, found.b, found.seeds) == ("logistic", "sigmoid", (42, 43, 44))
        assert found.variation == variation_of(paired)
        assert found.difference == pytest.approx(results.verdicts()[0].difference)
        assert found.comparisons == 1

    def test_seed_and_machine_of_the_plan_do_not_matter(self, kept):
        elsewhere = {"seed": 7, "threads": 2, "device": "cpu"}
        members = [Member(one.name, with_values(one.config, elsewhere)) for one in (A, B)]
        assert planned_by(kept[0], *members) == planned_by(kept[0], A, B)

    def test_other_settings_are_no_pilot(self, kept):
        other = Member("other", with_values(B.config, {"optimizer.learning_rate": 0.5}))
        (found,) = planned_by(kept[0], A, other)
        assert (found.seeds, found.variation) == ((), None)
        assert found.smallest_shown(5) is None
        assert found.seeds_needed is None

    def test_each_verdict_has_one_and_allows_for_all(self, kept):
        same = Member("same", B.config)
        first, second, ends = planned_by(kept[0], A, B, same)
        assert [(one.a, one.b) for one in (first, second, ends)] == [
            ("logistic", "sigmoid"),
            ("sigmoid", "same"),
            ("logistic", "same"),
        ]
        assert first.comparisons == 3
        (alone,) = planned_by(kept[0], A, B)
        assert first.smallest_shown(5) > alone.smallest_shown(5)
        assert (second.difference, second.seeds_needed) == (0, None)

    @pytest.mark.parametrize("is_whole", [True, False])
    def test_another_s_run_takes_no_place(self, is_whole, kept, tmp_path):
        """The newest by its name is an imported one with other weights, or one without any."""
        runs_dir = tmp_path / "runs"
        shutil.copytree(kept[0], runs_dir)
        before = planned_by(runs_dir, A, B)
        foreign = runs_dir / "zz-newest"
        shutil.copytree(runs_dir / "logistic-42", foreign)
        (foreign / WEIGHTS_FILE).unlink()
        if is_whole:
            shutil.copy(runs_dir / "logistic-44" / WEIGHTS_FILE, foreign)
            assert planned_by(runs_dir, A, B) != before
            state_import(foreign)
        assert planned_by(runs_dir, A, B) == before

    def test_another_s_seeds_push_out_none_of_one_s_own(self, kept, tmp_path, monkeypatch):
        runs_dir = tmp_path / "runs"
        shutil.copytree(kept[0], runs_dir)
        before = planned_by(runs_dir, A, B)
        for member in ("logistic", "sigmoid"):
            for seed in (45, 46, 42):  # also one that is there
                foreign = runs_dir / f"zz-{member}-{seed}"
                shutil.copytree(runs_dir / f"{member}-43", foreign)
                described = json.loads((foreign / "run.json").read_text())
                described["config"]["seed"] = seed
                (foreign / "run.json").write_text(json.dumps(described))
                state_import(foreign)
        assert planned_by(runs_dir, A, B)[0].seeds == (42, 43, 44, 45, 46)
        monkeypatch.setattr(planning, "MAX_PILOT", 3)
        assert planned_by(runs_dir, A, B) == before

    def test_an_imported_run_stands_in_where_there_is_no_other(self, kept, tmp_path):
        runs_dir = tmp_path / "runs"
        shutil.copytree(kept[0], runs_dir)
        before = planned_by(runs_dir, A, B)
        state_import(runs_dir / "logistic-42")
        assert outline(runs_dir / "logistic-42").is_imported
        assert planned_by(runs_dir, A, B) == before

    def test_a_run_that_cannot_be_read_is_passed_over(self, kept, tmp_path):
        damaged = tmp_path / "damaged"
        damaged.mkdir()
        (damaged / "run.json").write_text("{")
        assert list(kept_runs(tmp_path)) == []
        assert planned_by(tmp_path, A, B)[0].variation is None

    @pytest.mark.parametrize("how", ["null", "missing"])
    @pytest.mark.parametrize("state", ["completed", "stopped-early"])
    def test_an_ended_run_without_a_last_epoch_is_damaged(self, how, state, kept, tmp_path):
        """Whoever reads it says so; a comparison that was sent goes on without it."""
        runs_dir = tmp_path / "runs"
        shutil.copytree(kept[0], runs_dir)
        folder = runs_dir / "logistic-43"
        description = json.loads((folder / layout.RUN_FILE).read_text()) | {"state": state}
        description["last"] = None
        if how == "missing":
            del description["last"]
        (folder / layout.RUN_FILE).write_text(json.dumps(description))

        with pytest.raises(DamagedRunError, match="it has ended without an epoch"):
            outline(folder)
        planned = next(one for one in PILOT.plan() if (one.member, one.seed) == ("logistic", 43))
        judged = trials.judge_kept_run("logistic-43", planned, runs_dir, is_sealed=False)
        assert judged == (RunStatus.UNREADABLE, None)
        (outlook,) = planned_by(runs_dir, A, B)
        assert outlook.seeds == (42, 44)


class TestWords:
    outlook = partial(Outlook, "a", "b", (42, 43, 44))
    varying = outlook(1, 0.01, Variation(1e-7, 0.005**2))

    def test_the_sentence_names_the_seeds_needed(self):
        assert self.varying.seeds_needed == 5
        assert str(self.varying.sentence) == (
            "The 3 kept seeds differ by 1.00 points; about 5 seeds show as much in four of five "
            "comparisons."
        )
        hopeless = self.outlook(1, 0.001, Variation(0.01**2, 0.0))
        assert str(hopeless.sentence) == (
            "The 3 kept seeds differ by 0.10 points; not even 1,000 seeds would show that."
        )

    def test_advice(self):
        assert str(advice(1, [self.varying])).startswith("With one seed the verdict is on these")
        assert str(advice(4, [])).startswith("With fewer than 5 seeds, only a large difference")
        assert str(advice(5, [])).startswith("The more seeds, the smaller the differences")
        unknown = str(advice(3, [self.varying, Outlook("b", "c", (42,))]))
        assert unknown.endswith(
            "has been trained with two seeds, the smallest such difference is estimated here."
        )
        smallest = self.varying.smallest_shown(5)
        assert str(advice(5, [self.varying])) == (
            f"5 seeds show differences of {100 * smallest:.2f} points or more, in four of five "
            "comparisons; estimated from 3 kept seeds."
        )
        wild = self.outlook(1, 0.5, Variation(0.0, 0.25))
        assert str(advice(2, [self.varying, wild])) == (
            "2 seeds would show no difference, however large: by the 3 kept seeds the networks "
            "vary too much."
        )

    def test_a_missing_pilot_tells_what_to_do(self):
        assert "train 3 seeds of both first" in str(missing_pilot("A", "B"))
