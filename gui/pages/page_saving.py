"""Saves pages for a browser: a report about a comparison, or a page on which networks answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.comparison.caveats import caveats
from core.comparison.judgement import Judgement, judge
from core.comparison.results import Results
from core.export import formats as exports
from core.export.formats import MAX_ON_PAGE, Exported, Format
from core.export.report_contents import Network, Report, report_of
from core.export.source import Source
from core.messages import message
from core.run.record import RunRecord
from core.storage import records as runs
from gui.comparison.comparison import Comparison, ComparisonNames
from gui.run_table.sources import as_kept, copy_of
from gui.run_table.transfer import Transfer
from gui.runs.run_store import RunStore
from gui.style.translation import translate
from gui.widgets.notice_bar import Subject


class PageSaving(QObject):
    """Asks for a path and writes a page, in a job.

    Args:
        transfer: writes the files, and reports what was written and what failed.
        window: the parent of the dialogs.
    """

    def __init__(self, store: RunStore, transfer: Transfer, window: QWidget) -> None:
        super().__init__(window)
        self._store = store
        self._transfer = transfer
        self._names = ComparisonNames(lambda _comparison: False, self)

    def ask_report(self, comparison: Comparison | None) -> None:
        """Ask for a path for a report about a comparison."""
        if not self._has_runs(comparison):
            return
        assert comparison is not None
        self._transfer.ask_path(
            self.tr("Save comparison as report"),
            self._names.of(comparison),
            Format.HTML.suffix,
            partial(self.write_report, comparison),
        )

    def write_report(self, comparison: Comparison, path: Path) -> None:
        """Write the report; an existing file is replaced."""
        results = comparison.results.copy() if comparison.kept.design is not None else None
        networks, folders = self._networks(comparison), self._folders(comparison.runs)
        report = report_of(networks, comparison.judgement, comparison.kept.grid)
        work = partial(_write_report, report, results, folders, path)
        self._transfer.submit(work, path, message("Making the report {file}…", file=path.name))

    def ask_page(self, comparison: Comparison | None) -> None:
        """Ask for a path for a page on which a comparison's networks answer."""
        if not self._has_runs(comparison):
            return
        assert comparison is not None
        titles = [network.title for network in self._on_page(comparison)]
        self._transfer.ask_path(
            self.tr("Save as page"),
            " ".join(titles),
            Format.PAGE.suffix,
            partial(self.write_page, comparison),
        )

    def write_page(self, comparison: Comparison, path: Path) -> None:
        """Write a page about the networks of the verdict; an existing file is replaced."""
        networks, judgement = self._on_page(comparison), comparison.judgement
        count = len(comparison.titles())
        if len(networks) < count:
            experiment, names = comparison.kept.experiment, {one.name for one in networks}
            members = tuple(member for member in experiment.members if member.name in names)
            pair = replace(experiment, members=members, has_all_orders=False)
            left_out = message("These are two of the {count} networks compared.", count=count)
            judgement = Judgement(
                judgement.verdicts[-1:],
                seeds=judgement.seeds,
                caveats=(left_out, *caveats(pair, is_sealed=judgement.is_sealed)),
                is_sealed=judgement.is_sealed,
                seal=judgement.seal,
            )
        self._submit_page(Report(networks, judgement), path)

    def ask_page_of_runs(self, chosen: Sequence[str]) -> None:
        """Ask for a path for a page on which one to three runs answer."""
        entries = [entry for entry in map(self._store.get, chosen) if entry is not None]
        if not 1 <= len(entries) <= MAX_ON_PAGE:
            self._transfer.failed.emit(
                message("Select one to three runs in the table of runs to save them as a page."),
                Subject.SELECTION,
            )
            return
        networks = [
            Network(entry.record.run, entry.name, (copy_of(entry.record),)) for entry in entries
        ]
        self._transfer.ask_path(
            self.tr("Save as page"),
            " ".join(entry.name for entry in entries),
            Format.PAGE.suffix,
            partial(self._submit_page, Report(networks, are_picked=True)),
        )

    def _submit_page(self, report: Report, path: Path) -> None:
        records = [record for network in report.networks for record in network.records]
        folders = self._folders(record.run for record in records)
        work = partial(_write_page, report, folders, path)
        self._transfer.submit(work, path, message("Making the page {file}…", file=path.name))

    def _has_runs(self, comparison: Comparison | None) -> bool:
        """Return whether there is something to write about; report if there is nothing."""
        if comparison is not None and self._networks(comparison):
            return True
        self._transfer.failed.emit(
            message("There is no comparison yet; Compare in the toolbar starts one."), None
        )
        return False

    def _on_page(self, comparison: Comparison) -> list[Network]:
        """Return the networks that answer on a page: all, or of many those of the verdict."""
        networks = self._networks(comparison)
        if len(networks) <= MAX_ON_PAGE or not comparison.judgement.verdicts:
            return networks
        last = comparison.judgement.verdicts[-1]
        return [network for network in networks if network.name in (last.a, last.b)]

    def _networks(self, comparison: Comparison) -> list[Network]:
        """Return the comparison's networks with those of their runs that are still here."""
        records: dict[str, list[RunRecord]] = {}
        for run, planned in comparison.runs.items():
            entry = self._store.get(run)
            if entry is not None:
                records.setdefault(planned.member, []).append(copy_of(entry.record))
        return [
            Network(name, title, records[name])
            for name, title in comparison.titles().items()
            if name in records
        ]

    def _folders(self, chosen: Iterable[str]) -> dict[str, Path | None]:
        return {
            entry.record.run: entry.folder
            for entry in map(self._store.get, chosen)
            if entry is not None
        }


def _write_report(
    report: Report,
    unjudged: Results | None,
    folders: Mapping[str, Path | None],
    path: Path,
) -> Exported:
    """Write a report, in a job; a grid's results are judged for it, but without verdicts."""
    _fill(report.networks, folders)
    if unjudged is not None:
        cells, best = report.judgement.cells, report.judgement.best
        judged = replace(judge(unjudged), verdicts=(), steps=(), whole=None, caveats=())
        report = replace(report, judgement=replace(judged, cells=cells, best=best))
    return exports.write_report(report, path, translate)


def _write_page(report: Report, folders: Mapping[str, Path | None], path: Path) -> Exported:
    """Write a page, in a job; of each network the first run answers."""
    _fill(report.networks, folders)
    sources = [
        as_kept(Source(network.title, network.records[0], folders.get(network.records[0].run)))
        for network in report.networks
    ]
    return exports.write_page(report, sources, path, translate)


def _fill(networks: Sequence[Network], folders: Mapping[str, Path | None]) -> None:
    """Read the curves of earlier windows' runs, if they have not been read."""
    for network in networks:
        for record in network.records:
            folder = folders.get(record.run)
            if folder is not None and record.last is not None and not record.epochs:
                record.epochs, record.points = runs.read_epochs(folder), runs.read_points(folder)
