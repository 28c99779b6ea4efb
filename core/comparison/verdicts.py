"""Verdicts: which of two networks is better, if a difference is shown, in numbers and words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from core.evaluation.statistics import ALPHA, Interval, Method, Paired, compare
from core.messages import Message, message
from core.number_text import percentage


@dataclass(frozen=True)
class Verdict:
    """The better one of two networks, if a difference is shown.

    Attributes:
        better: the name of the better one; None if no difference is shown.
        difference: accuracy of the better minus that of the other, 0 to 1; if none is shown to be
            better, of the one that reads more digits right.
        interval: 95 % for that difference.
        test: the method that gives `p_value`.
        seeds, digits: the numbers of seeds and of test digits.
        only_a, only_b: how many digits only one of the two reads right, averaged over the seeds.
        digits_needed: as in `Difference`.
        by_seed: the difference with each seed, in order, with the sign of `difference`.
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
    by_seed: tuple[float, ...] = ()

    @property
    def ahead(self) -> str:
        """The network that reads more test digits right, shown to be better or not."""
        return self.a if _is_a_ahead(self.only_a, self.only_b) else self.b

    @property
    def behind(self) -> str:
        """The other network."""
        return self.b if self.ahead == self.a else self.a

    @property
    def is_same_with_each_seed(self) -> bool:
        """Whether one network is ahead with each of several seeds."""
        return len(self.by_seed) > 1 and min(self.by_seed) > 0

    def as_json(self) -> dict[str, object]:
        """Return what the command line prints, by key."""
        return {key: value for key, value in asdict(self).items() if key != "by_seed"}


def verdict(paired: Paired, comparisons: int = 1) -> Verdict:
    """Test which of the two is better, in so many comparisons in all; see `compare`."""
    difference = compare(paired, comparisons)
    low, high = difference.interval
    only_a = float((paired.right_a & ~paired.right_b).sum(axis=1).mean())
    only_b = float((paired.right_b & ~paired.right_a).sum(axis=1).mean())
    is_a_ahead = _is_a_ahead(only_a, only_b)
    ahead = paired.a if is_a_ahead else paired.b
    of_a = paired.right_a.mean(axis=1) - paired.right_b.mean(axis=1)

    return Verdict(
        a=paired.a,
        b=paired.b,
        better=ahead if difference.is_shown else None,
        difference=abs(difference.value),
        interval=(low, high) if is_a_ahead else (-high, -low),
        p_value=difference.p_value,
        test=difference.method,
        seeds=len(paired.right_a),
        digits=paired.right_a.shape[1],
        only_a=only_a,
        only_b=only_b,
        digits_needed=difference.digits_needed,
        by_seed=tuple(map(float, of_a if is_a_ahead else -of_a)),
    )


def _is_a_ahead(only_a: float, only_b: float) -> bool:
    """Return whether the first of two networks reads more digits right, or as many."""
    return only_a >= only_b


def joint_note(comparisons: int) -> Message | None:
    """Say for what the intervals of several comparisons hold; None for a single one."""
    if comparisons < 2:
        return None
    return message(
        "All intervals hold together with 95 %: they are corrected for {count} comparisons "
        "(Bonferroni), as is the order of the networks.",
        count=comparisons,
    )


def sentence(verdict: Verdict, titles: Mapping[str, str] | None = None) -> Message:
    """Put the verdict into words.

    Args:
        titles: of the two networks, by their names in the verdict; by default the names themselves.
    """
    titles = titles or {}
    low, high = verdict.interval
    values: dict[str, object] = {
        "a": titles.get(verdict.a, verdict.a),
        "b": titles.get(verdict.b, verdict.b),
        "better": titles.get(verdict.ahead, verdict.ahead),
        "other": titles.get(verdict.behind, verdict.behind),
        "points": percentage(verdict.difference),
        "low": percentage(low),
        "high": percentage(high),
        "seeds": verdict.seeds,
    }
    if verdict.is_same_with_each_seed:
        values["least"] = percentage(min(verdict.by_seed))
        values["most"] = percentage(max(verdict.by_seed))
        values["odds"] = 2 ** (verdict.seeds - 1)
    if verdict.digits_needed is not None:
        values["more"] = f"{_rounded(verdict.digits_needed - verdict.digits):,}"

    template = _one_seed_template(verdict) if verdict.seeds == 1 else _seeds_template(verdict)
    return Message(template.template, values)


def _one_seed_template(verdict: Verdict) -> Message:
    if verdict.better is not None:
        return message(
            "{better} is more accurate than {other} by {points} percentage points "
            "(95 % interval {low} to {high}). "
            "With one seed this is known of these two networks only, not of their settings."
        )

    if verdict.digits_needed is not None:
        return message(
            "No difference is shown between {a} and {b}: "
            "{points} points (95 % interval {low} to {high}, one seed); "
            "about {more} more test examples would be needed."
        )

    return message(
        "No difference is shown between {a} and {b}: "
        "{points} points (95 % interval {low} to {high}, one seed)."
    )


def _seeds_template(verdict: Verdict) -> Message:
    if verdict.better is not None:
        return message(
            "{better} is more accurate than {other} by {points} percentage points "
            "(95 % interval {low} to {high}, {seeds} seeds)."
        )
    if verdict.is_same_with_each_seed:
        return _same_direction_template(verdict)

    if verdict.digits_needed is not None:
        return message(
            "No difference is shown between {a} and {b}: "
            "{points} points (95 % interval {low} to {high}, {seeds} seeds); "
            "about {more} more test examples or some more seeds would be needed."
        )

    if verdict.difference > 0:
        return message(
            "No difference is shown between {a} and {b}: "
            "{points} points (95 % interval {low} to {high}, {seeds} seeds); "
            "more seeds would be needed."
        )

    return message(
        "No difference is shown between {a} and {b}: "
        "{points} points (95 % interval {low} to {high}, {seeds} seeds)."
    )


def _same_direction_template(verdict: Verdict) -> Message:
    """Choose the words for a difference that has one sign with each seed and is not shown.

    If neither network were better, k seeds would all favour the same one in one of 2^(k - 1)
    cases, the p-value of the sign test. The words name these odds while they explain the doubt.
    """
    if 2.0 ** (1 - verdict.seeds) > ALPHA:
        if verdict.digits_needed is not None:
            return message(
                "{better} is ahead of {other} with each of the {seeds} seeds, by {least} to {most} "
                "points, but chance is not excluded: {seeds} seeds agree by chance in one of "
                "{odds} cases (mean {points}, 95 % interval {low} to {high}); about {more} more "
                "test examples or some more seeds would be needed."
            )
        return message(
            "{better} is ahead of {other} with each of the {seeds} seeds, by {least} to {most} "
            "points, but chance is not excluded: {seeds} seeds agree by chance in one of {odds} "
            "cases (mean {points}, 95 % interval {low} to {high}); more seeds would decide."
        )

    if verdict.digits_needed is not None:
        return message(
            "{better} is ahead of {other} with each of the {seeds} seeds, by {least} to {most} "
            "points, but chance is not excluded (mean {points}, 95 % interval {low} to {high}); "
            "about {more} more test examples or some more seeds would be needed."
        )
    return message(
        "{better} is ahead of {other} with each of the {seeds} seeds, by {least} to {most} "
        "points, but chance is not excluded (mean {points}, 95 % interval {low} to {high}); "
        "more seeds would decide."
    )


def summary(verdict: Verdict, titles: Mapping[str, str] | None = None) -> Message:
    """Put the verdict into a few words, as for a heading; see `sentence`."""
    network = (titles or {}).get(verdict.ahead, verdict.ahead)
    if verdict.better is not None:
        return message(
            "{network} is better by {points} points",
            network=network,
            points=percentage(verdict.difference),
        )

    if verdict.is_same_with_each_seed:
        return message(
            "{network} is ahead with each of the {seeds} seeds, by {least} to {most} points; "
            "chance is not excluded",
            network=network,
            seeds=verdict.seeds,
            least=percentage(min(verdict.by_seed)),
            most=percentage(max(verdict.by_seed)),
        )
    return message("no difference is shown")


def _rounded(count: int) -> int:
    """Round up to two significant digits: 39,210 becomes 40,000."""
    unit: int = 10 ** max(0, len(str(count)) - 2)
    return -(-count // unit) * unit
