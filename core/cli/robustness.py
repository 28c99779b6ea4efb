"""The command `robustness`: the accuracy of kept runs that are cut, rounded or attacked."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.console import DONE, print_json, print_line
from core.cli.options import (
    Commands,
    add_common_options,
    add_weights,
    runs_dir_of,
    weights_of,
    whole_number,
)
from core.config.choices import WeightsChoice
from core.config.run import RunConfig
from core.errors import InklingError
from core.machine.processor import begin_computing
from core.messages import message
from core.network.weights import Weights, are_finite
from core.robustness.attack_choices import ONE_STEP, Attack
from core.robustness.cuts import Order, kilobytes

if TYPE_CHECKING:
    from core.robustness.attack_curves import AttackStep
    from core.robustness.cut_curves import CutStep

CUT, CUT_AT_RANDOM, BITS, ATTACK = TESTS = ("cut", "cut-at-random", "bits", "attack")
NAMES = {Order.SMALLEST: CUT, Order.RANDOM: CUT_AT_RANDOM, None: BITS}
MAX_STEPS = 100


@dataclass(frozen=True)
class _Subject:
    """A kept run with the weights that are measured."""

    run: str
    config: RunConfig
    weights: Weights


def add_robustness(commands: Commands) -> None:
    """Add the command `robustness`."""
    parser = commands.add_parser(
        "robustness", help="measure kept runs that are cut, rounded or attacked"
    )
    parser.add_argument("runs", nargs="+", metavar="RUN", help="a run's id or folder")
    parser.add_argument(
        "--tests",
        nargs="+",
        choices=TESTS,
        default=list(TESTS),
        metavar="TEST",
        help=f"which of {', '.join(TESTS)}; all unless given",
    )
    parser.add_argument(
        "--steps",
        default=str(ONE_STEP),
        metavar="N",
        help="of an attack: 1 for the fast gradient sign, more for projected gradient steps",
    )
    add_weights(parser, "those of the last or of the best epoch")
    add_common_options(parser, run_robustness)


def run_robustness(options: argparse.Namespace) -> int:
    """Print the accuracy of each run at each level; return the exit status.

    Raises:
        InklingError: if a run cannot be opened, reads no images, or its data are not there.
        ConfigError: for a number of steps out of range.
    """
    begin_computing()
    steps = whole_number("steps", options.steps, 1, MAX_STEPS)
    runs_dir, choice = runs_dir_of(options), weights_of(options)
    subjects = [_opened(run, runs_dir, choice) for run in options.runs]

    cuts = [order for order, name in NAMES.items() if name in options.tests]
    for cut in _cut_steps(subjects, cuts):
        if cut.accuracy is not None:
            _print_cut(subjects[cut.subject], cut, options.json)
    if ATTACK in options.tests:
        for attacked in _attack_steps(subjects, Attack(steps)):
            if attacked.accuracy is not None:
                _print_attack(subjects[attacked.subject], attacked, options.json)
    return DONE


def _opened(run: str, runs_dir: Path, choice: WeightsChoice) -> _Subject:
    from core.storage import best_weights, layout, records

    kept = records.open_run(layout.find(run, runs_dir))
    if not kept.config.has_images:
        raise InklingError(message("The run {run} reads no images.", run=kept.run))
    weights = best_weights.weights_of(kept.folder, choice)
    if not are_finite(weights):
        raise InklingError(message("The run {run} has diverged.", run=kept.run))
    return _Subject(kept.run, records.outline(kept.folder).judged, weights)


def _cut_steps(subjects: Sequence[_Subject], orders: Sequence[Order | None]) -> "Iterator[CutStep]":
    from core.robustness.cut_curves import measure

    return measure([(it.config, it.weights) for it in subjects], orders)


def _attack_steps(subjects: Sequence[_Subject], attack: Attack) -> "Iterator[AttackStep]":
    from core.robustness.attack_curves import measure

    return measure([(it.config, it.weights) for it in subjects], attack)


def _print_cut(subject: _Subject, step: "CutStep", is_json: bool) -> None:
    model, is_rounded = subject.config.model, step.order is None
    size = kilobytes(model, bits=int(step.level)) if is_rounded else kilobytes(model, step.level)
    level = f"{step.level:.0f}" if is_rounded else f"{step.level:.0%}"
    name = NAMES[step.order]

    if is_json:
        _print_event(subject, name, step.level, step.accuracy, kilobytes=round(size, 3))
    else:
        print_line(f"{subject.run}  {name} {level}: {step.accuracy:.2%}, {size:,.0f} kB")


def _print_attack(subject: _Subject, step: "AttackStep", is_json: bool) -> None:
    if is_json:
        _print_event(subject, ATTACK, step.epsilon, step.accuracy)
    else:
        print_line(f"{subject.run}  {ATTACK} {step.epsilon:g}: {step.accuracy:.2%}")


def _print_event(
    subject: _Subject, test: str, level: float, accuracy: float | None, **more: float
) -> None:
    line = {"event": "robustness", "run": subject.run, "test": test, "level": level}
    print_json(line | {"accuracy": accuracy} | more)
