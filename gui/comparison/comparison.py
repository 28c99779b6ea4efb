"""A comparison as the window knows it, and the names under which comparisons are listed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject

from core.comparison.experiment import Kind, PlannedRun
from core.comparison.grid_settings import named_together
from core.comparison.judgement import Judgement, preliminary
from core.comparison.kept.comparison import KeptComparison
from core.comparison.ladders.between import without_change
from core.comparison.results import Results
from core.comparison.run_status import RunStatus, excluded, no_verdict
from core.comparison.verdict_card import VerdictCard, verdict_card
from core.config import catalogue, presets
from core.config.data import DataConfig
from core.config.naming import run_name
from core.config.run import RunConfig
from core.messages import Message, message
from core.plain_text import printable
from gui.background.clusters import Cluster
from gui.runs.run_store import RunEntry
from gui.style.translation import translate

MAX_NAMED = 10  # networks in the name of a comparison, which stands in one line
INTRODUCTION = message(
    "Here you learn whether one network is really better than another: the same seeds, the same "
    "batches, the same test examples, and an interval for the difference.\n\n"
    "Compare in the toolbar races two networks once. A new comparison can use several seeds, climb "
    "the ladder from Sigmoid to ReLU + Dropout, or try a grid of settings."
)
FOREIGN = message(
    "This comparison came from elsewhere. It names runs of yours that were not trained for it: "
    "they are judged here, but they stay as they are, and are not listed below it."
)


@dataclass(eq=False)
class Comparison:
    """A comparison and its state; compared by identity. Only the GUI thread may use it.

    Attributes:
        kept: what is compared, as it is written to its file.
        results: the outcomes so far; jobs are given copies.
        find_run: returns a run by its id, or None if it is not here.
        is_earlier: whether an earlier window started it.
        is_namesake: whether another of this window, which was started before, has its name.
        ended: the runs that have ended in this window, judged or not yet.
        statuses: of the runs that are over and judged, or will never be, by id.
        latest: the judgement of the results so far.
        is_judging_requested: whether its runs are judged as they end; an earlier comparison is
            judged from when it is first shown.
        cluster: where its runs were or are trained; None if here, or by an earlier window.
    """

    kept: KeptComparison
    results: Results
    find_run: Callable[[str], RunEntry | None]
    is_earlier: bool = False
    is_namesake: bool = False
    ended: set[str] = field(default_factory=set)
    statuses: dict[str, RunStatus] = field(default_factory=dict)
    latest: Judgement = field(default_factory=Judgement)
    is_judging_requested: bool = False
    cluster: Cluster | None = None

    @property
    def runs(self) -> Mapping[str, PlannedRun]:
        """The planned runs, by id."""
        return self.kept.runs

    def open_test_set(self) -> None:
        """Have its networks judged by the test examples from now on; they are to be read again."""
        self.kept = self.kept.opened()
        self.results = Results(self.kept.experiment, is_sealed=False)
        self.latest, self.statuses = Judgement(), {}

    @property
    def cluster_file(self) -> Path | None:
        """The file of its cluster."""
        return None if self.cluster is None else self.cluster.file

    def replace_runs(self, runs: Mapping[str, PlannedRun]) -> None:
        """Replace the runs, by id; forget the statuses of those that are no longer among them."""
        self.kept = replace(self.kept, runs=runs)
        self.statuses = {run: status for run, status in self.statuses.items() if run in runs}

    @property
    def judgement(self) -> Judgement:
        """The judgement; while seeds are missing, only what these cannot turn over."""
        is_final = self.is_over or len(self.kept.experiment.seeds) == 1
        judgement = self.latest if is_final else preliminary(self.latest)
        seal = self.kept.seal
        if seal is None:
            return judgement
        return replace(judgement, is_sealed=self.kept.is_sealed, seal=seal)

    @property
    def is_over(self) -> bool:
        """Whether all its runs are over and judged."""
        return len(self.statuses) == len(self.runs)

    @property
    def has_steps(self) -> bool:
        """Whether it is a ladder: has a chart of what each step from a network to the next adds."""
        return self.kept.kind is Kind.LADDER and len(self.kept.titles) > 2

    @property
    def can_be_opened(self) -> bool:
        """Whether its test set is closed and could be opened; a tuning never looks at it."""
        return self.kept.is_sealed and self.kept.tuning is None

    @property
    def done(self) -> int:
        """How many runs are over, as the table of runs shows it; their judgement may follow."""
        return sum(run in self.ended or run in self.statuses for run in self.runs)

    def excluded(self) -> dict[RunStatus, int]:
        """Count the runs that are over and not judged, by status."""
        return excluded(self.statuses.values())

    def retrainable(self) -> list[str]:
        """List the runs that would count if they were trained to the end, or again."""
        return [run for run, status in self.statuses.items() if status.is_retrainable]

    def lacks(self, run: str) -> bool:
        """Return whether it names a run that does not count, or is not judged yet."""
        status = self.statuses.get(run)
        return run in self.runs and (status is None or not status.is_counted)

    def stopped(self) -> list[RunEntry]:
        """List the runs of its own that can go on where they were stopped, on this machine."""
        return [
            entry
            for entry in self.own_runs()
            if self.statuses.get(entry.record.run) is RunStatus.UNFINISHED
            and entry.can_go_on
            and self.cluster is None
        ]

    def card(self) -> VerdictCard | None:
        """Return the verdict as a card; None while there is none."""
        return verdict_card(self.judgement, self.short_titles(), len(self.kept.experiment.seeds))

    def reason_without_verdict(self) -> Message | None:
        """Return why there is no verdict although the comparison is over; None otherwise."""
        if self.kept.design is not None or not self.is_over:
            return None
        if not self.judgement.verdicts:
            return no_verdict(self.statuses.values(), can_be_paired=self.results.can_be_paired)
        if self.kept.kind is Kind.LADDER and self.card() is None:
            return message(
                "No seed was completed by both the first and the last network: no verdict on the "
                "ladder as a whole."
            )
        return None

    def config_of(self, name: str) -> RunConfig:
        """Return a network's config, by its name in the experiment."""
        members = self.kept.experiment.members
        return next(member.config for member in members if member.name == name)

    def judged_runs(self) -> list[str]:
        """List the runs whose digits are shown: those with the first seed that both completed."""
        seed = next(iter(self.judgement.p_values), None)
        return [run for run, planned in self.runs.items() if planned.seed == seed]

    def own_runs(self) -> list[RunEntry]:
        """Return the runs that are here and were trained for it, in its order."""
        name = self.kept.name
        return [
            entry
            for entry in map(self.find_run, self.runs)
            if entry is not None and entry.record.belongs_to(name)
        ]

    def titles(self) -> dict[str, str]:
        """Return all networks' titles, translated, by their names in the experiment.

        They may come from somebody else; charts paint them as they are.
        """
        return shown(self.network_titles())

    def short_titles(self) -> dict[str, str]:
        """Map names to titles like `titles`, where the last of a ladder has its own name only."""
        titles = self.network_titles()
        return shown({name: without_change(title) for name, title in titles.items()})

    def network_titles(self) -> dict[str, Message]:
        """Return the networks' titles, by their names in the experiment.

        A network whose runs the user gave a name has that name. Those of ladders, grids and
        tunings keep their titles, which say what changes from one to the next.
        """
        kept = dict(self.kept.titles)
        given = self._given_titles() if self.kept.kind is Kind.COMPARISON else {}
        if not given:
            return kept
        titles = kept | given
        return titles if len(set(shown(titles).values())) == len(titles) else kept

    def _given_titles(self) -> dict[str, Message]:
        """Return titles for those networks all of whose runs were given the same name."""
        own = self.own_runs()
        if not any(entry.given_name for entry in own):
            return {}  # as of most comparisons, all of which are named whenever runs are found

        runs: dict[str, list[RunEntry]] = {}
        for entry in own:
            runs.setdefault(self.runs[entry.record.run].member, []).append(entry)
        titles = {}
        for member, (first, *others) in runs.items():
            if first.given_name and all(one.given_name == first.given_name for one in others):
                # the number tells the runs of one network apart
                number = 1 if others else first.number
                titles[member] = run_name(first.record.config, first.given_name, number)
        return titles


def shown(titles: Mapping[str, Message]) -> dict[str, str]:
    """Return titles as they are shown, by their networks' names."""
    return {name: printable(translate(title)) for name, title in titles.items()}


def dated(name: str, made: datetime) -> str:
    """Return a name with when what it stands for was made, as names recur."""
    return f"{name} · {made.astimezone():%m-%d %H:%M}"


class ComparisonNames(QObject):
    """Names comparisons in the language of the window.

    Args:
        is_foreign: see `Comparisons`.
    """

    def __init__(
        self, is_foreign: Callable[[Comparison], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._is_foreign = is_foreign

    def dated(self, comparison: Comparison) -> str:
        """Add to the name of a comparison when it was made, if there was one of this name before.

        So it is with those of earlier windows. One that came from elsewhere is named so.
        """
        name = self.of(comparison)
        if not (comparison.is_earlier or comparison.is_namesake):
            return name
        if self._is_foreign(comparison):
            name = self.tr("{comparison} · imported").format(comparison=name)
        return dated(name, comparison.kept.made)

    def of(self, comparison: Comparison) -> str:
        """Return a comparison's networks, or what its grid varies, and how many seeds it has.

        Data other than the usual ones are named, as in the names of runs.
        """
        seeds = self.tr("%n seed(s)", "", len(comparison.kept.experiment.seeds))
        grid, tuning = comparison.kept.grid, comparison.kept.tuning
        if grid is not None:
            names = named_together((axis.path for axis in grid.axes), translate)
        elif tuning is not None:
            titles = [*tuning.network_titles(comparison.kept.titles).values()]
            ends = f"{translate(titles[0])} … {translate(titles[-1])}"
            names = self.tr("Learning rates of {networks}").format(networks=ends)
        else:
            names = self._of_networks(comparison)
        dataset = comparison.kept.experiment.members[0].config.data.dataset  # that of all of them
        if dataset != DataConfig().dataset:
            data = printable(translate(catalogue.title(dataset)))
            names = names if data in names else f"{names} · {data}"
        return self.tr("{networks}, {seeds}").format(networks=names, seeds=seeds)

    def _of_networks(self, comparison: Comparison) -> str:
        """Return the networks, how the ladder between them is climbed, and whether it is tuned.

        Of very many only the ends are named: all comparisons are, whenever one of them is listed.
        """
        experiment, titles = comparison.kept.experiment, comparison.network_titles()
        if experiment.has_all_orders:
            text = self.tr("{first} → {last}, all orders")
        elif experiment.names == presets.LADDER:
            tuned, fixed = self.tr("The tuned ladder"), self.tr("The ladder")
            return tuned if experiment.rates_tried > 1 else fixed
        elif comparison.kept.kind is Kind.LADDER:
            text = "{first} → {last}"
        elif len(titles) > MAX_NAMED:
            text = "{first} / … / {last}"
        else:
            return " / ".join(shown(titles).values())
        ends = {"first": titles[experiment.names[0]], "last": titles[experiment.names[-1]]}
        return text.format(**shown({end: without_change(title) for end, title in ends.items()}))
