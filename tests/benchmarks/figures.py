"""What a benchmark says: a figure, what it is measured against, and whether it is good enough."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    Attributes:
        measured: with its unit.
        goal: what was aimed at; empty where there is no aim.
        is_met: None where there is no aim.
    """

    what: str
    measured: str
    goal: str = ""
    is_met: bool | None = None


def at_most(what: str, value: float, most: float, unit: str, form: str = ".2f") -> Figure:
    """A figure that should be small."""
    return Figure(what, f"{value:{form}} {unit}", f"at most {most:{form}}", value <= most)


def at_least(what: str, value: float, least: float, unit: str, form: str = ".2f") -> Figure:
    """A figure that should be large."""
    return Figure(what, f"{value:{form}} {unit}", f"at least {least:{form}}", value >= least)


def table(figures: Sequence[Figure]) -> str:
    """In Markdown; a goal that is missed says so."""
    lines = ["| what | measured | goal | |", "|---|---|---|---|"]
    for figure in figures:
        verdict = {None: "", True: "met", False: "**missed**"}[figure.is_met]
        lines.append(f"| {figure.what} | {figure.measured} | {figure.goal} | {verdict} |")
    return "\n".join(lines)


def tell(figures: Sequence[Figure]) -> None:
    """Print a table, or with ``--json`` one object a line, which
    `tests.benchmarks.report` reads.
    """
    is_json = "--json" in sys.argv
    print("\n".join(json.dumps(asdict(each)) for each in figures) if is_json else table(figures))  # noqa: T201


def told(lines: str) -> list[Figure]:
    """The figures in what `tell` printed."""
    return [Figure(**json.loads(line)) for line in lines.splitlines() if line.startswith("{")]
