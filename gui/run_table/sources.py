"""Runs as they are exported, shown or judged by others: as they were when that was asked for."""

import os
from dataclasses import replace

from core.config.choices import WeightsChoice
from core.export.source import Source, source_of
from core.run.record import RunRecord
from gui.runs.run_store import RunEntry


def copy_of(record: RunRecord) -> RunRecord:
    """Return a copy of a record that does not change while the run trains."""
    return replace(
        record,
        epochs=list(record.epochs),
        points=list(record.points),
        layers=list(record.layers),
        changes=list(record.changes),
    )


def source_for(entry: RunEntry, choice: WeightsChoice = WeightsChoice.LAST) -> Source:
    """Return what is to be exported of a run of the window."""
    return Source(entry.name, copy_of(entry.record), entry.folder, choice)


def as_kept(source: Source) -> Source:
    """Return a kept run as its folder holds it; an unkept one as it was at the request."""
    if source.folder is None or not os.path.isdir(source.folder):
        return replace(source, folder=None)
    return replace(source_of(source.folder, choice=source.choice), name=source.name)
