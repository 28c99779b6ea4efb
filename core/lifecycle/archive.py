"""A run folder as one `.zip`, to give to a classmate, and its way back into a runs folder.

What comes from somebody else is looked at with distrust. Only members with the names of a run's
files are read, each only as far as its size announces, all together only so far as an honest run
needs; nothing else in the file matters or is ever written. They go into a hidden folder beside the
runs, where everything is read as strictly as any run of one's own; only then does the folder take
its place among them, at once.
"""

import errno
import filecmp
import json
import math
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from core.errors import ArchiveError, RunFolderError
from core.files import sweep
from core.messages import Message, message
from core.run.identity import is_id
from core.run.record import RunState
from core.storage import layout
from core.storage import records as runs
from core.storage.epoch_weights import (
    EPOCH_NAME,
    EPOCHS_FOLDER,
    epoch_file,
    kept_epochs,
    read_epoch_weights,
)
from core.storage.layout import (
    BEST_FILE,
    CHANGES_FILE,
    CHECKPOINT_FILE,
    COMPARISONS_FOLDER,
    DAMAGED_FOLDER,
    LABEL_FILE,
    LAYERS_FILE,
    MAX_DESCRIPTION_BYTES,
    MAX_LAYERS_BYTES,
    MAX_LINES_BYTES,
    METRICS_FILE,
    RUN_FILE,
    WEIGHTS_FILE,
)
from core.storage.weight_files import largest_file, read_checkpoint, read_dated_weights

MAX_LABEL_BYTES = 10_000
MAX_TENSOR_BYTES = (
    2_000_000_000  # a checkpoint of the largest network that there can be has about half of it
)
MAX_BYTES, MAX_MEMBERS = 8_000_000_000, 20_000  # of all together
MAX_EXPANSION, ALWAYS_FINE_BYTES = (
    100,
    20_000_000,
)  # text shrinks to a twentieth, tensors hardly at all
BLOCK_BYTES = 1 << 20
PREFIX, STALE_S = ".import-", 86_400.0  # of the hidden folder; a day

_MAX_BYTES = {
    RUN_FILE: MAX_DESCRIPTION_BYTES,
    METRICS_FILE: MAX_LINES_BYTES,
    LAYERS_FILE: MAX_LAYERS_BYTES,
    CHANGES_FILE: MAX_LINES_BYTES,
    LABEL_FILE: MAX_LABEL_BYTES,
    WEIGHTS_FILE: MAX_TENSOR_BYTES,
    BEST_FILE: MAX_TENSOR_BYTES,
    CHECKPOINT_FILE: MAX_TENSOR_BYTES,
}
# What desktops add, and what a run's folder holds beside the run; all that is left alone.
_NOT_OURS = re.compile(
    r"(.*/)?(lock|\.DS_Store|Thumbs\.db|desktop\.ini|tensorboard/[^/]*)|__MACOSX/.*"
)


@dataclass(frozen=True)
class Imported:
    """What became of an archive.

    Attributes:
        folder: where the run is.
        is_new: False if the very same run was there already.
        was: the id under which it was packed, if another run has that id here; None if it keeps it.
    """

    folder: Path
    is_new: bool = True
    was: str | None = None

    @property
    def run(self) -> str:
        """The id that it has here."""
        return self.folder.name

    @property
    def message(self) -> Message:
        """What became of it, for people."""
        if not self.is_new:
            return message("This run is here already: {run}.", run=self.run)
        if self.was is not None:
            return message(
                "Taken in as {run}: another run is called {was} here.", run=self.run, was=self.was
            )
        return message("Taken in: {run}.", run=self.run)


def pack(folder: Path, place: Path) -> None:
    """Put a run folder into one file, in a folder that is named like the run.

    A run that trains meanwhile is packed as far as it has come.

    Raises:
        OSError: if a file cannot be read or the archive not be written.
    """
    names = [name for name in _MAX_BYTES if (folder / name).is_file()]
    names += [
        epoch_file(folder, epoch).relative_to(folder).as_posix() for epoch in kept_epochs(folder)
    ]
    temporary = place.with_name(place.name + ".tmp")
    try:
        with ZipFile(temporary, "w", strict_timestamps=False) as archive:
            for name in names:
                is_text = name.endswith((".json", ".jsonl"))
                try:
                    archive.write(
                        folder / name,
                        f"{folder.name}/{name}",
                        ZIP_DEFLATED if is_text else ZIP_STORED,
                    )
                except FileNotFoundError:
                    if not name.startswith(EPOCHS_FOLDER):  # those become fewer while a run trains
                        raise
        temporary.replace(place)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def unpack(file: Path, runs_dir: Path) -> Imported:
    """Take the run in an archive into `runs_dir`.

    If another run has its id already, it gets a new one; if that is the very same run, nothing is
    done.

    Raises:
        ArchiveError: if the file is no archive of a run, or holds what it must not, or a file in it
            is damaged.
        RunFolderError: if the run cannot be kept in `runs_dir`.
    """
    try:
        runs_dir.mkdir(parents=True, exist_ok=True)
        sweep(runs_dir, f"{PREFIX}*", STALE_S)
        with tempfile.TemporaryDirectory(dir=runs_dir, prefix=PREFIX) as temporary:
            try:
                folder = _unpacked(file, Path(temporary))
                _read_strictly(folder, file)
            except RunFolderError as error:
                raise _refused(file, _without_folder(error.message)) from error
            return _take_in(folder, runs_dir)
    except OSError as error:
        raise layout.not_kept(runs_dir, error) from error


def _unpacked(file: Path, temporary: Path) -> Path:
    """The run folder below `temporary`; what is in it is not read yet, but for the description of the run."""
    with _opened(file) as archive:
        top, members = _members(archive, file)
        description = _description(archive, members, file)
        run = str(top if _may_be_run(top) else description.get("run", ""))
        if not _may_be_run(run):
            raise _refused(file, message("the run has no proper name."))
        folder = temporary / run
        folder.mkdir()
        _write(archive, members.pop(RUN_FILE), folder / RUN_FILE)
        most = largest_file(runs.outline(folder).config.model)
        for name, member in members.items():
            if name.endswith(".safetensors") and member.file_size > most:
                raise _refused(file, message("{name} is larger than its network.", name=name))
            _write(archive, member, folder / name)
    return folder


def _may_be_run(name: str) -> bool:
    return is_id(name) and name.casefold() not in (
        DAMAGED_FOLDER,
        COMPARISONS_FOLDER,
    )


@contextmanager
def _opened(file: Path) -> Iterator[ZipFile]:
    """The archive; whatever is wrong with it becomes an `ArchiveError`."""
    try:
        if not file.is_file():
            raise ArchiveError(message("There is no file {file}.", file=str(file)))
        source = file.open("rb")
    except OSError as error:
        reason = error.strerror or str(error)
        raise ArchiveError(
            message("{file} cannot be read: {reason}.", file=str(file), reason=reason)
        ) from error
    with source:
        try:
            with ZipFile(source) as archive:
                yield archive
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            RuntimeError,
            OSError,
        ) as error:
            if (
                isinstance(error, OSError) and error.errno != errno.EINVAL
            ):  # of a place before the file's beginning
                raise
            raise ArchiveError(
                message(
                    "{file} is not a sound zip file: {reason}.",
                    file=file.name,
                    reason=str(error) or "damaged",
                )
            ) from error


def _members(archive: ZipFile, file: Path) -> tuple[str, dict[str, ZipInfo]]:
    """The folder in which the run lies ("" for none), and the members that are its files, by their names in it."""
    found: dict[str, ZipInfo] = {}
    tops = set()
    if len(archive.infolist()) > MAX_MEMBERS:
        raise _refused(file, message("it holds too many files."))
    for member in archive.infolist():
        if member.filename.endswith("/") or _NOT_OURS.fullmatch(member.filename):
            continue
        top, name = _placed(member.filename)
        if name is None:
            raise _refused(
                file, message("{name} is no file of a run.", name=ascii(member.filename[:100]))
            )
        if name in found:
            raise _refused(file, message("{name} is in it twice.", name=name))
        _inspect(member, name, file)
        tops.add(top)
        found[name] = member
    if len(tops) != 1 or RUN_FILE not in found:
        raise _refused(file, message("it does not hold one run with its {name}.", name=RUN_FILE))
    total = sum(member.file_size for member in found.values())
    if total > MAX_BYTES or total > max(ALWAYS_FINE_BYTES, MAX_EXPANSION * file.stat().st_size):
        raise _refused(file, message("it would grow to {size:,} bytes.", size=total))
    return tops.pop(), found


def _placed(path: str) -> tuple[str, str | None]:
    """The folder of a member and its name in the run's folder; None if it is no file of a run."""
    head, _, name = path.rpartition("/")
    if name in _MAX_BYTES and "/" not in head:
        return head, name
    top, _, inner = head.rpartition("/")
    number = EPOCH_NAME.fullmatch(name)
    is_kept = (
        number is not None
        and int(number[1]) > 0
        and name == epoch_file(Path(), int(number[1])).name
    )
    return (
        (top, f"{EPOCHS_FOLDER}/{name}")
        if is_kept and inner == EPOCHS_FOLDER and "/" not in top
        else ("", None)
    )


def _inspect(member: ZipInfo, name: str, file: Path) -> None:
    """Refuse what an honest run's file never is.

    Raises:
        ArchiveError: saying what it is.
    """
    kind = stat.S_IFMT(
        member.external_attr >> 16
    )  # 0 where the archive comes from a system without such bits
    if member.flag_bits & 0x1:
        raise _refused(file, message("{name} is encrypted.", name=name))
    if kind not in (0, stat.S_IFREG):
        raise _refused(file, message("{name} is a link or a device.", name=name))
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise _refused(
            file, message("{name} is packed in a way that few programs know.", name=name)
        )
    if member.file_size > _MAX_BYTES.get(name, MAX_TENSOR_BYTES):
        raise _refused(file, message("{name} is too large.", name=name))


def _refused(file: Path, reason: Message) -> ArchiveError:
    return ArchiveError(
        message("{archive} cannot be taken in: {reason}", archive=file.name, reason=reason)
    )


def _without_folder(text: Message) -> Message:
    """The text with a file's name in place of its path, since that will be gone when it is read."""
    file = text.values.get("file")
    return (
        text
        if file is None
        else Message(text.template, {**text.values, "file": Path(str(file)).name})
    )


def _description(archive: ZipFile, members: dict[str, ZipInfo], file: Path) -> dict[str, object]:
    """What `run.json` says, as far as it is JSON; whether it is right is asked later."""
    try:
        description = json.loads(archive.read(members[RUN_FILE]))
    except (ValueError, RecursionError) as error:
        raise _refused(file, message("{name} is not JSON.", name=RUN_FILE)) from error
    return description if isinstance(description, dict) else {}


def _write(archive: ZipFile, member: ZipInfo, place: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    with archive.open(member) as source, place.open("xb") as target:
        shutil.copyfileobj(
            source, target, BLOCK_BYTES
        )  # no more than is announced; the checksum is looked at


def _read_strictly(folder: Path, file: Path) -> None:
    """Read all of the run once.

    Raises:
        ArchiveError: if its epochs are not numbered from 1, or hold what is no finite number.
        RunFolderError: if a file is damaged.
    """
    record = runs.read_record(folder)
    model = record.config.model
    if (folder / WEIGHTS_FILE).exists():
        _read_weights(folder, record.state)
    if (folder / BEST_FILE).exists():
        read_dated_weights(folder / BEST_FILE, model)
    if (folder / CHECKPOINT_FILE).exists():
        read_checkpoint(folder / CHECKPOINT_FILE, model)
    for epoch in kept_epochs(folder):
        read_epoch_weights(folder, epoch, model)
    numbers = [epoch.epoch for epoch in record.epochs]
    values = [
        value
        for epoch in record.epochs
        for value in vars(epoch).values()
        if isinstance(value, float)
    ]
    if numbers != list(range(1, len(numbers) + 1)) or not all(map(math.isfinite, values)):
        raise _refused(
            file, message("{name} does not hold the epochs of a run.", name=METRICS_FILE)
        )


def _read_weights(folder: Path, state: RunState) -> None:
    """Read the last weights; those of a run that diverged may have become infinite, and are left out."""
    try:
        runs.open_run(folder)
    except RunFolderError:
        if state is not RunState.DIVERGED:
            raise
        (folder / WEIGHTS_FILE).unlink()


def _take_in(folder: Path, runs_dir: Path) -> Imported:
    """Give a run that was read its place among the others."""
    run, place = folder.name, runs_dir / folder.name
    if _is_moved(folder, place):
        return Imported(place)
    if _is_same(folder, place):
        return Imported(place, is_new=False)
    for number in count(2):
        place = runs_dir / f"{run}-{number}"
        if not place.exists():
            folder = _renamed(folder, place.name)
            if _is_moved(folder, place):
                break
    return Imported(place, was=run)


def _is_moved(folder: Path, place: Path) -> bool:
    """Move the folder there; not if something is there, be it that another import has just put it there."""
    if place.exists():
        return False
    try:
        folder.rename(place)
    except OSError:
        if place.exists():
            return False
        raise
    return True


def _is_same(one: Path, other: Path) -> bool:
    """Whether both folders hold the same run at the same point; names and colours do not count."""
    return all(
        filecmp.cmp(one / name, other / name, shallow=False)
        if (one / name).exists() and (other / name).exists()
        else (one / name).exists() == (other / name).exists()
        for name in (METRICS_FILE, CHANGES_FILE, WEIGHTS_FILE)
    )


def _renamed(folder: Path, run: str) -> Path:
    """The folder under another name, with that id in all that it says."""
    place = folder.with_name(run)
    folder.rename(place)
    record = runs.read_record(place)
    for name, lines in (
        (METRICS_FILE, record.epochs),
        (LAYERS_FILE, record.layers),
        (CHANGES_FILE, record.changes),
    ):
        if lines:
            text = "".join(runs.json_line(replace(line, run=run)) for line in lines)
            (place / name).write_text(text, encoding="utf-8")
    description = json.loads((place / RUN_FILE).read_bytes())
    description["run"] = run
    for epoch in (description.get("last"), description.get("best")):
        if epoch:
            epoch["run"] = run
    runs.write_description(place, description)
    return place
