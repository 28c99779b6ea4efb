"""The verdict at a glance, as numbers and texts; the window and the report draw it from here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from core.comparison.judgement import Judgement
from core.comparison.verdicts import Verdict, joint_note, sentence, summary
from core.evaluation.statistics import Interval
from core.messages import Message, message
from core.number_text import p_value_text, percentage, signed_points
from core.plain_text import printable

UNIT = message("percentage points")
MARGIN = 0.06  # of the axis, at both ends


@dataclass(frozen=True)
class VerdictCard:
    """The verdict on two networks.

    Attributes:
        ahead, behind: the names of the network with the higher accuracy, and of the other.
        ahead_title, behind_title: their titles, translated, each on one line.
        is_shown: whether the one ahead is shown to be better.
        is_same_with_each_seed: whether it is ahead with each of several seeds.
        difference: its accuracy minus the other's, averaged over the seeds, 0 to 1.
        interval: 95 %, for the difference.
        by_seed: the difference for each seed, -1 to 1, by seed.
        planned_seeds: how many were to be trained.
        sentence: the verdict in words.
        summary: the same in a few words.
    """

    ahead: str
    behind: str
    ahead_title: str
    behind_title: str
    is_shown: bool
    is_same_with_each_seed: bool
    difference: float
    interval: Interval
    by_seed: Mapping[int, float]
    planned_seeds: int
    sentence: Message
    summary: Message

    @property
    def number(self) -> str:
        """The difference in percentage points, without the unit: ``0.61``."""
        return percentage(self.difference)

    @property
    def headline(self) -> Message:
        """The verdict in one short sentence; how many seeds it rests on is part of it."""
        if self.is_shown:
            return message("{verdict} ({seeds}).", verdict=self.summary, seeds=self.seeds)
        if self.is_same_with_each_seed:
            return message("{verdict}.", verdict=self.summary)
        return message(
            "No difference is shown between {a} and {b}.",
            a=self.ahead_title,
            b=self.behind_title,
        )

    @property
    def seeds(self) -> Message:
        """How many seeds there are, and of how many."""
        count = len(self.by_seed)
        if count < self.planned_seeds:
            return message("{count} of {planned} seeds", count=count, planned=self.planned_seeds)
        return message("one seed") if count == 1 else message("{count} seeds", count=count)

    @property
    def directions(self) -> tuple[str, str]:
        """Which network is ahead to the left and to the right of zero."""
        return f"← {self.behind_title}", f"{self.ahead_title} →"

    @property
    def description(self) -> str:
        """The plot for screen readers, numbers only: difference, interval and each seed."""
        low, high = map(signed_points, self.interval)
        seeds = "; ".join(f"{seed}: {signed_points(one)}" for seed, one in self.by_seed.items())
        return f"{self.number} ({low} … {high}); {seeds}"

    @property
    def limits(self) -> Interval:
        """The ends of the axis, which holds zero, the interval and every seed."""
        values = (0.0, *self.interval, *self.by_seed.values())
        low, high = min(values), max(values)
        room = MARGIN * (high - low) or 0.001  # nothing differs: any axis around zero
        return low - room, high + room

    def position(self, difference: float) -> float:
        """Return where a difference is on the axis: 0 at its left end, 1 at its right."""
        low, high = self.limits
        return (difference - low) / (high - low)

    def axis_labels(
        self, length: float, width_of: Callable[[str], float]
    ) -> list[tuple[float, str]]:
        """Return zero and the ends of the interval, as far as they do not overlap.

        Where one end would be left out, both stand in one label around the mean, or else the mean
        alone: a single end next to the mean reads as the mean's value.

        Args:
            length: of the axis.
            width_of: measures a text, in the same unit.

        Returns:
            The middle and the text of each label; all lie within the axis.
        """
        zero = [(0.0, "0")]
        ends = [(end, signed_points(end)) for end in self.interval]
        labels = self._separate([*zero, *ends], length, width_of)
        if len(labels) == 1 + len(ends):
            return labels
        both = " … ".join(text for _, text in ends)
        for text in (both, signed_points(self.difference)):
            labels = self._separate([*zero, (self.difference, text)], length, width_of)
            if len(labels) > 1:
                return labels
        return labels

    def _separate(
        self,
        texts: Sequence[tuple[float, str]],
        length: float,
        width_of: Callable[[str], float],
    ) -> list[tuple[float, str]]:
        """Return the texts within the axis that do not overlap an earlier one."""
        labels: list[tuple[float, str]] = []
        for value, text in texts:
            half = width_of(text) / 2
            middle = min(max(self.position(value) * length, half), length - half)
            gap = width_of("0")
            if all(abs(middle - at) >= half + width_of(other) / 2 + gap for at, other in labels):
                labels.append((middle, text))
        return labels


def verdict_card(
    judgement: Judgement, titles: Mapping[str, str], planned_seeds: int
) -> VerdictCard | None:
    """Describe the last verdict, which of several networks is on the first and the last.

    Args:
        titles: of the networks, by name.

    Returns:
        The card; None while there is no verdict, or of several networks none on these two.
    """
    if not judgement.verdicts:
        return None
    verdict, members = judgement.verdicts[-1], [*titles]
    if len(members) > 2 and {verdict.a, verdict.b} != {members[0], members[-1]}:
        return None
    names = verdict.ahead, verdict.behind
    one_line = {name: printable(titles.get(name, name)) for name in names}
    return VerdictCard(
        ahead=verdict.ahead,
        behind=verdict.behind,
        ahead_title=one_line[verdict.ahead],
        behind_title=one_line[verdict.behind],
        is_shown=verdict.better is not None,
        is_same_with_each_seed=verdict.is_same_with_each_seed,
        difference=verdict.difference,
        interval=verdict.interval,
        by_seed=dict(zip(judgement.seeds, verdict.by_seed, strict=True)),
        planned_seeds=planned_seeds,
        sentence=_sealed(sentence(verdict, titles), judgement.seal),
        summary=summary(verdict, one_line, names_both=len(members) > 2),
    )


def further(judgement: Judgement, card: VerdictCard | None) -> Sequence[Verdict]:
    """Return the verdicts that the card does not show."""
    return judgement.verdicts if card is None else judgement.verdicts[:-1]


def _sealed(verdict: Message, seal: Message | None) -> Message:
    """Add to a verdict what examples judged the networks."""
    if seal is None:
        return verdict
    return message("{verdict} {note}", verdict=verdict, note=seal)


def remarks(judgement: Judgement, titles: Mapping[str, str]) -> list[Message]:
    """Return what the verdicts omit: the order, what intervals allow for, and p-values by seed."""
    tiers, p_values = judgement.tiers, judgement.p_values
    texts = []
    if len(titles) > 2 and len(tiers) > 1:
        order = " > ".join(" · ".join(titles[name] for name in names) for names in tiers)
        texts.append(message("{order}   (networks joined by a dot are not ranked)", order=order))

    note = joint_note(judgement.comparisons, has_order=bool(tiers)) if judgement.verdicts else None
    if note is not None:
        texts.append(note)
    texts += judgement.caveats

    if len(p_values) > 1:
        listed = " · ".join(
            f"{seed}: {p_value_text(p_value)}" for seed, p_value in p_values.items()
        )
        texts.append(
            message("McNemar's exact test for each seed alone: {p_values}", p_values=listed)
        )
    return texts
