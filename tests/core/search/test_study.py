import math
import random
import sys

import pytest

from core.config.conditions import with_held_out
from core.config.fields import ConfigError
from core.errors import SearchError
from core.run.events import EndReason, RunEnded
from core.run.record import RunRecord
from core.search import study as studies
from core.search.ranges import UNITS
from core.search.search import DEFAULT, WINNER, Pruning
from core.search.study import Study
from core.search.trial import TrialState, winner_of
from core.search.verdict import nothing_to_judge
from tests.core.running import config_of
from tests.core.search.searches import RATE, Told, epoch_of, small_search

pytest.importorskip("optuna")


def hill(values, epoch):
    """Best at a learning rate of 0.1 and at 128 units; rises with the epochs."""
    height = abs(math.log10(values[RATE]) + 1) / 3 + abs(math.log2(values[UNITS] / 128)) / 20
    return max(0.1, (1 - height) * (1 - 0.5**epoch))


@pytest.fixture
def opened(tmp_path):
    def make(search, name="journal"):
        return Study(search, tmp_path / name)

    return make


def known(study):
    """All that decides about trials, without the ids of their runs."""
    return [(t.number, dict(t.values), t.state, t.accuracies) for t in study.trials()]


def notes(study):
    """What Optuna's pruner remembers of the first trial."""
    return study._study.get_trials()[0].system_attrs


class TestTrials:
    def test_the_first_has_the_settings_that_the_search_begins_with(self, opened, tmp_path):
        search = small_search()
        study = opened(search)
        Told(hill).run(study, tmp_path)
        first = study.trials()[0]
        assert first.values == {RATE: search.base.optimizer.learning_rate, UNITS: 32}
        assert search.config(first.values) == search.base

    def test_lie_in_their_ranges_and_share_all_other_settings(self, opened, tmp_path):
        search = small_search()
        study = opened(search)
        Told(hill).run(study, tmp_path)
        for trial in study.trials():
            assert 0.001 <= trial.values[RATE] <= 1
            assert 16 <= trial.values[UNITS] <= 512
            assert float(f"{trial.values[RATE]:.4g}") == trial.values[RATE]
            config = search.config(trial.values)
            assert config.seed == search.base.seed
            assert config.data == search.base.data
            assert [layer.units for layer in config.model.hidden] == [trial.values[UNITS]]

    def test_the_budget_is_never_exceeded_and_pruned_epochs_are_given_back(self, opened, tmp_path):
        study = opened(small_search(epochs=60))
        Told(hill).run(study, tmp_path)
        trials = study.trials()
        assert any(trial.state is TrialState.PRUNED for trial in trials)
        spent = sum(len(trial.accuracies) for trial in trials)
        assert 60 - 4 < spent <= 60
        assert len(trials) > 60 / 4

    def test_minutes_end_it_too(self, opened, tmp_path):
        study = opened(small_search(epochs=400, minutes=0.5, pruning=Pruning.NONE))
        Told(hill).run(study, tmp_path)
        assert len(study.trials()) == 8  # of 4 s each

    def test_what_is_worse_than_the_median_is_pruned(self, opened, tmp_path):
        study = opened(small_search(epochs=60))
        Told(hill).run(study, tmp_path)
        completed = [t for t in study.trials() if t.state is TrialState.COMPLETED]
        for trial in study.trials():
            if trial.state is TrialState.PRUNED:
                assert trial.accuracy < max(other.accuracies[1] for other in completed)
                assert 2 <= len(trial.accuracies) < 4

    def test_none_is_pruned_without_pruning(self, opened, tmp_path):
        study = opened(small_search(pruning=Pruning.NONE))
        Told(hill).run(study, tmp_path)
        assert {trial.state for trial in study.trials()} == {TrialState.COMPLETED}
        assert len(study.trials()) == 10

    def test_successive_halving_prunes(self, opened, tmp_path):
        study = opened(small_search(epochs=60, pruning=Pruning.HALVING))
        Told(hill).run(study, tmp_path)
        assert any(trial.state is TrialState.PRUNED for trial in study.trials())

    def test_the_end_of_a_trial_does_not_move_it_up_a_rung(self, opened):
        study = opened(small_search({"epochs": 3}, epochs=6, pruning=Pruning.HALVING))
        trial = study.ask(lambda: "run")
        record = RunRecord("run", study.search.config(trial.values))
        for epoch in (1, 2, 3):
            record.apply(epoch_of("run", epoch, 0.5))
            study.report(trial.number, record.last)
        record.apply(RunEnded("run", EndReason.COMPLETED, 3))
        before = notes(study)
        study.tell(trial.number, record)
        assert notes(study) == before != {}

    def test_it_comes_near_the_summit(self, opened, tmp_path):
        study = opened(small_search(epochs=100))
        Told(hill).run(study, tmp_path)
        best = winner_of(study.trials())
        assert 0.03 < best.values[RATE] < 0.3

    def test_a_run_that_diverged_cannot_win(self, opened):
        study = opened(small_search())
        trial = study.ask(lambda: "run")
        record = RunRecord("run", study.search.config(trial.values))
        record.apply(epoch_of("run", 1, 0.99))
        record.apply(RunEnded("run", EndReason.DIVERGED, 1))
        study.tell(trial.number, record)
        (told,) = study.trials()
        assert told.state is TrialState.DIVERGED
        assert told.accuracy is None
        assert "No trial was completed" in str(nothing_to_judge(study.search, winner_of([told])))

    def test_values_that_do_not_go_together_are_drawn_again(self, opened, monkeypatch):
        search = small_search()
        study, asked = opened(search), []

        def config(self, values):
            asked.append(values)
            if len(asked) < 3:
                raise ConfigError("optimizer.nesterov", studies.message("no"))
            return self.base

        monkeypatch.setattr(type(search), "config", config)
        assert study.ask(lambda: "run").number == 2
        assert [trial.run for trial in study.trials()] == ["run"]


class TestHeldOutExamples:
    def test_alone_prune_and_choose_whatever_the_test_examples_say(self, opened, tmp_path):
        search, chance = small_search(epochs=60), random.Random(1)
        liars = {
            "the opposite": lambda values, epoch: 1 - hill(values, epoch),
            "nothing": lambda _values, _epoch: 0.0,
            "anything": lambda _values, _epoch: chance.random(),
        }
        reference = opened(search, "reference")
        Told(hill, hill).run(reference, tmp_path)
        for name, lie in liars.items():
            study = opened(search, name)
            Told(hill, lie).run(study, tmp_path)
            assert known(study) == known(reference), name
            assert winner_of(study.trials()).values == winner_of(reference.trials()).values

    def test_are_needed(self):
        with pytest.raises(ConfigError, match="held-out examples; hold some out") as caught:
            small_search({"data.validation_size": 0})
        assert caught.value.path == "data.validation_size"

    @pytest.mark.parametrize(
        ("size", "held_out", "trained"),
        [(60_000, 10_000, 50_000), (6_000, 1_000, 6_000), (55_000, 9_166, 50_834), (3, 1, 3)],
    )
    def test_are_taken_from_what_follows_or_from_the_training_examples(
        self, size, held_out, trained
    ):
        base = config_of("mlp", {"data.train_size": size, "data.batch_size": 1})
        data = with_held_out(base).data
        assert (data.validation_size, data.train_size) == (held_out, trained)

    def test_stay_as_they_were_chosen(self):
        base = config_of("mlp", {"data.train_size": 600, "data.validation_size": 50})
        assert with_held_out(base) == base


class TestResuming:
    @pytest.mark.parametrize("killed_at", [(0, 1), (3, 3), (6, 2), (7, 1)])
    def test_a_search_killed_half_way_goes_on_as_if_it_had_not_been(
        self, opened, tmp_path, killed_at
    ):
        search = small_search(epochs=60)
        whole = opened(search, "whole")
        Told(hill).run(whole, tmp_path)

        with pytest.raises(KeyboardInterrupt):
            Told(hill, killed_at=killed_at).run(opened(search, "killed"), tmp_path)
        again = opened(search, "killed")
        assert len(again.trials()) == killed_at[0] + 1
        Told(hill).run(again, tmp_path)
        assert known(again) == known(whole)

    def test_a_kill_after_any_line_of_the_journal_changes_no_trial(
        self, opened, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(studies, "RANDOM_TRIALS", 3)
        monkeypatch.setattr(studies, "MEDIAN_TRIALS", 2)
        search = small_search({"epochs": 3}, epochs=26)
        whole = opened(search, "whole")
        Told(hill).run(whole, tmp_path)
        states = [trial.state for trial in whole.trials()]
        assert len(states) > 6
        assert TrialState.PRUNED in states[:-1]

        lines = (tmp_path / "whole").read_bytes().splitlines(keepends=True)
        for count in range(len(lines)):
            killed = f"killed-{count}"
            (tmp_path / killed).write_bytes(b"".join(lines[:count]))
            again = opened(search, killed)
            Told(hill).run(again, tmp_path)
            assert [one[1:] for one in known(again)] == [one[1:] for one in known(whole)], count
            assert winner_of(again.trials()).values == winner_of(whole.trials()).values

    def test_a_finished_search_trains_no_more(self, opened, tmp_path):
        search = small_search()
        Told(hill).run(opened(search), tmp_path)
        before = known(opened(search))
        assert Told(hill).run(opened(search), tmp_path) == []
        assert known(opened(search)) == before

    def test_a_line_that_was_not_written_to_its_end_is_left_out(self, opened, tmp_path):
        search = small_search()
        study = opened(search)
        study.ask(lambda: "run")
        before = known(study)
        with open(tmp_path / "journal", "ab") as file:
            file.write(b'{"op_code":6,"worker')
        again = opened(search)
        assert known(again) == before
        again.ask(lambda: "other")
        assert len(opened(search).trials()) == 2

    def test_a_journal_that_is_none_is_named(self, tmp_path):
        (tmp_path / "journal").write_text("{not json\n{nor this\n")
        with pytest.raises(SearchError, match="journal"):
            Study(small_search(), tmp_path / "journal").trials()


class TestVerdict:
    def test_the_winner_meets_the_default_with_seeds_that_no_trial_had(self, opened, tmp_path):
        search = small_search(seeds=3)
        study = opened(search)
        Told(hill).run(study, tmp_path)
        winner = winner_of(study.trials())
        assert nothing_to_judge(search, winner) is None
        experiment = search.verdict_between(winner.values)
        assert experiment.names == (DEFAULT, WINNER)
        assert experiment.seeds == (43, 44, 45)
        default, best = (member.config for member in experiment.members)
        assert default == search.base
        assert best == search.config(winner.values)
        assert all(search.config(trial.values).seed == 42 for trial in study.trials())

    def test_there_is_none_if_the_default_is_the_best(self, opened, tmp_path):
        study = opened(small_search())
        Told(lambda values, _epoch: 0.9 if values[UNITS] == 32 else 0.2).run(study, tmp_path)
        best = winner_of(study.trials())
        assert (best.number, best.accuracy) == (0, 0.9)
        assert "the default settings" in str(nothing_to_judge(study.search, best))

    def test_titles_say_what_differs(self):
        titles = small_search().titles({RATE: 0.123456, UNITS: 64})
        assert str(titles[DEFAULT]) == "Default (Learning rate: 0.01, Units: 32)"
        assert str(titles[WINNER]) == "Winner (Learning rate: 0.1235, Units: 64)"


@pytest.mark.parametrize(
    ("changed", "named"),
    [({"epochs": 7}, "epochs-budget"), ({"minutes": 0}, "minutes-budget"), ({"seeds": 0}, "seeds")],
)
def test_a_budget_that_is_too_small_is_named(changed, named):
    with pytest.raises(ConfigError) as caught:
        small_search(**changed)
    assert caught.value.path == named


def test_without_optuna_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(SearchError, match="needs the package optuna; install it with: python -m"):
        Study(small_search(), tmp_path / "journal")
