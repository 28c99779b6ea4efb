"""A run, carried away: as a program, as weights for others, as numbers, as a whole."""

import json
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from safetensors.numpy import save as pack_tensors

from core.config import presets
from core.config.choices import Which
from core.config.run import RunConfig
from core.config.settings_text import settings_text
from core.errors import ExportError, RunFolderError
from core.export.epochs_csv import csv_of
from core.export.report_contents import Network, Report
from core.files import replace_file
from core.messages import Message, message
from core.network.weights import Weights
from core.run.record import RunRecord
from core.storage import best_weights, labels, layout
from core.storage import records as runs

Translate = Callable[[Message], str]


class Format(StrEnum):
    """What a run can be carried away as."""

    SCRIPT = "script"
    SETTINGS = "settings"
    ONNX = "onnx"
    SAFETENSORS = "safetensors"
    TENSORBOARD = "tensorboard"
    CSV = "csv"
    ZIP = "zip"
    HTML = "html"

    @property
    def suffix(self) -> str:
        """Of the file, with its dot; empty for a folder."""
        others = {Format.SCRIPT: ".py", Format.SETTINGS: ".json", Format.TENSORBOARD: ""}
        return others.get(self, f".{self.value}")

    @property
    def about(self) -> Message:
        """What it is good for."""
        return _ABOUT[self]

    @property
    def is_of_one_epoch(self) -> bool:
        """Whether it holds the weights of one epoch, so that it matters which."""
        return self in (Format.ONNX, Format.SAFETENSORS)


_ABOUT = {
    Format.SCRIPT: message(
        "PyTorch program: the code that trains this network, to read and to run"
    ),
    Format.SETTINGS: message("Settings: a few lines of text, to train the same elsewhere"),
    Format.ONNX: message("ONNX: the trained network for other programs and languages"),
    Format.SAFETENSORS: message("Safetensors: the weights, for the PyTorch program"),
    Format.TENSORBOARD: message("TensorBoard: the curves and settings as event files in a folder"),
    Format.CSV: message("CSV: the numbers of every epoch, for a spreadsheet"),
    Format.ZIP: message("Zip: the whole run as one file, for another Inkling"),
    Format.HTML: message("Report: curves, settings and numbers on a page for a browser"),
}


@dataclass(frozen=True)
class Source:
    """A run that is to be carried away.

    Attributes:
        name: what it is called.
        record: with its curves.
        folder: where it is kept; None if it is not.
        which: whether the weights of its last or of its best epoch are meant.
    """

    name: str
    record: RunRecord
    folder: Path | None = None
    which: Which = Which.LAST

    @property
    def config(self) -> RunConfig:
        """The run's."""
        return self.record.config

    @property
    def epoch(self) -> int:
        """After how many completed epochs the weights are those that they are."""
        best = self.record.best
        return (
            best.epoch
            if self._is_kept and self.which is Which.BEST and best
            else self.record.epochs_done
        )

    @property
    def _is_kept(self) -> bool:
        return self.folder is not None and (self.folder / layout.WEIGHTS_FILE).exists()

    def weights(self) -> Weights:
        """Those of the end of its last epoch, or of the moment it was stopped; or those of the best epoch.

        Raises:
            ExportError: if it has none yet.
            RunFolderError: if they are damaged, grew beyond all numbers, or are not kept.
        """
        if self._is_kept and self.folder is not None:
            return best_weights.weights_of(self.folder, self.which)
        if not self.record.weights:
            raise ExportError(
                message(
                    "The run {run} has no weights yet: no epoch was completed.", run=self.record.run
                )
            )
        return self.record.weights


@dataclass(frozen=True)
class Exported:
    """What was written.

    Attributes:
        place: the file, or TensorBoard's folder.
        message: where it is and what was found, for people.
        facts: what was found, for programs.
    """

    place: Path
    message: Message
    facts: Mapping[str, object] = field(default_factory=dict)


def source_of(folder: Path, translate: Translate = str, which: Which = Which.LAST) -> Source:
    """A kept run with all that its folder holds.

    Raises:
        RunFolderError: if a file of it is damaged.
    """
    record = runs.read_record(folder)
    name = labels.read_label(folder).name or translate(presets.title(record.config))
    return Source(name, record, folder, which)


def export(
    source: Source,
    kind: Format,
    place: Path,
    *,
    may_replace: bool = False,
    translate: Translate = str,
) -> Exported:
    """Write the run in this format; tells what was written.

    Args:
        place: the file; for TensorBoard the folder in which the run's own folder is made.
        may_replace: whether what is there already may go.
        say: a message in the reader's language, for what is a text itself.

    Raises:
        ExportError: if it cannot be written there, or this needs what is not installed.
        InklingError: if the run lacks what the format needs.
    """
    if kind is Format.TENSORBOARD:
        place = place / source.record.run
        _refuse_to_overwrite(place, may_replace)
    else:
        check_place(place, may_replace=may_replace)
    try:
        return _WRITERS[kind](source, place, translate)
    except OSError as error:
        raise _not_written(place, error) from error


def check_place(place: Path, *, may_replace: bool = False) -> None:
    """See whether a file can be written there, before hours of work are put into it.

    Raises:
        ExportError: if something is there that must stay, or that is no file, or nothing can be
            written there.
    """
    _refuse_to_overwrite(place, may_replace)
    try:
        if (
            place.exists() and not place.is_file()
        ):  # a file would take the place of a pipe or a device
            raise ExportError(message("{file} is not a file.", file=str(place)))
        with tempfile.TemporaryFile(dir=place.parent):
            pass
    except OSError as error:
        raise _not_written(place, error) from error


def _refuse_to_overwrite(place: Path, may_replace: bool) -> None:
    with suppress(OSError):  # a name that is too long; writing says so
        if place.exists() and not may_replace:
            raise ExportError(message("{path} exists already.", path=str(place)))


def _script(source: Source, place: Path, _translate: Translate) -> Exported:
    from core.program import script as codegen

    replace_file(place, codegen.script(source.config).encode())
    return _written(place)


def _settings(source: Source, place: Path, _translate: Translate) -> Exported:
    replace_file(place, settings_text(source.config).encode())
    return _written(place)


def _onnx(source: Source, place: Path, _translate: Translate) -> Exported:
    from core.export.onnx_file import onnx_of

    checked = onnx_of(source.record.run, source.config, source.weights())
    replace_file(place, checked.content)
    found = {"path": str(place), "count": checked.examples, "apart": f"{checked.farthest:.1g}"}
    text = message(
        "Written to {path}. ONNX Runtime gives the network's answers to all {count} test examples; "
        "no number differs by more than {apart}.",
        **found,
    )
    if checked.is_random:
        text = message(
            "Written to {path}. ONNX Runtime gives the network's answers to {count} random pictures, "
            "since its own data are not on this machine; no number differs by more than {apart}.",
            **found,
        )
    facts = {
        "checked": checked.examples,
        "is_random": checked.is_random,
        "farthest": checked.farthest,
    }
    return Exported(place, text, facts)


def _safetensors(source: Source, place: Path, _translate: Translate) -> Exported:
    """The weights by the names of `state_dict`; the header says of which network and run they are."""
    facts = {
        "format": "pt",
        "run": source.record.run,
        "epoch": str(source.epoch),
        "config": source.config.model_dump_json(),
        "classes": json.dumps(list(source.config.classes), ensure_ascii=False),
    }
    replace_file(place, pack_tensors(dict(source.weights()), facts))
    return _written(place)


def _tensorboard(source: Source, place: Path, _translate: Translate) -> Exported:
    from core.lifecycle import tensorboard

    for earlier in place.glob(f"{tensorboard.PREFIX}.*"):
        earlier.unlink()
    tensorboard.write(source.record, place)
    found = {"path": str(place), "parent": str(place.parent)}
    return Exported(
        place, message("Written to {path}. To look at it: tensorboard --logdir {parent}", **found)
    )


def _csv(source: Source, place: Path, _translate: Translate) -> Exported:
    replace_file(place, csv_of([(source.name, source.record)]).encode())
    return _written(place)


def _zip(source: Source, place: Path, _translate: Translate) -> Exported:
    from core.lifecycle import archive as archives

    if source.folder is None:
        raise RunFolderError(
            message("The run {run} is not kept in a folder.", run=source.record.run)
        )
    archives.pack(source.folder, place)
    return _written(place)


def _html(source: Source, place: Path, translate: Translate) -> Exported:
    from core.export import report

    network = Network(source.record.run, source.name, (source.record,))
    replace_file(place, report.html(Report((network,)), translate).encode())
    return _written(place)


def write_report(told: Report, place: Path, translate: Translate = str) -> Exported:
    """Write the page about a comparison, in place of whatever is there.

    Raises:
        ExportError: if it cannot be written.
    """
    from core.export import report

    check_place(place, may_replace=True)
    try:
        replace_file(place, report.html(told, translate).encode())
    except OSError as error:
        raise _not_written(place, error) from error
    return _written(place)


def _not_written(place: Path, error: OSError) -> ExportError:
    reason = error.strerror or str(error)
    return ExportError(
        message("{path} cannot be written: {reason}.", path=str(place), reason=reason)
    )


def _written(place: Path) -> Exported:
    return Exported(place, message("Written to {path}.", path=str(place)))


_WRITERS: dict[Format, Callable[[Source, Path, Translate], Exported]] = {
    Format.SCRIPT: _script,
    Format.SETTINGS: _settings,
    Format.ONNX: _onnx,
    Format.SAFETENSORS: _safetensors,
    Format.TENSORBOARD: _tensorboard,
    Format.CSV: _csv,
    Format.ZIP: _zip,
    Format.HTML: _html,
}
