"""How the user's own data lie, as the program that reads them must know it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import cast

from core.config.catalogue import KNOWN, PIXELS, is_folder_name
from core.config.run import RunConfig
from core.data import folders as data_folders
from core.data import idx_folders, picture_folders
from core.data.idx import BYTES, INT32, QMNIST_COLUMNS, Form, label_count, label_form
from core.data.layouts import tables
from core.data.layouts.array_files import ArrayFile, array_bytes
from core.data.layouts.arrays import Pair, labelled_arrays
from core.data.layouts.entries import opened_root
from core.data.layouts.labelled import Labelled
from core.data.layouts.parts import Part
from core.data.layouts.paths import DataPath, is_file, is_folder, relative_name
from core.data.layouts.understood import no_data
from core.data.layouts.zipped import ZippedPath, is_zip
from core.data.picture_folders import Layout
from core.errors import DataError
from core.program.source import Source, call, joined, literal, snippet
from core.remote_paths import may_open

MNIST_FILES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)
TABLE_NUMBER_BYTES = 4  # that the program takes for each number of a table
HEIF_SUFFIXES = (".heic", ".heif")


class Kind(Enum):
    """The layout of the data."""

    IDX = "idx"
    ARRAYS = "arrays"
    TABLES = "tables"
    PICTURES = "pictures"


@dataclass(frozen=True)
class Files:
    """The names of the image and label files, for training and for testing."""

    train: tuple[str, str]
    test: tuple[str, str]


@dataclass(frozen=True)
class OwnData:
    """The layout of a run's data. All names are relative to the folder or zip file of the data.

    Attributes:
        is_zip: whether a zip file holds them.
        is_file: whether `data.dataset` is a file; names are then relative to its folder.
        is_held_out: whether there are no test images, so that every sixth image is held out.
        members: the files that the program reads, of arrays and tables.
        files, label_forms: of IDX files.
        test_count: how many test images IDX files have; 0 if that is unknown or of no consequence.
        name: of the training images, which may say that they are EMNIST's.
        train, test: the calls that read the parts, of arrays and tables.
        folders: of the parts, for pictures.
        has_heif: whether there are pictures in the format HEIC.
        has_archive: whether arrays lie in archives.
    """

    kind: Kind = Kind.IDX
    is_zip: bool = False
    is_file: bool = False
    is_held_out: bool = False
    members: tuple[str, ...] = ()
    files: Files = Files(MNIST_FILES[:2], MNIST_FILES[2:])
    label_forms: tuple[Form, ...] = ((BYTES, ()),)
    test_count: int = 0
    name: str = ""
    train: tuple[Source, ...] = ()
    test: tuple[Source, ...] = ()
    folders: tuple[tuple[Part, str], ...] = ((Part.TRAIN, ""),)
    has_heif: bool = False
    has_archive: bool = False

    def folder(self, part: Part) -> str | None:
        """Return the name of a part's folder, empty for the whole; None for no such part."""
        return dict(self.folders).get(part)


def own_data(config: RunConfig) -> OwnData:
    """Return how a run's data lie; as IDX files if that cannot be found out."""
    dataset = config.data.dataset
    known = KNOWN.get(dataset)
    if known is not None:
        names = known.file_names or MNIST_FILES
        files = Files((names[0], names[1]), (names[2], names[3]))
        forms = [
            (INT32, (QMNIST_COLUMNS,)) if "idx2" in name else (BYTES, ())
            for name in (files.train[1], files.test[1])
        ]
        return OwnData(files=files, label_forms=tuple(forms), name=files.train[0])

    path = data_folders.folder_of(dataset)
    if not may_open(dataset):
        return OwnData(name=MNIST_FILES[0])
    try:
        with opened_root(path) as root:
            found = _own_data(config, root, _base(path, root))
    except DataError:
        found = OwnData(name=MNIST_FILES[0])
    return replace(found, is_zip=is_zip(path), is_file=is_file(path) and not is_zip(path))


def unpacked_bytes(config: RunConfig) -> int:
    """Return how many bytes the program unpacks, or what it holds at once if that is more.

    Of a zip file it unpacks what it reads; it holds all images, and arrays and tables as they are.

    Raises:
        DataError: if the data cannot be read.
    """
    path = data_folders.allowed_folder(config.data.dataset)
    with opened_root(path) as root:
        unpacked = 0
        if isinstance(root, ZippedPath):
            files = _files_read(config, root, ZippedPath(root.tree, PurePosixPath()))
            unpacked = sum(file.size for file in files)
        return max(unpacked, _held_bytes(config, root))


def _files_read(config: RunConfig, root: ZippedPath, base: ZippedPath) -> Iterator[ZippedPath]:
    """Yield the files that the program unpacks."""
    own = _own_data(config, root, base)
    if own.kind is Kind.PICTURES:
        layout = picture_folders.layout_of(root)
        for part in Part:
            for pictures in layout.pictures(part):
                yield from cast(list[ZippedPath], pictures)
        return
    for name in own.members or own.files.train + own.files.test:
        yield base / name


def _held_bytes(config: RunConfig, root: DataPath) -> int:
    examples = data_folders.read_for(config.data)
    count = len(examples.train_labels) + len(examples.test_labels)
    if idx_folders.idx_files(root) is not None:
        return count * PIXELS
    arrays = labelled_arrays(root)
    if arrays is not None:
        return sum(array_bytes(file) for pair in arrays.parts.values() for file in pair)
    is_table = tables.labelled_tables(root) is not None
    return count * (1 + PIXELS) * TABLE_NUMBER_BYTES if is_table else count * PIXELS


def _base(path: Path, root: DataPath) -> DataPath:
    """Return the folder that names are relative to."""
    if isinstance(root, ZippedPath):
        return ZippedPath(root.tree, PurePosixPath())
    return path.parent if is_file(path) else path


def _own_data(config: RunConfig, root: DataPath, base: DataPath) -> OwnData:
    files = idx_folders.idx_files(root)
    if files is not None:
        images, labels, test_images, test_labels = (relative_name(path, base) for path in files)
        return OwnData(
            files=Files((images, labels), (test_images, test_labels)),
            label_forms=tuple(_forms(files)),
            test_count=_count(files[3]),
            name=files[0].name,
        )
    arrays = labelled_arrays(root)
    if arrays is not None:
        return _arrays(arrays, base)
    found = tables.labelled_tables(root)
    if found is not None:
        return _tables(found, base)
    return _pictures(config, root, base) if is_folder(root) else OwnData(name=MNIST_FILES[0])


def _count(labels: DataPath) -> int:
    try:
        return label_count(labels)
    except DataError:
        return 0


def _forms(files: idx_folders.IdxFiles) -> Iterator[Form]:
    for labels in (files[1], files[3]):
        try:
            yield label_form(labels)
        except DataError:
            yield BYTES, ()


def _arrays(labelled: Labelled[Pair], base: DataPath) -> OwnData:
    def read_call(pair: Pair) -> Source:
        return snippet("read_part({})", joined(", ", [_array(file, base) for file in pair]))

    pairs = labelled.parts
    return OwnData(
        Kind.ARRAYS,
        is_held_out=labelled.is_held_out,
        name=pairs[Part.TRAIN][0].name,
        train=tuple(read_call(pairs[part]) for part in _TRAINED if part in pairs),
        test=tuple(read_call(pairs[part]) for part in (Part.TEST,) if part in pairs),
        members=_names((file.path for pair in pairs.values() for file in pair), base),
        has_archive=any(file.key for pair in pairs.values() for file in pair),
    )


def _names(paths: Iterable[DataPath], base: DataPath) -> tuple[str, ...]:
    return tuple(dict.fromkeys(relative_name(path, base) for path in paths))


_TRAINED = (Part.TRAIN, Part.VALIDATION)


def _array(file: ArrayFile, base: DataPath) -> Source:
    path = snippet("Path(folder, {})", literal(relative_name(file.path, base)))
    if not file.key:
        return snippet("np.load({})", path)
    return snippet("in_archive({}, {})", path, literal(file.key))


def _tables(labelled: Labelled[DataPath], base: DataPath) -> OwnData:
    parts = labelled.parts
    return OwnData(
        Kind.TABLES,
        is_held_out=labelled.is_held_out,
        name=parts[Part.TRAIN].name,
        train=tuple(_table(parts[part], base) for part in _TRAINED if part in parts),
        test=tuple(_table(parts[part], base) for part in (Part.TEST,) if part in parts),
        members=_names(parts.values(), base),
    )


def _table(table: DataPath, base: DataPath) -> Source:
    """Return the call that reads a table, with what is unusual about it."""
    form = tables.form_of(table)
    arguments = [snippet("Path(folder, {})", literal(relative_name(table, base)))]
    if form.separator != ",":
        arguments.append(snippet("delimiter={}", literal(form.separator)))
    if form.has_names:
        arguments.append(snippet("skiprows=1"))
    if (form.label, form.pixels, form.columns) != (0, 1, 1 + PIXELS):
        end = form.pixels + PIXELS
        arguments.append(snippet("usecols=[{}, *range({}, {})]", form.label or 0, form.pixels, end))
    return call(snippet(""), snippet("read_part"), arguments)


def _pictures(config: RunConfig, root: DataPath, base: DataPath) -> OwnData:
    try:
        layout = picture_folders.layout_of(root)
    except DataError:
        layout = Layout((), {Part.TRAIN: root})
    unknown = {*config.classes} - {*layout.classes}
    if not all(map(is_folder_name, unknown)):
        raise no_data(root)  # the program would look for pictures elsewhere
    pictures = (path for part in Part for paths in layout.pictures(part) for path in paths)
    return OwnData(
        Kind.PICTURES,
        is_held_out=layout.is_held_out,
        folders=tuple((part, relative_name(path, base)) for part, path in layout.folders.items()),
        has_heif=any(path.suffix.lower() in HEIF_SUFFIXES for path in pictures),
    )
