"""How long the table of runs takes to filter: ``python -m tests.benchmarks.filtering``.

Each key that is typed into the filter sets it once; the table has as many runs as some years of use
leave behind, each on its own or in comparisons of ten. The words keep all rows, every other row, a
few rows and none, and then go away again, letter by letter.
"""

import sys
import time
from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication, QLineEdit

from core.comparison.experiment import Experiment, Kind, Member
from core.comparison.kept.comparison import KeptComparison
from core.comparison.results import Results
from core.config.fields import with_values
from core.config.presets import preset
from core.run.events import EpochCompleted, RunStarted
from core.run.record import RunRecord
from core.storage.labels import Label
from gui.background.jobs import JobQueue
from gui.background.threads import Background
from gui.comparison.comparison import Comparison
from gui.comparison.comparisons import Comparisons
from gui.run_table.runs_table import RunsTable
from gui.runs.run_controller import RunController
from gui.runs.run_store import RunStore
from gui.runs.selection import Selection
from gui.style import theme
from tests.benchmarks.figures import Figure, at_most, tell

RUNS = 10_000
IN_GROUP = 10
SIZE = 1200, 320
MOST_MS = 100
TYPED = "even 00"  # every other run, then a few


def filled(runs: int) -> RunStore:
    """A store with that many runs of earlier windows, each with a result."""
    store, records = RunStore(), []
    for number in range(runs):
        config = with_values(preset("sigmoid").config, {"epochs": 1, "seed": number})
        run = f"20261101-{number // 3600:02}{number // 60 % 60:02}{number % 60:02}-mlp-{number:08}"
        record = RunRecord(run, config)
        record.apply(RunStarted(run, 1_000, "cpu", 1, 600, 1))
        share = 0.9 + 0.1 * number / runs
        cost = 1 - share
        record.apply(
            EpochCompleted(run, 1, cost, cost, share, share, None, 0.5, 1e5, 0.01, 0.5 + number)
        )
        name = f"{'odd' if number % 2 else 'even'} {number:05}"
        records.append((record, None, Label(name=name)))
    store.add_earlier(records)  # type: ignore[arg-type]
    return store


class EarlierComparisons(Comparisons):
    """Comparisons of an earlier window, of ten runs each, for all runs of a store."""

    def __init__(self, store: RunStore, background: Background) -> None:
        members = tuple(Member(name, preset(name).config) for name in ("sigmoid", "relu-dropout"))
        experiment = Experiment(members, tuple(range(IN_GROUP // len(members))))
        titles = {member.name: preset(member.name).title for member in members}
        runs = [entry.record.run for entry in store.entries()]
        self._made = []
        for first in range(0, len(runs), IN_GROUP):
            planned = dict(zip(runs[first : first + IN_GROUP], experiment.plan(), strict=True))
            kept = KeptComparison(
                f"{first}", datetime.now(UTC), Kind.COMPARISON, experiment, titles, None, planned
            )
            self._made.append(Comparison(kept, Results(experiment), store.get, is_earlier=True))
        super().__init__(store, RunController(store, background), JobQueue(background))

    def all(self) -> list[Comparison]:
        """Those that were made for the runs."""
        return self._made


def key_times(runs: int, are_grouped: bool) -> list[float]:
    """How long each letter of the filter takes, typed and then deleted, in milliseconds."""
    store, background = filled(runs), Background()
    comparisons = EarlierComparisons(store, background) if are_grouped else None
    table = RunsTable(store, Selection(), comparisons)
    table.resize(*SIZE)
    table.show()
    while not table.model.texts.are_read:  # read before anybody can type
        QApplication.processEvents()

    typed = [TYPED[:length] for length in range(1, len(TYPED) + 1)]
    times = []
    for text in [*typed, *reversed(typed[:-1]), ""]:
        start = time.perf_counter()
        table.findChild(QLineEdit, "filter").setText(text)
        QApplication.processEvents()
        times.append(1000 * (time.perf_counter() - start))
    table.close()
    background.close()
    return times


def figures() -> list[Figure]:
    """The first key, and the worst of the others."""
    app = QApplication(sys.argv[:1])
    theme.apply(app, theme.Scheme.LIGHT)
    results = []
    for are_grouped in (False, True):
        first, *others = key_times(RUNS, are_grouped)
        groups = f" in {RUNS // IN_GROUP:,} groups" if are_grouped else ""
        what = f"a key in the filter of {RUNS:,} runs{groups}"
        results += [
            at_most(f"{what}, the first", first, MOST_MS, "ms", ".0f"),
            at_most(f"{what}, the worst of the others", max(others), MOST_MS, "ms", ".0f"),
        ]
    return results


if __name__ == "__main__":
    tell(figures())
