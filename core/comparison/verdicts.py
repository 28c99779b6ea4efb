"""Verdicts: which of two networks is better, if that can be told, as numbers and in plain words."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evaluation.statistics import Interval, Method, Paired, compare
from core.messages import Message, message


@dataclass(frozen=True)
class Verdict:
    """Which of two networks is better, if that can be told.

    Attributes:
        better: the name of the better one; None if no difference is shown.
        difference: accuracy of the better minus that of the other, 0 to 1; of the one that read
            more digits right if none is shown to be better.
        interval: 95 % for that difference.
        test: how `p_value` was computed.
        seeds, digits: how many of each the verdict rests on.
        only_a, only_b: digits that only one of the two reads right, averaged over the seeds.
        digits_needed: as in `Difference`.
    """

    a: str
    b: str
    better: str | None
    difference: float
    interval: Interval
    p_value: float
    test: Method
    seeds: int
    digits: int
    only_a: float
    only_b: float
    digits_needed: int | None


def verdict(paired: Paired) -> Verdict:
    """Which of the two is better, if that can be told; see `compare`."""
    found = compare(paired)
    low, high = found.interval
    ahead = paired.a if found.value >= 0 else paired.b
    return Verdict(
        a=paired.a,
        b=paired.b,
        better=ahead if found.is_shown else None,
        difference=abs(found.value),
        interval=(low, high) if found.value >= 0 else (-high, -low),
        p_value=found.p_value,
        test=found.method,
        seeds=len(paired.right_a),
        digits=paired.right_a.shape[1],
        only_a=float((paired.right_a & ~paired.right_b).sum(axis=1).mean()),
        only_b=float((paired.right_b & ~paired.right_a).sum(axis=1).mean()),
        digits_needed=found.digits_needed,
    )


def sentence(verdict: Verdict, titles: Mapping[str, str] | None = None) -> Message:
    """The verdict in plain words.

    Args:
        titles: what to call the two, by their names in the verdict; without it they are called by
            these.
    """
    titles = titles or {}
    other = verdict.a if verdict.better == verdict.b else verdict.b
    low, high = verdict.interval
    said: dict[str, object] = {
        "a": titles.get(verdict.a, verdict.a),
        "b": titles.get(verdict.b, verdict.b),
        "better": titles.get(verdict.better or "", verdict.better),
        "other": titles.get(other, other),
        "points": _points(verdict.difference),
        "low": _points(low),
        "high": _points(high),
        "seeds": verdict.seeds,
    }
    if verdict.digits_needed is not None:
        said["more"] = f"{_rounded(verdict.digits_needed - verdict.digits):,}"
    template = _one_seed_sentence(verdict) if verdict.seeds == 1 else _seeds_sentence(verdict)
    return Message(template.template, said)


def _one_seed_sentence(verdict: Verdict) -> Message:
    if verdict.better is not None:
        return message(
            "{better} is more accurate than {other} by {points} percentage points (95 % interval {low} to {high}). "
            "With one seed this is known of these two networks only, not of their settings."
        )
    if verdict.digits_needed is not None:
        return message(
            "No difference is shown between {a} and {b}: {points} points ({low} to {high}, one seed); "
            "about {more} more test images would be needed."
        )
    return message(
        "No difference is shown between {a} and {b}: {points} points ({low} to {high}, one seed)."
    )


def _seeds_sentence(verdict: Verdict) -> Message:
    if verdict.better is not None:
        return message(
            "{better} is more accurate than {other} by {points} percentage points "
            "(95 % interval {low} to {high}, {seeds} seeds)."
        )
    if verdict.digits_needed is not None:
        return message(
            "No difference is shown between {a} and {b}: {points} points ({low} to {high}, {seeds} seeds); "
            "about {more} more test images or some more seeds would be needed."
        )
    if verdict.difference > 0:
        return message(
            "No difference is shown between {a} and {b}: {points} points ({low} to {high}, {seeds} seeds); "
            "more seeds would be needed."
        )
    return message(
        "No difference is shown between {a} and {b}: {points} points ({low} to {high}, {seeds} seeds)."
    )


def _points(share: float) -> str:
    text = f"{100 * share:.2f}"
    return text.replace("-", "−") if float(text) else "0.00"


def _rounded(count: int) -> int:
    """Two significant digits, upwards: 39,210 is about 40,000."""
    unit: int = 10 ** max(0, len(str(count)) - 2)
    return -(-count // unit) * unit


def read_by_one(paired: Paired) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The numbers of the test digits that, with the first seed, only `a` reads right, and that only `b` does."""
    a, b = paired.right_a[0], paired.right_b[0]
    return np.flatnonzero(a & ~b), np.flatnonzero(b & ~a)
