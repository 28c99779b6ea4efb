"""Exporting a run: as a program, as weights for others, as numbers, or as a whole."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from safetensors.numpy import save as pack_tensors

from core.config.run import RunConfig
from core.config.settings_text import settings_text
from core.errors import ExportError, RunFolderError
from core.export.epochs_csv import csv_of
from core.export.report_contents import Network, Report
from core.export.source import Source
from core.files import replace_file
from core.messages import Message, Translate, message
from core.plain_text import shell_word
from core.storage.saving import check_path, not_written, refuse_kept, refuse_to_overwrite, save
from core.trees import flush_folder

MAX_ON_PAGE = 3  # networks that answer on one page


class Format(StrEnum):
    """A format that a run can be exported in."""

    SCRIPT = "script"
    SETTINGS = "settings"
    ONNX = "onnx"
    SAFETENSORS = "safetensors"
    TENSORBOARD = "tensorboard"
    CSV = "csv"
    ZIP = "zip"
    HTML = "html"
    PAGE = "page"

    @property
    def suffix(self) -> str:
        """The suffix of its files, with the dot; empty for a folder."""
        others = {
            Format.SCRIPT: ".py",
            Format.SETTINGS: ".json",
            Format.TENSORBOARD: "",
            Format.PAGE: ".html",
        }
        return others.get(self, f".{self.value}")

    @property
    def about(self) -> Message:
        """A sentence about the use of the format."""
        return _ABOUT[self]

    @property
    def is_of_one_epoch(self) -> bool:
        """Whether it holds the weights of one epoch, which has to be chosen then."""
        return self in (Format.ONNX, Format.SAFETENSORS, Format.PAGE)


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
    Format.PAGE: message("Page: the network in a browser, reading what one draws, on phones too"),
}


@dataclass(frozen=True)
class Exported:
    """The result of an export.

    Attributes:
        path: the file, or TensorBoard's folder.
        message: the path and the results of checks, for users.
        facts: the results of checks, for programs.
    """

    path: Path
    message: Message
    facts: Mapping[str, object] = field(default_factory=dict)


def export(
    source: Source,
    kind: Format,
    path: Path,
    *,
    may_replace: bool = False,
    translate: Translate = str,
) -> Exported:
    """Write the run in this format.

    Args:
        path: the file; for TensorBoard, the folder in which the run's own folder is made.
        may_replace: whether an existing file may be replaced.
        translate: for formats that contain sentences.

    Raises:
        ExportError: if the file cannot be written, or a package that the format needs is missing.
        InklingError: if the run lacks data that the format needs.
    """
    if kind is Format.TENSORBOARD:
        path = path / source.record.run
        refuse_kept(path)
        refuse_to_overwrite(path, may_replace)
    else:
        check_path(path, may_replace=may_replace)

    try:
        exported = _WRITERS[kind](source, path, translate)
    except OSError as error:
        raise not_written(path, error) from error
    flush_folder(path.parent)  # of a stick, perhaps, that is pulled out now
    return exported


def can_be_on_page(configs: Sequence[RunConfig]) -> bool:
    """Return whether networks with these configs can be on one page on which they answer."""
    return 1 <= len(configs) <= MAX_ON_PAGE and all(config.data.has_images for config in configs)


def _page_bytes(page: str) -> bytes:
    """Return the page as UTF-8; what that cannot hold, half a surrogate pair, as a reference."""
    return page.encode(errors="xmlcharrefreplace")


def _script(source: Source, path: Path, translate: Translate) -> Exported:
    from core.program import script as codegen

    replace_file(path, codegen.script(source.config, translate).encode())
    return _written(path)


def _settings(source: Source, path: Path, _translate: Translate) -> Exported:
    replace_file(path, settings_text(source.config).encode())
    return _written(path)


def _onnx(source: Source, path: Path, _translate: Translate) -> Exported:
    from core.export.onnx_file import onnx_of

    checked = onnx_of(source.record.run, source.config, source.weights())
    replace_file(path, checked.content)

    values = {"path": str(path), "count": checked.examples, "apart": f"{checked.farthest:.1g}"}
    text = message(
        "Written to {path}. ONNX Runtime gives the network's answers to all {count} test "
        "examples; no output differs by more than {apart}.",
        **values,
    )
    if checked.is_random:
        text = message(
            "Written to {path}. ONNX Runtime gives the network's answers to {count} random "
            "pictures, since its own data are not on this machine; no output differs by more "
            "than {apart}.",
            **values,
        )

    facts = {
        "checked": checked.examples,
        "is_random": checked.is_random,
        "farthest": checked.farthest,
    }
    return Exported(path, text, facts)


def _safetensors(source: Source, path: Path, _translate: Translate) -> Exported:
    """Write the weights under their names in `state_dict`, the network and run in the header."""
    epoch, weights = source.dated_weights()
    header = {
        "format": "pt",
        "run": source.record.run,
        "epoch": str(epoch),
        "config": source.config.model_dump_json(),
        "classes": json.dumps(list(source.config.classes), ensure_ascii=False),
    }
    replace_file(path, pack_tensors(dict(weights), header))
    return _written(path)


def _tensorboard(source: Source, path: Path, _translate: Translate) -> Exported:
    from core.lifecycle import tensorboard

    earlier = tensorboard.event_files(path)
    tensorboard.write(source.record, path)
    for file in earlier:
        file.unlink()

    values = {"path": str(path), "parent": shell_word(str(path.parent), "FOLDER")}
    text = message("Written to {path}. To look at it: tensorboard --logdir {parent}", **values)
    return Exported(path, text)


def _csv(source: Source, path: Path, _translate: Translate) -> Exported:
    replace_file(path, csv_of([(source.name, source.record)]).encode())
    return _written(path)


def _zip(source: Source, path: Path, _translate: Translate) -> Exported:
    from core.lifecycle import archive as archives

    if source.folder is None:
        raise RunFolderError(
            message("The run {run} is not kept in a folder.", run=source.record.run)
        )
    archives.pack(source.folder, path)
    return _written(path)


def _html(source: Source, path: Path, translate: Translate) -> Exported:
    from core.export import report
    from core.export.run_card import card_of

    network = Network(source.record.run, source.name, (source.record,))
    cards = [card for card in [card_of(source, translate)] if card is not None]
    replace_file(path, _page_bytes(report.html(Report((network,)), translate, cards)))
    return _written(path)


def write_report(content: Report, path: Path, translate: Translate = str) -> Exported:
    """Write the page about a comparison; an existing file is replaced.

    Raises:
        ExportError: if it cannot be written.
    """
    from core.export import report

    save(path, _page_bytes(report.html(content, translate)))
    return _written(path)


def _page(source: Source, path: Path, translate: Translate) -> Exported:
    return export_page([source], path, may_replace=True, translate=translate)


def export_page(
    sources: Sequence[Source],
    path: Path,
    *,
    may_replace: bool = False,
    translate: Translate = str,
) -> Exported:
    """Write a page on which one to three runs answer.

    Raises:
        ExportError: if it cannot be written, or the networks cannot be on one page.
        RunFolderError: if weights are damaged, not finite, or not kept.
    """
    check_path(path, may_replace=may_replace)
    networks = [Network(source.record.run, source.name, (source.record,)) for source in sources]
    return write_page(Report(networks, are_picked=True), sources, path, translate)


def check_page(configs: Sequence[RunConfig]) -> None:
    """Refuse networks that cannot be on one page.

    Raises:
        ExportError: if there are none or more than three, or one reads no images.
    """
    if can_be_on_page(configs):
        return
    if not all(config.data.has_images for config in configs):
        raise ExportError(
            message(
                "A page is for networks that read images; for points and lines there is nothing "
                "to draw. Export a report instead."
            )
        )
    count = len(configs)
    raise ExportError(
        message("A page shows one to {most} networks, not {count}.", most=MAX_ON_PAGE, count=count)
    )


def write_page(
    content: Report, sources: Sequence[Source], path: Path, translate: Translate = str
) -> Exported:
    """Write a page on which one to three networks answer; an existing file is replaced.

    Args:
        sources: the runs whose weights answer, one for each network of the report.

    Raises:
        ExportError: if it cannot be written, or the networks cannot be on one page.
        RunFolderError: if weights are damaged, not finite, or not kept.
    """
    from core.export.page.page import Reader, page_of

    check_page([source.config for source in sources])
    readers = []
    for source in sources:
        epochs, weights = source.dated_weights()
        readers.append(Reader(source.name, source.record, epochs, weights))
    page = page_of(content, readers, translate)
    save(path, _page_bytes(page.text))

    values = {"path": str(path), "size": f"{path.stat().st_size / 1e6:.1f}"}
    text = message("Written to {path}, {size} MB.", **values)
    return Exported(path, text, {"bits": list(page.bits)})


def _written(path: Path) -> Exported:
    return Exported(path, message("Written to {path}.", path=str(path)))


_WRITERS: dict[Format, Callable[[Source, Path, Translate], Exported]] = {
    Format.SCRIPT: _script,
    Format.SETTINGS: _settings,
    Format.ONNX: _onnx,
    Format.SAFETENSORS: _safetensors,
    Format.TENSORBOARD: _tensorboard,
    Format.CSV: _csv,
    Format.ZIP: _zip,
    Format.HTML: _html,
    Format.PAGE: _page,
}
