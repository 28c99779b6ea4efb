from itertools import pairwise

import numpy as np
import pytest
import torch

from core.comparison import experiment as experiments
from core.comparison.experiment import Axis, Experiment, Grid, Member
from core.comparison.results import Results
from core.config.choices import Activation
from core.config.fields import ConfigError, with_values
from core.config.presets import LADDER, preset
from core.config.run import RunConfig
from core.evaluation.statistics import compare
from core.network import models
from tests.core.running import config_of, outcome_of, small

QUICK = {"data.train_size": 600, "data.test_size": 200, "data.batch_size": 50, "epochs": 2}


def of_small_presets(*names, seeds=1, **changes):
    return experiments.of_presets(names, seeds, changes=QUICK | changes)


def filled(experiment, right):
    """Results with these shares of 100 digits read right, by member and seed."""
    results = Results(experiment)
    for planned in experiment.plan():
        if (planned.member, planned.seed) in right:
            count = right[planned.member, planned.seed]
            results.add(planned, outcome_of(np.arange(100) < count, best=0.99))
    return results


class TestExperiment:
    def test_plan_is_every_member_with_every_seed(self):
        plan = of_small_presets("sigmoid", "mlp", seeds=2).plan()
        assert [(p.member, p.seed) for p in plan] == [
            ("sigmoid", 42),
            ("mlp", 42),
            ("sigmoid", 43),
            ("mlp", 43),
        ]
        assert [planned.config.seed for planned in plan] == [42, 42, 43, 43]

    def test_presets_have_the_same_conditions_and_nothing_else(self):
        experiment = experiments.of_presets(
            ["cnn", "sigmoid"], changes={"data.batch_size": 64, "threads": 1}
        )
        cnn, sigmoid = (member.config for member in experiment.members)
        assert (sigmoid.data, sigmoid.epochs, sigmoid.threads) == (
            cnn.data,
            cnn.epochs,
            cnn.threads,
        )
        assert (cnn.epochs, cnn.data.batch_size, cnn.threads) == (10, 64, 1)
        assert sigmoid.model == preset("sigmoid").config.model
        assert sigmoid.optimizer == preset("sigmoid").config.optimizer

    def test_with_its_own_conditions_a_preset_is_the_preset(self):
        experiment = experiments.of_presets(["sigmoid", "relu-dropout"], changes={"epochs": 2})
        assert [member.config for member in experiment.members] == [
            config_of(name, {"epochs": 2}) for name in ("sigmoid", "relu-dropout")
        ]

    def test_seeds_go_on_from_the_conditions_seed(self):
        assert of_small_presets("sigmoid", "mlp", seeds=3, seed=7).seeds == (7, 8, 9)
        assert experiments.of_presets(
            ["sigmoid", "mlp"], 2, config_of("mlp", {"seed": 5})
        ).seeds == (5, 6)

    @pytest.mark.parametrize(
        ("members", "seeds", "path"),
        [
            ((Member("a", RunConfig()), Member("a", RunConfig(epochs=3))), (1,), ""),
            (
                (Member("a", RunConfig()), Member("b", config_of("mlp", {"data.test_size": 9}))),
                (1,),
                "data.test_size",
            ),
            (
                (Member("a", preset("linear").config), Member("b", preset("mlp").config)),
                (1,),
                "model.kind",
            ),
            ((Member("a", RunConfig()),), (), "seed"),
            ((Member("a", RunConfig()),), (1, 1), "seed"),
        ],
    )
    def test_what_cannot_be_compared_is_refused(self, members, seeds, path):
        with pytest.raises(ConfigError) as caught:
            Experiment(members, seeds)
        assert caught.value.path == path

    def test_first_weights_are_equal_up_to_the_first_layer_that_differs(self):
        def weights(name):
            network = models.build(preset(name).config.model, torch.Generator().manual_seed(42))
            return list(network.parameters())

        for before, after in pairwise(LADDER):
            shared = True
            for old, new in zip(weights(before), weights(after), strict=False):
                shared = shared and old.shape == new.shape
                assert torch.equal(old, new) == shared
        assert torch.equal(weights("sigmoid")[0], weights("relu-dropout")[0])


@pytest.mark.parametrize("count", [0, 3])
def test_a_grid_has_one_axis_or_two(count):
    paths = ("epochs", "data.batch_size", "optimizer.learning_rate")
    with pytest.raises(ValueError, match="one axis or two"):
        Grid(small("logistic"), tuple(Axis(path, (1,)) for path in paths[:count]))


class TestResults:
    def test_a_copy_does_not_follow_what_is_added_later(self):
        experiment = of_small_presets("logistic", "sigmoid", seeds=2)
        results = filled(experiment, {("logistic", 42): 50, ("sigmoid", 42): 60})
        snapshot = results.copy()
        for planned in experiment.plan():
            results.add(planned, outcome_of(np.arange(100) < 50))
        assert snapshot.seeds_of("logistic", "sigmoid") == (42,)
        assert results.seeds_of("logistic", "sigmoid") == (42, 43)

    def test_only_seeds_that_both_completed_count(self):
        experiment = of_small_presets("logistic", "sigmoid", seeds=3)
        right = {
            ("logistic", 42): 80,
            ("logistic", 43): 82,
            ("sigmoid", 43): 90,
            ("sigmoid", 44): 99,
        }
        results = filled(experiment, right)
        (found,) = results.verdicts()
        assert (found.seeds, found.better, found.difference) == (1, "sigmoid", pytest.approx(0.08))
        assert results.paired("logistic", "sigmoid").right_b.sum() == 90

    def test_without_a_common_seed_there_is_no_verdict(self):
        experiment = of_small_presets("logistic", "sigmoid", seeds=2)
        assert filled(experiment, {("logistic", 42): 80, ("sigmoid", 43): 90}).verdicts() == ()

    def test_a_ladders_contributions_add_up_exactly(self):
        experiment = experiments.ladder(3, with_values(preset("sigmoid").config, QUICK))
        assert experiment.names == LADDER
        random = np.random.default_rng(3)
        right = {
            (planned.member, planned.seed): int(random.integers(70, 100))
            for planned in experiment.plan()
        }
        results = filled(experiment, right)
        rungs, whole = results.contributions(), results.whole()
        assert [(rung.before, rung.after) for rung in rungs] == list(pairwise(LADDER))
        assert sum(rung.right for rung in rungs) == whole.right
        assert whole.right == sum(
            right["relu-dropout", seed] - right["sigmoid", seed] for seed in (42, 43, 44)
        )
        assert whole.asked == 300
        for rung in rungs:
            found = compare(results.paired(rung.after, rung.before), comparisons=10)
            assert rung.difference == pytest.approx(found.value)
            assert (rung.interval, rung.p_value) == (found.interval, found.p_value)

    def test_a_rung_without_a_seed_takes_it_from_all(self):
        experiment = experiments.ladder(2, with_values(preset("sigmoid").config, QUICK))
        right = {(planned.member, planned.seed): 90 for planned in experiment.plan()}
        del right["relu-adam", 42]
        results = filled(experiment, right)
        assert {rung.asked for rung in (*results.contributions(), results.whole())} == {100}


class TestGrid:
    GRID = Grid(
        small("logistic"),
        (Axis("optimizer.learning_rate", (0.01, 0.1)), Axis("data.batch_size", (20, 50, 100))),
    )

    def test_configs_are_all_combinations(self):
        configs = self.GRID.configs()
        assert [
            [(c.optimizer.learning_rate, c.data.batch_size) for c in row] for row in configs
        ] == [
            [(0.01, 20), (0.01, 50), (0.01, 100)],
            [(0.1, 20), (0.1, 50), (0.1, 100)],
        ]
        assert configs[0][1] == small("logistic")

    def test_one_axis_makes_one_column(self):
        grid = Grid(small("logistic"), (Axis("optimizer.kind", ("sgd", "adam")),))
        assert [[config.optimizer.kind for config in row] for row in grid.configs()] == [
            ["sgd"],
            ["adam"],
        ]

    def test_what_cannot_be_is_refused(self):
        with pytest.raises(ConfigError):
            Grid(small("logistic"), (Axis("data.batch_size", (0,)),)).experiment()

    def test_too_many_cells_are_refused_before_any_is_made(self, monkeypatch):
        """Pasted into both lines of values, 60 KB are millions of networks."""
        monkeypatch.setattr(experiments, "varied", lambda *_: pytest.fail("a network"))
        values = tuple(number / 10_000 for number in range(1, 6000))
        with pytest.raises(ConfigError, match="35,988,001 networks; at most 1,000"):
            Grid(
                small("logistic"),
                (Axis("optimizer.learning_rate", values), Axis("optimizer.momentum", values)),
            )

    def test_table_holds_means_over_the_seeds(self):
        experiment = self.GRID.experiment(2)
        plan = experiment.plan()
        results = Results(experiment)
        for number, planned in enumerate(plan):
            if planned.member != "1,2":
                results.add(
                    planned,
                    outcome_of(np.ones(200, bool), 0.6 + number / 100, 0.8 + number / 100),
                )
        table = results.table(self.GRID.names)
        assert [len(row) for row in table] == [3, 3]
        numbers = [number for number, planned in enumerate(plan) if planned.member == "0,1"]
        assert numbers == [1, 7]
        assert table[0][1].final == pytest.approx(0.64)
        assert table[0][1].best == pytest.approx(0.84)
        assert table[0][1].runs == 2
        assert (table[1][2].final, table[1][2].best, table[1][2].runs) == (None, None, 0)


class TestGridOfLayers:
    BASE = with_values(
        small("mlp"),
        {"model.hidden": [{"units": 20}, {"units": 10, "activation": "tanh", "dropout": 0.1}]},
    )

    def hidden(self, *axes):
        return [[config.model.hidden for config in row] for row in Grid(self.BASE, axes).configs()]

    def test_the_last_layer_is_repeated_or_layers_are_left_out(self):
        first, last = self.BASE.model.hidden
        assert self.hidden(Axis("model.hidden.count", (0, 1, 4))) == [
            [()],
            [(first,)],
            [(first, last, last, last)],
        ]

    def test_what_layers_have_is_changed_in_all_of_them_and_nothing_but_that(self):
        first, last = self.BASE.model.hidden
        for name, value in (("units", 7), ("activation", Activation.SIGMOID), ("dropout", 0.4)):
            change = {name: value}
            (((one, two),),) = self.hidden(Axis(f"model.hidden.{name}", (value,)))
            assert (one, two) == (first.model_copy(update=change), last.model_copy(update=change))

    def test_depth_and_width_vary_together(self):
        cells = self.hidden(Axis("model.hidden.units", (8, 16)), Axis("model.hidden.count", (1, 3)))
        assert [[[layer.units for layer in hidden] for hidden in row] for row in cells] == [
            [[8], [8, 8, 8]],
            [[16], [16, 16, 16]],
        ]

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("model.hidden.count", 7),
            ("model.hidden.count", -1),
            ("model.hidden.count", True),
            ("model.hidden.count", "two"),
            ("model.hidden.units", 0),
            ("model.hidden.activation", "steep"),
            ("model.hidden.dropout", 1),
        ],
    )
    def test_invalid_values_are_refused_under_the_settings_name(self, path, value):
        with pytest.raises(ConfigError) as caught:
            self.hidden(Axis(path, (value,)))
        assert caught.value.path == path

    def test_cells_are_titled_in_words(self):
        axes = Axis("model.hidden.activation", (Activation.TANH,)), Axis("threads", (0, 2))
        titles = Grid(self.BASE, axes).titles()
        assert {name: str(title) for name, title in titles.items()} == {
            "0,0": "Activation: Tanh, Threads: automatic",
            "0,1": "Activation: Tanh, Threads: 2",
        }
