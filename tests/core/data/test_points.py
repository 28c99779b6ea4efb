"""Points of the plane, checked against what their shapes are described as."""

import numpy as np
import pytest

from core.comparison.grid_settings import offered
from core.config.catalogue import KNOWN, MAX_POINTS, POINT_SETS, POINTS_OWN, DataKind, kind_of
from core.config.fields import ConfigError, effective, with_values
from core.config.points import EXAMPLE, MAX_OWN, REACH
from core.config.presets import PRESETS
from core.config.run import RunConfig
from core.data import datasets
from core.data.fingerprint import fingerprint
from core.data.folders import changes_for, is_available
from core.data.points import changes_for_own, learned_points, points_of
from tests.core.running import completed, config_of, epochs_of, run_to_the_end

PINNED = [(0.110278, 0.1541), (0.029595, -0.261584)]
DRAWN = [name for name in POINT_SETS if name != POINTS_OWN]


def config_for(name, changes=None):
    base = RunConfig()
    sizes = {"data.train_size": 3000, "data.test_size": 3000} if name != POINTS_OWN else {}
    return with_values(base, changes_for(base, name) | sizes | (changes or {}))


def drawn(name, **points):
    """A data set's points and their radius and angle, the latter in turns."""
    changes = {f"data.points.{path}": value for path, value in points.items()}
    made = points_of(config_for(name, changes).data)
    x = np.concatenate([made.train_x, made.test_x]).astype(float)
    y = np.concatenate([made.train_y, made.test_y])
    return x, y, np.hypot(*x.T), np.arctan2(x[:, 1], x[:, 0]) / (2 * np.pi) % 1


class TestShapes:
    def test_two_clouds_are_normal_around_their_centres(self):
        x, y, *_ = drawn("points-clouds", noise=0.0)
        for label, centre in enumerate((-0.5, 0.5)):
            assert x[y == label].mean(axis=0) == pytest.approx([centre, centre], abs=0.02)
            assert x[y == label].std(axis=0) == pytest.approx([0.2, 0.2], rel=0.05)

    def test_a_circle_is_a_disc_in_a_ring_both_evenly_filled(self):
        _, y, radius, turn = drawn("points-circle", noise=0.0)
        assert radius[y == 0].max() <= 0.5 + 1e-6
        assert radius[y == 1].min() >= 0.75 - 1e-6
        assert radius[y == 1].max() <= 1 + 1e-6
        # half of the area lies within the root of the mean of the squared radii
        for label, middle in enumerate((np.sqrt(0.125), np.sqrt((0.75**2 + 1) / 2))):
            assert (radius[y == label] < middle).mean() == pytest.approx(0.5, abs=0.04)
            assert (turn[y == label] < 0.25).mean() == pytest.approx(0.25, abs=0.04)

    def test_exclusive_or_is_where_the_signs_differ(self):
        x, y, *_ = drawn("points-xor", noise=0.0)
        assert np.array_equal((x[:, 0] > 0) ^ (x[:, 1] > 0), y == 1)
        assert 0.1 <= np.abs(x).min() < 0.12
        assert 0.98 < np.abs(x).max() <= 1
        quarters = 2 * (x[:, 0] > 0) + (x[:, 1] > 0)
        assert np.bincount(quarters) / len(x) == pytest.approx([0.25] * 4, abs=0.03)

    @pytest.mark.parametrize(("name", "turns"), [("points-spiral", 1.25), ("points-arms", 0.75)])
    def test_along_an_arm_the_angle_grows_with_the_radius(self, name, turns):
        _, y, radius, turn = drawn(name, noise=0.0)
        arms = len(KNOWN[name].classes)
        expected = turns * (radius - 0.1) / 0.9 + y / arms
        apart = (turn - expected + 0.5) % 1 - 0.5
        assert np.abs(apart).max() < 1e-4
        assert (radius.min(), radius.max()) == pytest.approx((0.1, 1), abs=0.01)

    def test_moons_are_halves_of_two_circles(self):
        x, y, *_ = drawn("points-moons", noise=0.0)
        for label, centre, side in ((0, (-1 / 3, -1 / 6), 1), (1, (1 / 3, 1 / 6), -1)):
            offset = x[y == label] - centre
            assert np.hypot(*offset.T) == pytest.approx(2 / 3, abs=1e-5)
            assert (side * offset[:, 1] > -1e-6).all()

    @pytest.mark.parametrize("name", DRAWN)
    def test_noise_is_normal_and_added_to_both_coordinates(self, name):
        without, *_ = drawn(name, noise=0.0)
        noise = drawn(name, noise=0.2)[0] - without
        assert noise.mean(axis=0) == pytest.approx([0, 0], abs=0.01)
        assert noise.std(axis=0) == pytest.approx([0.2, 0.2], rel=0.03)
        assert abs(np.corrcoef(noise.T)[0, 1]) < 0.04
        assert (np.abs(noise) < 0.2).mean() == pytest.approx(0.683, abs=0.02)

    @pytest.mark.parametrize("name", DRAWN)
    def test_the_classes_take_turns(self, name):
        points, classes = points_of(config_for(name).data), len(KNOWN[name].classes)
        for y in (points.train_y, points.test_y):
            assert y[: 2 * classes].tolist() == [*range(classes)] * 2
            assert np.ptp(np.bincount(y)) <= 1


class TestStreams:
    @pytest.mark.parametrize("name", DRAWN)
    def test_fewer_are_the_first_of_more_and_those_held_out_follow(self, name):
        many = points_of(config_for(name).data)
        few = points_of(config_for(name, {"data.train_size": 30, "data.validation_size": 20}).data)
        assert np.array_equal(few.train_x, many.train_x[:30])
        assert np.array_equal(few.validation_x, many.train_x[30:50])
        assert np.array_equal(few.validation_y, many.train_y[30:50])

    @pytest.mark.parametrize("name", DRAWN)
    def test_no_test_point_is_one_to_learn_from(self, name):
        points = points_of(config_for(name).data)
        assert not set(map(tuple, points.train_x)) & set(map(tuple, points.test_x))

    @pytest.mark.parametrize("name", POINT_SETS)
    def test_only_their_own_seed_changes_them(self, name):
        config = config_for(name)
        same, other = (
            points_of(with_values(config, {path: 5}).data) for path in ("seed", "data.points.seed")
        )
        points = points_of(config.data)
        assert np.array_equal(points.test_x, same.test_x)
        assert not np.array_equal(points.test_x, other.test_x)
        assert np.array_equal(points.train_x, other.train_x) == (name == POINTS_OWN)

    def test_the_numbers_are_those_of_every_version(self):
        """Kept runs must be continued with the very points they began with."""
        points = points_of(config_for("points-spiral").data)
        assert points.train_x[:2] == pytest.approx(np.array(PINNED), abs=1e-6)


class TestOwn:
    OWN = ((0.5, -0.25, 0), (-1.5, 1.5, 2), (0.0, 0.0, 1))

    def config(self, own=OWN, **changes):
        config = RunConfig()
        return with_values(config, changes_for_own(config, own) | changes)

    def test_they_are_learned_from_as_they_are(self):
        config = self.config()
        points = points_of(config.data)
        assert points.train_x.tolist() == [[0.5, -0.25], [-1.5, 1.5], [0, 0]]
        assert points.train_y.tolist() == [0, 2, 1]
        assert (config.data.train_size, config.classes) == (3, ("A", "B", "C"))
        assert (config.model.inputs, config.model.outputs) == (2, 3)

    def test_those_to_test_with_lie_around_them(self):
        config = self.config(**{"data.points.noise": 0.1, "data.test_size": 3000})
        points = points_of(config.data)
        assert points.test_y[:6].tolist() == [0, 2, 1, 0, 2, 1]
        noise = points.test_x - np.tile(points.train_x, (1000, 1))
        assert noise.std(axis=0) == pytest.approx([0.1, 0.1], rel=0.05)
        assert noise.mean(axis=0) == pytest.approx([0, 0], abs=0.01)

    def test_their_number_follows_them_whatever_is_said(self):
        config = self.config(**{"data.train_size": 77})
        assert config.data.train_size == effective(config).data.train_size == 3
        more = with_values(config, {"data.points.own": [[0, 0, 1]] * MAX_OWN})
        assert more.data.train_size == MAX_OWN

    def test_one_class_alone_has_two_answers(self):
        assert self.config(((0.1, 0.2, 0),)).model.outputs == 2

    @pytest.mark.parametrize(
        "own",
        [
            [],
            [[0, 0]],
            [[0, 0, 5]],
            [[0, 0, -1]],
            [[0, 0, 0.5]],
            [[True, 0, 0]],
            [["0", 0, 0]],
            [[REACH + 0.01, 0, 0]],
            [[float("nan"), 0, 0]],
            [[0, 0, 0]] * (MAX_OWN + 1),
            "points",
            None,
            [None],
            {"a": 1},
        ],
        ids=repr,
    )
    def test_others_are_refused_where_they_stand(self, own):
        with pytest.raises(ConfigError) as error:
            self.config(own=self.OWN, **{"data.points.own": own})
        assert error.value.path == "data.points.own"
        assert "must be a list of 1 to 500 points [x, y, class]" in str(error.value)

    def test_none_can_be_held_out(self):
        with pytest.raises(ConfigError, match="Your own points are all learned from"):
            self.config(**{"data.validation_size": 1})


class TestConfig:
    def test_data_are_of_the_kind_that_is_described(self):
        assert {name for name in KNOWN if kind_of(name) is DataKind.POINTS} == set(POINT_SETS)
        assert kind_of("~/digits") is DataKind.IMAGES
        for name in POINT_SETS:
            config = config_for(name)
            assert (config.has_points, config.has_images, config.is_regression) == (
                True,
                False,
                False,
            )
            assert is_available(name)

    @pytest.mark.parametrize("name", POINT_SETS)
    def test_a_convolutional_network_is_refused(self, name):
        with pytest.raises(ConfigError, match="A convolutional network needs images"):
            config_for(name, {"model.kind": "cnn"})

    def test_no_more_are_drawn_than_there_can_be(self):
        assert config_for("points-xor", {"data.train_size": MAX_POINTS})
        with pytest.raises(ConfigError, match="There are only 10000 examples"):
            config_for("points-xor", {"data.train_size": MAX_POINTS + 1})

    def test_sizes_follow_the_kind_of_data_and_come_back(self):
        base = RunConfig()
        points = with_values(base, changes_for(base, "points-moons"))
        assert (points.data.train_size, points.data.test_size) == (200, 400)
        assert (points.data.batch_size, points.epochs) == (10, 200)
        assert with_values(points, changes_for(points, "mnist")) == base

    def test_sizes_stay_among_points(self):
        config = config_for("points-moons", {"data.train_size": 77, "epochs": 9})
        other = with_values(config, changes_for(config, "points-arms"))
        assert (other.data.train_size, other.epochs, other.model.outputs) == (77, 9, 3)

        own = with_values(other, changes_for(other, POINTS_OWN))
        assert own.data.train_size == len(EXAMPLE)
        assert with_values(own, changes_for(own, "points-moons")).data.train_size == 200


class TestTraining:
    @pytest.mark.parametrize("name", POINT_SETS)
    def test_networks_learn_from_them(self, name):
        config = config_of("plane-spiral", changes_for(config_of("plane-spiral"), name))
        events = run_to_the_end(with_values(config, {"epochs": 2, "threads": 1}), 1)
        assert all(epoch.accuracy is not None for epoch in epochs_of(completed(events)))

    def test_tensors_are_what_the_arrays_are(self):
        config = config_for("points-arms", {"data.validation_size": 10})
        points, data = points_of(config.data), datasets.load(config.data)
        for name in ("train_x", "train_y", "validation_x", "validation_y", "test_x", "test_y"):
            assert np.array_equal(getattr(data, name).numpy(), getattr(points, name))

    def test_a_fingerprint_tells_them_apart(self):
        hashes = fingerprint(config_for("points-xor").data)
        assert hashes == fingerprint(config_for("points-xor", {"seed": 9}).data)
        assert hashes != fingerprint(config_for("points-xor", {"data.points.seed": 9}).data)

    @pytest.mark.parametrize(
        ("name", "lowest", "highest"),
        [
            ("plane-logistic", 0.45, 0.65),
            ("plane-xor", 0.97, 1.0),
            ("plane-narrow", 0.5, 0.9),
            ("plane-sigmoid", 0.5, 0.75),
            ("plane-norm", 0.85, 1.0),
            ("plane-spiral", 0.97, 1.0),
        ],
    )
    def test_presets_show_what_they_are_for(self, name, lowest, highest):
        last = self.epochs(name)[-1]
        assert lowest <= last.accuracy <= highest

    def test_few_noisy_points_are_learned_by_heart_and_less_so_with_dropout(self):
        with_it, without = (self.epochs(f"plane-{name}") for name in ("dropout", "overfit"))
        assert without[-1].train_accuracy > 0.92
        assert without[-1].test_cost > 3 * min(epoch.test_cost for epoch in without)
        assert with_it[-1].test_cost < without[-1].test_cost

    @pytest.mark.parametrize("seed", [42, 1, 2])
    def test_wrong_labels_are_learned_by_heart_and_paid_for(self, seed):
        epochs = self.epochs("plane-labels", seed)
        assert max(epoch.accuracy for epoch in epochs) > 0.98
        assert epochs[-1].accuracy < 0.95
        assert epochs[-1].wrong_accuracy > 0.4 > max(one.wrong_accuracy for one in epochs[:10])
        assert epochs[-1].test_cost > 1.7 * min(epoch.test_cost for epoch in epochs)

    def epochs(self, name, seed=42):
        config = with_values(PRESETS[name].config, {"threads": 1, "seed": seed})
        return epochs_of(completed(run_to_the_end(config, 1)))


@pytest.mark.parametrize("name", POINT_SETS)
def test_a_grid_varies_nothing_that_decides_about_the_test_points(name):
    paths = offered(config_for(name))
    assert "optimizer.learning_rate" in paths
    assert not {path for path in paths if path.startswith("data.points.")}
    assert ("data.train_size" in paths) == (name != POINTS_OWN)


class TestWrongLabels:
    def noisy(self, changes=None):
        return config_for("points-arms", {"data.label_noise": 0.2, "seed": 3} | (changes or {}))

    def test_the_points_shown_have_the_labels_that_a_run_learns(self):
        config = self.noisy({"data.validation_size": 10})
        shown, data = learned_points(config), datasets.load(config.data)
        learned = datasets.with_label_noise(data, config)
        assert np.array_equal(shown.train_y, learned.train_y.numpy())
        assert np.array_equal(shown.wrong, learned.wrong.numpy())
        true = points_of(config.data)
        assert np.nonzero(shown.train_y != true.train_y)[0].tolist() == shown.wrong.tolist()
        assert len(shown.wrong) == 600
        for name in ("train_x", "validation_y", "test_x", "test_y"):
            assert np.array_equal(getattr(shown, name), getattr(true, name))

    def test_the_runs_seed_draws_them_and_the_shared_points_stay(self):
        before = points_of(self.noisy().data).train_y.copy()
        one, other = (learned_points(self.noisy({"seed": seed})) for seed in (3, 4))
        assert not np.array_equal(one.wrong, other.wrong)
        assert np.array_equal(points_of(self.noisy().data).train_y, before)

    def test_own_points_have_the_labels_that_the_user_gave_them(self):
        config = config_for(POINTS_OWN, {"data.label_noise": 0.5})
        assert effective(config).data.label_noise == 0
        shown = learned_points(config)
        assert not len(shown.wrong)
        assert shown.train_y.tolist() == [label for *_, label in EXAMPLE]

    def test_they_are_measured_by_both_labels(self):
        config = config_of("plane-spiral", {"data.label_noise": 0.1, "epochs": 2, "threads": 1})
        epochs = epochs_of(completed(run_to_the_end(config, 1)))
        for epoch in epochs:
            assert epoch.wrong_accuracy is not None
            assert epoch.wrong_accuracy + epoch.right_accuracy == pytest.approx(1)  # two classes
