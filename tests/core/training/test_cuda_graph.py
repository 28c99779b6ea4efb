"""The step that is played back: what surrounds a CUDA graph on any machine, the graph itself where
there is a GPU.

Without a GPU the recording is a plain call of the step with its batch and rate in their fixed
places.
"""

import logging
from threading import Thread

import pytest
import torch
from torch import nn, optim

from core.config.model import Layer, ModelConfig
from core.config.optimizer import OptimizerConfig
from core.network import models
from core.training.optimizers import build_optimizer, set_option
from core.training.steps.cuda_graph import WARM_UPS, CapturedStep
from core.training.steps.penalties import penalized
from tests.core.running import completed, epochs_of, final_weights, run_to_the_end, small

ON_GPU = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA GPU")
HIDDEN = (Layer(units=20, activation="relu", dropout=0.25), Layer(units=12, activation="tanh"))
OPTIMIZERS = (
    OptimizerConfig(kind="sgd", learning_rate=2**-3),  # powers of two: the same with 32 bits
    OptimizerConfig(kind="sgd", learning_rate=2**-3, momentum=0.9, nesterov=True),
    OptimizerConfig(kind="adam", learning_rate=2**-10),
    OptimizerConfig(kind="adamw", learning_rate=2**-10, weight_decay=0.1),
)
EACH_OPTIMIZER = pytest.mark.parametrize(
    "config", OPTIMIZERS, ids=lambda config: f"{config.kind}-{config.momentum}"
)
STEPS = 12


class Run:
    """A network with all that a step needs, the same at each making."""

    def __init__(self, config, record=None, device="cpu", norm="none"):
        self.masks = torch.Generator(device).manual_seed(2)
        self.l1 = config.l1
        model = ModelConfig(hidden=HIDDEN, outputs=7, norm=norm)
        self.network = (
            models.build(model, torch.Generator().manual_seed(1), self.masks).to(device).train()
        )
        self.optimizer = build_optimizer(config, self.network)
        self.learned = 0
        self.step = self.learn
        if record is not None:
            record.optimizer = self.optimizer
            self.step = CapturedStep(self.learn, self.network, self.optimizer, self.masks, record)

    def learn(self, x, y):
        self.learned += 1
        self.optimizer.zero_grad()
        cost = nn.functional.cross_entropy(self.network(x), y)
        penalized(cost, self.network, self.l1).backward()
        self.optimizer.step()
        return cost.detach()

    def costs(self, live=None, device="cpu"):
        """The costs of all steps; `live` is told the number of each before it."""
        random, found = torch.Generator().manual_seed(3), []
        for number in range(STEPS):
            if live is not None:
                live(number, self.optimizer)
            x = torch.rand(32, 784, generator=random).to(device)
            y = torch.randint(0, 7, (32,), generator=random).to(device)
            found.append(self.step(x, y).item())
        return found

    def weights(self):
        return [weight.detach().cpu() for weight in self.network.state_dict().values()]


class Tape:
    """Stands in for a graph: what is no tensor stays as it was when recorded; counts its
    recordings and playbacks.
    """

    def __init__(self, spoil=None):
        self.recorded = self.played = 0
        self.spoil = spoil
        self.optimizer = None

    def __call__(self, step):
        self.recorded += 1
        kept, settings = torch.zeros(()), dict(self.optimizer.param_groups[0])

        def play():
            self.played += 1
            group = self.optimizer.param_groups[0]
            now = dict(group)
            group.update(settings)
            kept.copy_(step())
            group.update(now)
            if self.spoil is not None:
                self.spoil(step)
            return kept

        return play


def assert_same(one, other):
    for a, b in zip(one.weights(), other.weights(), strict=True):
        assert torch.equal(a, b)


class TestPlayingBack:
    @EACH_OPTIMIZER
    def test_costs_and_weights_are_those_of_single_steps(self, config):
        tape = Tape()
        plain, captured = Run(config), Run(config, tape)
        assert captured.costs() == plain.costs()
        assert_same(plain, captured)
        assert (tape.recorded, tape.played) == (1, STEPS - WARM_UPS)  # one of them on trial

    @pytest.mark.parametrize("norm", ["batch", "layer"])
    def test_normalized_networks_and_a_penalty_too_running_means_included(self, norm):
        config = OptimizerConfig(kind="adam", learning_rate=2**-10, l1=2**-8)
        tape = Tape()
        plain, captured = Run(config, norm=norm), Run(config, tape, norm=norm)
        assert captured.costs() == plain.costs()
        assert_same(plain, captured)
        assert tape.recorded == 1
        assert captured.costs() != Run(OPTIMIZERS[2], norm=norm).costs()

    def test_a_rate_that_changes_with_every_batch_needs_no_new_recording(self):
        def falling(number, optimizer):
            set_option(optimizer, "lr", 2.0**-number)

        tape = Tape()
        plain, captured = Run(OPTIMIZERS[1]), Run(OPTIMIZERS[1], tape)
        assert captured.costs(falling) == plain.costs(falling)
        assert_same(plain, captured)
        assert tape.recorded == 1
        assert captured.optimizer.param_groups[0]["lr"] == 2.0 ** (
            1 - STEPS
        )  # a number, as checkpoints keep it

    @EACH_OPTIMIZER
    def test_after_a_checkpoint_was_put_back_the_optimizers_settings_are_its_new_ones(self, config):
        def falling(number, optimizer):
            set_option(optimizer, "lr", 2.0**-number)

        runs = [Run(config), Run(config, Tape())]
        for run in runs:
            run.optimizer.load_state_dict(run.optimizer.state_dict())
        plain, captured = (run.costs(falling) for run in runs)
        assert captured == plain

    @pytest.mark.parametrize(
        ("config", "name", "value"),
        [
            (OPTIMIZERS[1], "momentum", 0.5),
            (OPTIMIZERS[0], "momentum", 0.9),
            (OPTIMIZERS[3], "weight_decay", 0.0),
        ],
    )
    def test_another_setting_changed_on_the_way_is_recorded_anew(self, config, name, value):
        def once(number, optimizer):
            if number == WARM_UPS + 2:
                set_option(optimizer, name, value)

        if name == "momentum" and not config.momentum:
            config = config.model_copy(update={"nesterov": False})
        tape = Tape()
        plain, captured = Run(config), Run(config, tape)
        assert captured.costs(once) == plain.costs(once)
        assert_same(plain, captured)
        assert tape.recorded == 2

    @pytest.mark.parametrize("rate", [0.75, 0.0])
    def test_so_is_another_rate_of_dropout(self, rate):
        class RateTape(Tape):
            """A tape that keeps the rate, too, as a graph does."""

            def __call__(self, step):
                rate = dropout.rate

                def with_recorded_rate():
                    current, dropout.rate = dropout.rate, rate
                    cost = step()
                    dropout.rate = current
                    return cost

                return super().__call__(with_recorded_rate)

        tape = RateTape()
        plain, captured = Run(OPTIMIZERS[2]), Run(OPTIMIZERS[2], tape)
        (dropout,) = models.dropouts(captured.network)

        def once(run):
            def change(number, _optimizer):
                if number == WARM_UPS + 2:
                    models.dropouts(run.network)[0].rate = rate

            return change

        assert captured.costs(once(captured)) == plain.costs(once(plain))
        assert_same(plain, captured)
        assert tape.recorded == 2


def forget(step):
    raise RuntimeError("the driver says no")


class TestFallingBack:
    """A graph that cannot be made, or does something else, changes no number."""

    @pytest.mark.parametrize("spoil", [forget, lambda step: step()], ids=["fails", "learns twice"])
    @EACH_OPTIMIZER
    def test_the_run_goes_on_step_by_step_and_the_log_says_so(self, config, spoil, caplog):
        tape = Tape(spoil)
        plain, captured = Run(config), Run(config, tape)
        with caplog.at_level(logging.WARNING):
            assert captured.costs() == plain.costs()
        assert_same(plain, captured)
        assert (tape.recorded, tape.played) == (1, 1)
        assert "not played back" in caplog.text

    def test_so_it_does_when_recording_fails(self, caplog):
        plain, captured = Run(OPTIMIZERS[2]), Run(OPTIMIZERS[2], forget)
        assert captured.costs() == plain.costs()
        assert_same(plain, captured)
        assert "the driver says no" in caplog.text
        assert captured.optimizer.param_groups[0]["capturable"] is False


def test_without_a_gpu_there_is_nothing_to_record():
    run = Run(OPTIMIZERS[0])
    assert CapturedStep.of(run.learn, run.network, run.optimizer, run.masks) is None


@ON_GPU
class TestOnGpu:
    @EACH_OPTIMIZER
    def test_a_graph_learns_what_single_steps_learn(self, config):
        plain, captured = Run(config, device="cuda"), Run(config, device="cuda")
        captured.step = CapturedStep.of(
            captured.learn, captured.network, captured.optimizer, captured.masks
        )
        assert captured.costs(device="cuda") == pytest.approx(plain.costs(device="cuda"), rel=1e-4)
        assert captured.learned < STEPS, "the graph was given up"

    def test_optimizers_without_one_kernel_go_step_by_step(self):
        run = Run(OptimizerConfig(kind="rmsprop", learning_rate=0.001), device="cuda")
        assert isinstance(run.optimizer, optim.RMSprop)
        assert CapturedStep.of(run.learn, run.network, run.optimizer, run.masks) is None

    @pytest.mark.parametrize("norm", ["none", "batch", "layer"])
    @pytest.mark.parametrize("preset", ["relu-dropout", "cnn", "logistic"])
    def test_whole_runs_are_those_without_a_graph(self, preset, norm, monkeypatch, caplog):
        changes = {"device": "cuda", "schedule.kind": "one-cycle", "model.norm": norm}
        played = completed(run_to_the_end(small(preset, changes)))
        assert not caplog.records, "the graph was given up"
        monkeypatch.setattr(CapturedStep, "of", lambda *_: None)
        plain = completed(run_to_the_end(small(preset, changes)))
        costs = [[epoch.cost for epoch in epochs_of(events)] for events in (played, plain)]
        assert costs[0] == pytest.approx(costs[1], rel=1e-3)

    def test_two_runs_at_once_record_side_by_side(self, caplog):
        alone = final_weights(run_to_the_end(small("relu-dropout", {"device": "cuda"})))
        both = {}

        def run(place):
            both[place] = run_to_the_end(small("relu-dropout", {"device": "cuda"}))

        threads = [Thread(target=run, args=(place,)) for place in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not caplog.records
        for events in both.values():
            weights = final_weights(completed(events))
            assert all((weights[name] == alone[name]).all() for name in alone)
