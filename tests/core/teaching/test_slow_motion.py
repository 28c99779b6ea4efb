"""The oracle is the same network in NumPy, with every derivative written out."""

from collections import OrderedDict
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from scipy import special
from torch import nn, optim

from core.network.models import Dropout
from core.teaching.demonstrations import slow_motion
from core.teaching.demonstrations.slow_motion import X, Y, frames
from core.teaching.demonstrations.slow_program import (
    OF_THE_NETWORK,
    RATE,
    STEPS,
    Switches,
    program,
)

LINES = {
    name: "    " + line
    for name, line in {
        "zero": "optimizer.zero_grad()",
        "forward": "fx = model(x)",
        "cost": "cost = loss(fx, y)",
        "backward": "cost.backward()",
        "step": "optimizer.step()",
    }.items()
}
PARAMETERS = "hidden.weight", "hidden.bias", "output.weight", "output.bias"
USUAL = Switches()
WITH_DROPOUT = Switches(has_dropout=True)
LINE = Switches(is_line=True)


def after(switches, line, step):
    """The state after this line of this step."""
    number = program(switches).split("\n").index(LINES[line]) + 1
    (found,) = (f for f in frames(switches) if f.step == step and f.line == number)
    return found


def forward(tensors):
    """Hidden sums, activations and logits, by hand."""
    x = np.array(X)
    z = x @ tensors["hidden.weight"].T + tensors["hidden.bias"]
    a = np.maximum(z, 0)
    return z, a, a @ tensors["output.weight"].T + tensors["output.bias"]


def gradients(tensors, takes_mean=True):
    """The gradients of all parameters, by hand."""
    x, y = np.array(X), np.array(Y)
    z, a, fx = forward(tensors)
    d_fx = special.softmax(fx, axis=1) - np.eye(2)[y]
    if takes_mean:
        d_fx /= len(y)
    d_z = (d_fx @ tensors["output.weight"]) * (z > 0)
    return {
        "hidden.weight": d_z.T @ x,
        "hidden.bias": d_z.sum(axis=0),
        "output.weight": d_fx.T @ a,
        "output.bias": d_fx.sum(axis=0),
    }


def approx(values):
    return pytest.approx(values, abs=1e-5, rel=1e-5)


class TestNumbers:
    @pytest.mark.parametrize("takes_mean", [True, False])
    @pytest.mark.parametrize("step", [1, 2, STEPS])
    def test_each_line_computes_what_is_computed_by_hand(self, step, takes_mean):
        switches = replace(USUAL, takes_mean=takes_mean)
        zeroed = after(switches, "zero", step).tensors
        _, a, fx = forward(zeroed)
        assert after(switches, "forward", step).tensors["fx"] == approx(fx)
        assert after(switches, "forward", step).tensors["a"] == approx(a)
        costs = -special.log_softmax(fx, axis=1)[np.arange(4), Y]
        cost = costs.mean() if takes_mean else costs.sum()
        assert after(switches, "cost", step).tensors["cost"] == approx(cost)

        expected = gradients(zeroed, takes_mean)
        done, stepped = (after(switches, line, step).tensors for line in ("backward", "step"))
        for name in PARAMETERS:
            assert done[f"{name}.grad"] == approx(expected[name])
            assert stepped[name] == approx(zeroed[name] - RATE * expected[name])

    def test_without_zero_grad_gradients_add_up(self):
        switches = replace(USUAL, zeroes_gradients=False)
        total = dict.fromkeys(PARAMETERS, 0.0)
        for step in (1, 2, 3):
            own = gradients(after(switches, "cost", step).tensors)
            for name in PARAMETERS:
                total[name] = total[name] + own[name]
                found = after(switches, "backward", step).tensors[f"{name}.grad"]
                assert found == approx(total[name])

    def test_momentum_keeps_nine_tenths_of_the_last_step(self):
        switches = replace(USUAL, has_momentum=True)
        buffer = dict.fromkeys(PARAMETERS, 0.0)
        for step in (1, 2, 3):
            before = after(switches, "backward", step).tensors
            stepped = after(switches, "step", step).tensors
            for name in PARAMETERS:
                buffer[name] = 0.9 * buffer[name] + before[f"{name}.grad"]
                assert stepped[f"{name} momentum"] == approx(buffer[name])
                assert stepped[name] == approx(before[name] - RATE * buffer[name])

    def test_in_training_dropout_sets_activations_to_zero_and_doubles_the_others(self):
        is_dropped = []
        for step in range(1, STEPS + 1):
            tensors = after(WITH_DROPOUT, "forward", step).tensors
            _, a, _ = forward(tensors)
            for found, full in zip(tensors["a"].flat, a.flat, strict=True):
                assert found in (0, pytest.approx(2 * full, abs=1e-5))
                is_dropped += [found == 0] if full > 0.01 else []
        assert 0.3 < np.mean(is_dropped) < 0.7

    def test_a_layer_without_requires_grad_stays_as_it_is(self):
        switches = replace(USUAL, learns_hidden=False)
        last = after(switches, "step", STEPS).tensors
        assert last["hidden.weight"] == approx(np.array(slow_motion.HIDDEN_WEIGHT))
        assert last["hidden.weight.grad"] is None
        assert not np.allclose(last["output.weight"], slow_motion.OUTPUT_WEIGHT)

    def test_in_evaluation_dropout_changes_nothing(self):
        evaluated = frames(replace(WITH_DROPOUT, trains=False))[-1].tensors
        plain = frames(USUAL)[-1].tensors
        assert all(np.array_equal(evaluated[name], plain[name]) for name in plain)

    def test_without_dropout_the_cost_falls_in_every_step(self):
        costs = [after(USUAL, "cost", step).tensors["cost"] for step in range(1, STEPS + 1)]
        assert costs == sorted(costs, reverse=True)
        assert costs[-1] < costs[0]

    @pytest.mark.parametrize("takes_mean", [True, False])
    def test_the_line_steps_against_its_slope(self, takes_mean):
        switches = replace(LINE, takes_mean=takes_mean)
        x, y = np.array(slow_motion.LINE_X), np.array(slow_motion.LINE_Y)
        weight = float(slow_motion.LINE_WEIGHT[0][0])
        for step in range(1, 4):
            errors = weight * x - y
            slope = 2 * (errors * x).sum() / (len(x) if takes_mean else 1)
            cost = (errors**2).sum() / (len(x) if takes_mean else 1)
            assert after(switches, "cost", step).tensors["cost"] == approx(cost)
            assert after(switches, "backward", step).tensors["weight.grad"].item() == approx(slope)
            weight -= RATE * slope
            assert after(switches, "step", step).tensors["weight"].item() == approx(weight)

    def test_the_line_finds_its_weight(self):
        x, y = np.array(slow_motion.LINE_X), np.array(slow_motion.LINE_Y)
        best = (x * y).sum() / (x * x).sum()
        assert frames(LINE)[-1].tensors["weight"].item() == pytest.approx(best, abs=1e-3)


class TestFrames:
    @pytest.mark.parametrize(
        ("line", "changed"),
        [
            ("zero", set()),  # nothing to forget before the first step
            ("forward", {"a", "fx"}),
            ("cost", {"cost"}),
            ("backward", {f"{name}.grad" for name in PARAMETERS}),
            ("step", set(PARAMETERS)),
        ],
    )
    def test_each_line_changes_what_it_is_for(self, line, changed):
        assert after(USUAL, line, 1).changed == changed

    def test_zero_grad_takes_the_gradients_away(self):
        second = after(USUAL, "zero", 2)
        assert second.changed == {f"{name}.grad" for name in PARAMETERS}
        assert all(second.tensors[name] is None for name in second.changed)

    @pytest.mark.parametrize(
        ("field", "usual"),
        [
            ("zeroes_gradients", USUAL),
            ("takes_mean", USUAL),
            ("has_momentum", USUAL),
            ("has_dropout", USUAL),
            ("trains", WITH_DROPOUT),
            ("learns_hidden", USUAL),
            ("zeroes_gradients", LINE),
            ("takes_mean", LINE),
            ("has_momentum", LINE),
        ],
    )
    def test_each_switch_changes_the_program_and_its_numbers(self, field, usual):
        switched = replace(usual, **{field: not getattr(usual, field)})
        assert program(switched) != program(usual)
        last, other = (frames(each)[-1].tensors for each in (switched, usual))
        assert not np.array_equal(last["fx"], other["fx"])

    @pytest.mark.parametrize("field", OF_THE_NETWORK)
    def test_what_is_of_the_network_changes_no_number_of_the_line(self, field):
        switched = replace(LINE, **{field: not getattr(LINE, field)})
        assert np.array_equal(frames(switched)[-1].tensors["fx"], frames(LINE)[-1].tensors["fx"])

    def test_every_line_of_the_loop_has_a_frame_in_each_step(self):
        lines = program(Switches()).split("\n")
        head = next(number for number, line in enumerate(lines, 1) if line.startswith("for "))
        found = frames(Switches())
        assert [f.line for f in found if f.step == 3] == list(range(head + 1, len(lines) + 1))
        assert found[0].step == 0
        assert found[-1].step == STEPS

    def test_it_is_the_same_each_time_and_draws_nothing_from_the_global_stream(self):
        state = torch.get_rng_state()
        first, again = frames(Switches()), frames(Switches())
        assert torch.equal(torch.get_rng_state(), state)
        for one, other in zip(first, again, strict=True):
            assert one.changed == other.changed
            assert np.array_equal(one.tensors["output.weight"], other.tensors["output.weight"])


@pytest.mark.parametrize(
    "switches",
    [
        *(
            replace(usual, **{field: not getattr(usual, field)})
            for usual in (USUAL, WITH_DROPOUT)
            for field in Switches.__dataclass_fields__
        ),
        USUAL,
        replace(LINE, has_momentum=True),
    ],
)
def test_the_numbers_are_those_of_the_shown_lines_as_python_executes_them(switches):
    masks = torch.Generator().manual_seed(slow_motion.MASKS_SEED)
    names = {
        "nn": SimpleNamespace(**vars(nn) | {"Dropout": lambda rate: Dropout(rate, masks)}),
        "optim": optim,
        "OrderedDict": OrderedDict,
        "x": torch.tensor(slow_motion.LINE_X if switches.is_line else X),
        "y": torch.tensor(slow_motion.LINE_Y if switches.is_line else Y),
    }
    head, loop = program(switches).split("\nfor step in")
    exec(head, names)
    model = names["model"]
    first = frames(switches)[0].tensors
    parameters = [name for name, _ in model.named_parameters()]
    with torch.no_grad():
        for name in parameters:
            model.get_parameter(name).copy_(torch.tensor(first[name]))

    found = iter(frames(switches)[1:])
    for _ in range(STEPS):
        for line in loop.split("\n")[1:]:
            exec(line.strip(), names)
            frame = next(found)
            assert program(switches).split("\n")[frame.line - 1] == line
            for name in parameters:
                parameter = model.get_parameter(name)
                assert np.array_equal(frame.tensors[name], parameter.detach().numpy())
                gradient = frame.tensors[f"{name}.grad"]
                assert (gradient is None) == (parameter.grad is None)
                assert gradient is None or np.array_equal(gradient, parameter.grad.numpy())
            for name in ("fx", "cost"):
                if name in names:
                    assert np.array_equal(frame.tensors[name], names[name].detach().numpy())
