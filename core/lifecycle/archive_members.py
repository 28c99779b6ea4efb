"""A zip from somebody else, read with distrust: the files of one run, and nothing else.

Only members with the names of a run's files are read, each only as far as its size announces, all
together only as far as an honest run needs. Nothing else in the zip is ever written.
"""

import errno
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from core.bounded_zip import is_packed_larger, open_zip
from core.cancellation import check_cancelled, go_on
from core.errors import ArchiveError, not_readable
from core.file_presence import is_missing
from core.files import flush, is_link, open_file
from core.messages import Message, message, with_details
from core.run.moment import Moment
from core.storage.epoch_weights import EPOCH_NAME, PART_NAME, epoch_file, part_file
from core.storage.layout import (
    BEST_FILE,
    CHANGES_FILE,
    CHECKPOINT_FILE,
    EPOCHS_FOLDER,
    LABEL_FILE,
    LAYERS_FILE,
    MAX_DESCRIPTION_BYTES,
    MAX_LABEL_BYTES,
    MAX_LAYERS_BYTES,
    MAX_LINES_BYTES,
    MAX_POINTS_BYTES,
    METRICS_FILE,
    POINTS_FILE,
    RUN_FILE,
    WEIGHTS_FILE,
)
from core.storage.ownership import DESKTOP_FILES

MAX_TENSOR_BYTES = 2_000_000_000  # twice a checkpoint of the largest network that can be set
MAX_BYTES = 8_000_000_000  # of all members together
MAX_MEMBERS = 20_000
MAX_READ_BYTES = 4_000_000  # a directory of `MAX_MEMBERS` members with names of a hundred letters
MAX_EXPANSION = 100  # text shrinks to a twentieth, tensors hardly at all
BLOCK_BYTES = 1 << 20

# The files of a run that are packed, apart from the kept epochs, and how large each may be.
MAX_FILE_BYTES = {
    RUN_FILE: MAX_DESCRIPTION_BYTES,
    METRICS_FILE: MAX_LINES_BYTES,
    POINTS_FILE: MAX_POINTS_BYTES,
    LAYERS_FILE: MAX_LAYERS_BYTES,
    CHANGES_FILE: MAX_LINES_BYTES,
    LABEL_FILE: MAX_LABEL_BYTES,
    WEIGHTS_FILE: MAX_TENSOR_BYTES,
    BEST_FILE: MAX_TENSOR_BYTES,
    CHECKPOINT_FILE: MAX_TENSOR_BYTES,
}
# Beyond this the expansion counts: all texts of a run together, which may shrink to almost nothing
ALWAYS_FINE_BYTES = sum(
    size for name, size in MAX_FILE_BYTES.items() if name.endswith((".json", ".jsonl"))
)
# What desktops add, and what a run's folder holds that is not packed; all that is skipped.
_SKIPPED = re.compile(
    rf"(.*/)?(lock|{'|'.join(map(re.escape, DESKTOP_FILES))}|tensorboard/[^/]*)|__MACOSX/.*"
)


def refusal(file: Path, reason: Message) -> ArchiveError:
    """Return the error that refuses an archive for this reason."""
    return ArchiveError(
        message("{archive} cannot be imported: {reason}", archive=file.name, reason=reason)
    )


@contextmanager
def open_archive(file: Path) -> Iterator[ZipFile]:
    """Open an archive for reading; whatever is wrong with it becomes an `ArchiveError`."""
    try:
        if not file.is_file():
            raise ArchiveError(message("There is no file {file}.", file=str(file)))
        source = open_file(file)
    except OSError as error:
        raise ArchiveError(not_readable(file, error)) from error

    unsound = zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError
    with source:
        too_much = refusal(file, message("it contains too many files."))
        try:
            with open_zip(source, MAX_READ_BYTES, too_much, MAX_MEMBERS) as archive:
                yield archive
        except unsound as error:
            # EINVAL: an offset before the start of the file; other errors are the disk's
            if isinstance(error, OSError) and error.errno != errno.EINVAL:
                raise
            text = message(
                "{file} is not a valid zip file: it was damaged or is incomplete, or is no export "
                "of a run. Copy or download it again.",
                file=file.name,
            )
            raise ArchiveError(with_details(text, error)) from error


def run_members(archive: ZipFile, file: Path) -> tuple[str, dict[str, ZipInfo]]:
    """Return the folder that holds the run ("" for none) and its files, by their names in it.

    Raises:
        ArchiveError: if the archive holds anything else, no run, or too much.
    """
    members: dict[str, ZipInfo] = {}
    tops = set()
    for member in archive.infolist():
        if member.filename.endswith("/") or _SKIPPED.fullmatch(member.filename):
            continue
        top, name = _split(member.filename)
        if name is None:
            shown = ascii(member.filename[:100])
            raise refusal(file, message("{name} is not a file of a run.", name=shown))
        if name in members:
            raise refusal(file, message("{name} is in it twice.", name=name))
        _inspect(member, name, file)
        tops.add(top)
        members[name] = member

    if len(tops) != 1 or RUN_FILE not in members:
        raise refusal(
            file, message("it does not contain exactly one run with its {name}.", name=RUN_FILE)
        )
    total = sum(member.file_size for member in members.values())
    # of the run's own files: what is skipped allows nothing, and members may share their bytes
    packed = min(sum(member.compress_size for member in members.values()), file.stat().st_size)
    if total > MAX_BYTES or total > ALWAYS_FINE_BYTES + MAX_EXPANSION * packed:
        raise refusal(file, message("it would grow to {size:,} bytes.", size=total))
    return tops.pop(), members


def _split(path: str) -> tuple[str, str | None]:
    """Return a member's top folder and its name in the run; None if it is no file of a run."""
    head, _, name = path.rpartition("/")
    if name in MAX_FILE_BYTES and "/" not in head:
        return head, name

    # the weights of a kept epoch: TOP/epochs/NAME
    top, _, inner = head.rpartition("/")
    number = EPOCH_NAME.fullmatch(name)
    epoch = 0 if number is None else int(number[1])
    part = PART_NAME.fullmatch(name)
    batch = 0 if part is None else int(part[1])
    is_kept = (epoch > 0 and name == epoch_file(Path(), epoch).name) or (
        batch > 0 and name == part_file(Path(), Moment(0, batch)).name
    )
    if is_kept and inner == EPOCHS_FOLDER and "/" not in top:
        return top, f"{EPOCHS_FOLDER}/{name}"
    return "", None


def _inspect(member: ZipInfo, name: str, file: Path) -> None:
    """Refuse what an honest run's file never is.

    Raises:
        ArchiveError: saying what it is.
    """
    kind = stat.S_IFMT(member.external_attr >> 16)  # 0 if packed where files have no such bits
    if member.flag_bits & 0x1:
        raise refusal(file, message("{name} is encrypted.", name=name))
    if kind not in (0, stat.S_IFREG):
        raise refusal(file, message("{name} is a link or a device.", name=name))
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise refusal(file, message("{name} is compressed with an unsupported method.", name=name))
    if is_packed_larger(member):
        raise refusal(file, message("{name} is larger packed than unpacked.", name=name))
    if member.file_size > MAX_FILE_BYTES.get(name, MAX_TENSOR_BYTES):
        raise refusal(file, message("{name} is too large.", name=name))


def read_description(
    archive: ZipFile, members: dict[str, ZipInfo], file: Path
) -> dict[str, object]:
    """Return `run.json` as it was parsed, not validated; empty if it is no object.

    Raises:
        ArchiveError: if it is not JSON.
    """
    try:
        with archive.open(members[RUN_FILE]) as packed:
            # a limit in any case: without one, all that is packed is unpacked at once
            description = json.loads(packed.read(MAX_DESCRIPTION_BYTES))
    except (ValueError, RecursionError) as error:
        raise refusal(file, message("{name} is not JSON.", name=RUN_FILE)) from error
    return description if isinstance(description, dict) else {}


class Copying:
    """Copies files one after the other, and reports which share of them is copied.

    Args:
        total: how many bytes they have together.
    """

    def __init__(self, total: int) -> None:
        self._total = max(total, 1)
        self._done = 0

    def copy(self, source: IO[bytes], target: IO[bytes]) -> None:
        """Copy the next file.

        Raises:
            CancelledError: if nobody waits for it any more.
        """
        while block := source.read(BLOCK_BYTES):
            self._done += len(block)
            go_on(min(self._done / self._total, 1.0))
            target.write(block)


def extract(archive: ZipFile, member: ZipInfo, path: Path, copying: Copying) -> None:
    """Write a member to a new file; the zip module reads no more than announced and checks it."""
    path.parent.mkdir(exist_ok=True)
    with archive.open(member) as source, path.open("xb") as target:
        copying.copy(source, target)
        flush(target)


def are_equal(first: Path, second: Path) -> bool:
    """Return whether both files have the same content, or neither exists.

    False if the system cannot tell: then a copy is imported, as next to a damaged run.
    """
    if is_link(second):
        return False
    if is_missing(first) or is_missing(second):
        return is_missing(first) and is_missing(second)
    try:
        with (
            open_file(first, follows_links=False) as one,
            open_file(second, follows_links=False) as other,
        ):
            while (block := one.read(BLOCK_BYTES)) == other.read(BLOCK_BYTES):
                check_cancelled()
                if not block:
                    return True
    except OSError:
        pass
    return False
