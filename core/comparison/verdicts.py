"""Verdicts: which of two networks is better, if a difference is shown, in numbers and words."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from core.comparison.outlook import ADVISED_SEEDS
from core.evaluation.power import MAX_SEEDS, variation_of
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
        seeds_needed: about how many seeds would show a difference of this size; None if this one
            is shown or is 0, with a single seed, and if no number of seeds would.
        diverged_a, diverged_b: with how many of the seeds each network diverged.
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
    seeds_needed: int | None = None
    diverged_a: int = 0
    diverged_b: int = 0
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


def verdict(
    paired: Paired, comparisons: int = 1, *, diverged_a: int = 0, diverged_b: int = 0
) -> Verdict:
    """Test which of the two is better, in so many comparisons in all; see `compare`.

    Args:
        diverged_a, diverged_b: with how many of the seeds each diverged.
    """
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
        seeds_needed=None if difference.is_shown else _seeds_needed(paired, comparisons),
        diverged_a=diverged_a,
        diverged_b=diverged_b,
        by_seed=tuple(map(float, of_a if is_a_ahead else -of_a)),
    )


def _seeds_needed(paired: Paired, comparisons: int) -> int | None:
    variation = variation_of(paired)
    difference = abs(float(paired.right_a.mean() - paired.right_b.mean()))
    if variation is None or not difference:
        return None
    needed = variation.seeds_needed(difference, comparisons)
    return None if needed is None else max(needed, ADVISED_SEEDS, len(paired.right_a) + 1)


def _is_a_ahead(only_a: float, only_b: float) -> bool:
    """Return whether the first of two networks reads more digits right, or as many."""
    return only_a >= only_b


def joint_note(comparisons: int, *, has_order: bool = True) -> Message | None:
    """Say for what the intervals of several comparisons hold; None for a single one.

    Args:
        has_order: whether the networks are ranked, too.
    """
    if comparisons < 2:
        return None
    if not has_order:
        return message(
            "All intervals hold together with 95%: they are corrected for {count} comparisons "
            "(Bonferroni).",
            count=comparisons,
        )
    return message(
        "All intervals hold together with 95%: they are corrected for {count} comparisons "
        "(Bonferroni), as is the order of the networks.",
        count=comparisons,
    )


def sentence(verdict: Verdict, titles: Mapping[str, str] | None = None) -> Message:
    """Put the verdict into words, and with it what it needs or leaves out.

    Args:
        titles: of the two networks, by their names in the verdict; by default the names themselves.
    """
    titles = titles or {}
    text = Message(_template(verdict).template, _values(verdict, titles))
    for name, diverged in ((verdict.a, verdict.diverged_a), (verdict.b, verdict.diverged_b)):
        if diverged:
            note = _divergence(titles.get(name, name), diverged, verdict.seeds)
            text = message("{verdict} {note}", verdict=text, note=note)
    return text


def _values(verdict: Verdict, titles: Mapping[str, str]) -> dict[str, object]:
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
        "needed": verdict.seeds_needed,
        "most_seeds": f"{MAX_SEEDS:,}",
    }
    if verdict.is_same_with_each_seed:
        values["least"] = percentage(min(verdict.by_seed))
        values["most"] = percentage(max(verdict.by_seed))
        values["odds"] = 2 ** (verdict.seeds - 1)
    return values


def _template(verdict: Verdict) -> Message:
    if verdict.seeds == 1:
        return _one_seed_template(verdict)
    if verdict.better is not None:
        return message(
            "{better} is more accurate than {other} by {points} percentage points "
            "(95% interval {low} to {high}, {seeds} seeds)."
        )
    if verdict.is_same_with_each_seed:
        return _same_direction_template(verdict)
    return _undecided_template(verdict)


def _one_seed_template(verdict: Verdict) -> Message:
    if verdict.better is not None:
        return message(
            "{better} is more accurate than {other} by {points} percentage points "
            "(95% interval {low} to {high}). "
            "With one seed this is known of these two networks only, not of their settings."
        )
    return message(
        "No difference is shown between {a} and {b}: "
        "{points} points (95% interval {low} to {high}). "
        "With one seed this is known of these two networks only, not of their settings."
    )


def _undecided_template(verdict: Verdict) -> Message:
    if verdict.seeds_needed is not None:
        return message(
            "No difference is shown between {a} and {b}: "
            "{points} points (95% interval {low} to {high}, {seeds} seeds); "
            "about {needed} seeds would show one of this size."
        )
    if verdict.difference > 0:
        return message(
            "No difference is shown between {a} and {b}: "
            "{points} points (95% interval {low} to {high}, {seeds} seeds); with these "
            "examples not even {most_seeds} seeds would show one of this size."
        )
    return message(
        "No difference is shown between {a} and {b}: "
        "{points} points (95% interval {low} to {high}, {seeds} seeds)."
    )


def _same_direction_template(verdict: Verdict) -> Message:
    """Choose the words for a difference that has one sign with each seed and is not shown.

    If neither network were better, k seeds would all favour the same one in one of 2^(k - 1)
    cases, the p-value of the sign test. The words name these odds while they explain the doubt.
    """
    is_explained_by_odds = 2.0 ** (1 - verdict.seeds) > ALPHA
    if is_explained_by_odds and verdict.seeds_needed is not None:
        return message(
            "{better} is ahead of {other} with each of the {seeds} seeds, by {least} to {most} "
            "points, but chance is not excluded: {seeds} seeds agree by chance in one of {odds} "
            "cases (mean {points}, 95% interval {low} to {high}); about {needed} seeds would "
            "show a difference of this size."
        )
    if verdict.seeds_needed is not None:
        return message(
            "{better} is ahead of {other} with each of the {seeds} seeds, by {least} to {most} "
            "points, but chance is not excluded (mean {points}, 95% interval {low} to {high}); "
            "about {needed} seeds would show a difference of this size."
        )
    return message(
        "{better} is ahead of {other} with each of the {seeds} seeds, by {least} to {most} "
        "points, but chance is not excluded (mean {points}, 95% interval {low} to {high}); with "
        "these examples not even {most_seeds} seeds would show a difference of this size."
    )


def _divergence(network: str, diverged: int, seeds: int) -> Message:
    if seeds == 1:
        return message(
            "{network} diverged, which counts as a network that only guesses.", network=network
        )
    return message(
        "{network} diverged with {count} of {seeds} seeds, which count as a network that only "
        "guesses.",
        network=network,
        count=diverged,
        seeds=seeds,
    )


def summary(
    verdict: Verdict, titles: Mapping[str, str] | None = None, *, names_both: bool = False
) -> Message:
    """Put the verdict into a few words, as for a heading; see `sentence`.

    Args:
        names_both: whether the other network is named too, as is needed among several.
    """
    text = _summary_template(verdict, names_both=names_both)
    return Message(text.template, _values(verdict, titles or {}))


def _summary_template(verdict: Verdict, *, names_both: bool) -> Message:
    if verdict.better is not None:
        if names_both:
            return message("{better} is better than {other} by {points} points")
        return message("{better} is better by {points} points")
    if verdict.is_same_with_each_seed:
        if names_both:
            return message(
                "{better} is ahead of {other} with each of the {seeds} seeds, by {least} to "
                "{most} points; chance is not excluded"
            )
        return message(
            "{better} is ahead with each of the {seeds} seeds, by {least} to {most} points; "
            "chance is not excluded"
        )
    return message("no difference is shown")
