"""The outlook on a comparison: what so many seeds would show, for the window and the command."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.evaluation.power import MAX_SEEDS, Variation
from core.messages import Message, message
from core.number_text import percentage

PILOT_SEEDS = 3  # that are trained first where nothing is kept
ADVISED_SEEDS = 5  # fewer estimate poorly how much seeds vary: t is 12.7 for two, 2.8 for five


@dataclass(frozen=True)
class Outlook:
    """What a comparison of two networks would show, judging by runs that are kept.

    Attributes:
        a, b: the names of the two.
        seeds: of their kept runs, in order.
        comparisons: how many are made in all.
        difference: between the accuracies of the kept runs, averaged over the seeds, 0 to 1.
        variation: of that difference; None with fewer than two seeds, which tell nothing.
    """

    a: str
    b: str
    seeds: tuple[int, ...]
    comparisons: int = 1
    difference: float = 0.0
    variation: Variation | None = None

    def smallest_shown(self, seeds: int) -> float | None:
        """Return the smallest difference that so many seeds show; see `Variation`."""
        if self.variation is None:
            return None
        return self.variation.smallest_shown(seeds, self.comparisons)

    @property
    def seeds_needed(self) -> int | None:
        """How many seeds show a difference as large as that of the kept runs; None if none do."""
        if self.variation is None or not self.difference:
            return None
        return self.variation.seeds_needed(self.difference, self.comparisons)

    @property
    def sentence(self) -> Message:
        """How many seeds show the difference of the kept runs, in words."""
        values: dict[str, object] = {
            "points": percentage(self.difference),
            "seeds": len(self.seeds),
            "needed": self.seeds_needed,
            "most_seeds": f"{MAX_SEEDS:,}",
        }
        text = message(
            "The {seeds} kept seeds differ by {points} points; not even {most_seeds} seeds would "
            "show that."
        )
        if self.seeds_needed is not None:
            text = message(
                "The {seeds} kept seeds differ by {points} points; about {needed} seeds show as "
                "much in four of five comparisons."
            )
        return Message(text.template, values)


def missing_pilot(a: str, b: str) -> Message:
    """Say what to do where too little is kept to estimate anything."""
    return message(
        "Two seeds or more of {a} and {b} must be kept with these very settings to plan by; train "
        "{count} seeds of both first.",
        a=a,
        b=b,
        count=PILOT_SEEDS,
    )


def advice(seeds: int, outlooks: Sequence[Outlook]) -> Message:
    """Say what so many seeds would show.

    Args:
        outlooks: on every two networks that get a verdict; empty while they are not known.
    """
    if seeds < 2:
        return message(
            "With one seed the verdict is on these networks only, not on their settings."
        )
    if not outlooks or any(outlook.variation is None for outlook in outlooks):
        return _general_advice(seeds)

    smallest = [outlook.smallest_shown(seeds) for outlook in outlooks]
    known = [one for one in smallest if one is not None]
    pilot = min(len(outlook.seeds) for outlook in outlooks)
    if len(known) < len(smallest):
        return message(
            "{seeds} seeds would show no difference, however large: by the {pilot} kept seeds the "
            "networks vary too much.",
            seeds=seeds,
            pilot=pilot,
        )
    return message(
        "{seeds} seeds show differences of {points} points or more, in four of five comparisons; "
        "estimated from {pilot} kept seeds.",
        seeds=seeds,
        points=percentage(max(known)),
        pilot=pilot,
    )


def _general_advice(seeds: int) -> Message:
    """Return what can be known about two seeds or more before any of the networks is trained."""
    if seeds < ADVISED_SEEDS:
        return message(
            "With fewer than {advised} seeds, only a large difference can be distinguished from "
            "chance. Once each of these networks has been trained with two seeds, the smallest "
            "such difference is estimated here.",
            advised=ADVISED_SEEDS,
        )
    return message(
        "The more seeds, the smaller the differences that can be distinguished from chance. Once "
        "each of these networks has been trained with two seeds, the smallest such difference is "
        "estimated here."
    )
