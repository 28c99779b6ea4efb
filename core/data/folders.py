"""The folders of data sets, known ones and the user's own, and reading them without torch.

A folder holds IDX files named like MNIST's (see `core.data.idx_folders`), NumPy arrays (see
`core.data.layouts.arrays`), tables (see `core.data.layouts.tables`), or a folder of pictures for
each class (see `core.data.picture_folders`). Any of them may be in a zip file, which is read where
it is; the path of an archive or a table does as well.
"""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

import resources
from core.cancellation import CancelledError, cancelled_by
from core.config.catalogue import KNOWN, MNIST, DataKind, is_path, kind_of
from core.config.choices import Polarity, StoredPolarity, Subset
from core.config.data import DataConfig
from core.config.fields import value_at
from core.config.run import RunConfig
from core.data import picture_folders
from core.data.examples import Examples, Grey, class_notes
from core.data.idx import header_digest, read_pair, sha256_of
from core.data.idx_folders import (
    IdxFiles,
    class_names,
    first_label,
    idx_files,
    is_transposed,
    names_of_labels,
    required_idx_files,
)
from core.data.layouts.arrays import labelled_arrays, read_arrays
from core.data.layouts.entries import opened_root
from core.data.layouts.file_states import state_of
from core.data.layouts.labelled import Labelled, Source, held_out_of, notes_of
from core.data.layouts.parts import Part
from core.data.layouts.paths import DataPath, is_file
from core.data.layouts.set_polarity import is_inverted, polarity_of_arrays
from core.data.layouts.stored import MAX_TESTED, Mask, Stored, check_held, images_of
from core.data.layouts.tables import labelled_tables, read_table
from core.data.layouts.understood import no_data
from core.data.layouts.unread import Reading, complete
from core.data.sizes import sizes_of_images, sizes_of_points
from core.errors import DataError
from core.locations import datasets_folder
from core.messages import message
from core.remote_paths import is_remote, refuse_unchosen

NO_IMAGES = message("These data are points, not images.")
# kept of a test set, unless a run needs more, so that runs on other subsets share them: EMNIST's
# largest has 116,323
MAX_TEST_IMAGES = 120_000


@dataclass(frozen=True)
class _Most:
    """How many images are read of IDX files, and which of those for testing."""

    train: int
    test: int
    choice: Subset


def folder_of(dataset: str) -> Path:
    """Return the folder of a data set's files, whether it exists or not.

    Raises:
        DataError: if it would be in the home folder, and there is none.
    """
    if dataset == MNIST:
        return resources.path("mnist")
    if dataset in KNOWN:
        return datasets_folder() / dataset
    try:
        return Path(dataset).expanduser()
    except RuntimeError:
        # `~name` of an unknown user: keep the path as it is; reading reports it missing.
        return Path(dataset)


def allowed_folder(dataset: str) -> Path:
    """Return the folder of a data set's files, before anything asks the system about it.

    Raises:
        DataError: if it is on another machine, where the user has chosen nothing.
    """
    if dataset not in KNOWN:
        refuse_unchosen(dataset)
    return folder_of(dataset)


def _resolved(folder: Path) -> str:
    """Return the absolute path, with links followed; a drive that stands for a share stays one."""
    real = os.path.realpath(folder)
    return os.path.abspath(folder) if is_remote(real) and not is_remote(str(folder)) else real


def _as_written(folder: str) -> str:
    """Return a folder's path as configs hold it: abbreviated with ~ below the home folder.

    Configs are shared in archives, exports and settings; the home folder would reveal the user's
    name.
    """
    with suppress(RuntimeError, ValueError):  # no home folder, or a folder outside it
        return str(Path("~", Path(folder).relative_to(os.path.realpath(Path.home()))))
    return folder


def is_available(dataset: str) -> bool:
    """Return whether a known data set can be used without downloading anything."""
    if kind_of(dataset) is not DataKind.IMAGES:  # computed
        return True
    try:
        return idx_files(folder_of(dataset)) is not None
    except DataError:  # there is no home folder, so nothing was downloaded, or none can be read
        return False


def source_of(config: DataConfig) -> object:
    """Return what is the same for runs whose images are read at once, into one entry of the cache.

    The numbers of images, which only matter for very large files, are left out.
    """
    return config.dataset, config.polarity


def read_for(config: DataConfig) -> Examples:
    """Read the examples of a run's data, and of their images at least those that it uses.

    Raises:
        DataError: if there are no examples, or they are damaged.
    """
    needed = config.train_size + config.validation_size
    return read(config.dataset, needed, config.test_size, config.test_subset, config.polarity)


def read(
    dataset: str,
    train: int = 0,
    test: int = 0,
    choice: Subset = Subset.SPREAD,
    polarity: Polarity = Polarity.AUTO,
) -> Examples:
    """Read a known data set of images, or a folder; the result is cached until the files change.

    Args:
        train, test: of IDX files at least so many images are read, if there are so many, and never
            fewer than a run uses by default; labels are always read completely.
        choice: which of very many test images are read.
        polarity: whether images are inverted.

    Raises:
        DataError: if there are no examples, or they are damaged.
    """
    if kind_of(dataset) is not DataKind.IMAGES:
        raise DataError(NO_IMAGES)
    path, default = allowed_folder(dataset), DataConfig()
    most = _Most(max(train, default.train_size), max(test, MAX_TEST_IMAGES), choice)
    if dataset in KNOWN and polarity is not Polarity.INVERTED:
        polarity = Polarity.AUTO  # the same for all of these
    return _reading(dataset, path, most, polarity, state_of(path))


@lru_cache(maxsize=3)
def _read(
    dataset: str, path: Path, most: _Most, polarity: Polarity, _state: tuple[object, ...]
) -> Examples:
    known = KNOWN.get(dataset)
    if known is None:
        with opened_root(path) as root:
            return complete(_read_own(root, most, polarity))

    files = idx_files(path)
    if files is None:
        raise DataError(
            message(
                "{data} is not on this machine yet: download it in the Data tab or with the"
                " command `fetch {name}`, or put its files into {folder}.",
                data=known.title,
                name=dataset,
                folder=str(path),
            )
        )
    examples = _from_idx(files, known.classes, most)
    return _inverted(examples) if polarity is Polarity.INVERTED else examples


_reading = Reading(_read)


def _read_own(root: DataPath, most: _Most, polarity: Polarity) -> Examples:
    """Read the first of the layouts that a folder or file has; pictures if it has no other."""
    files = required_idx_files(root)
    if files is not None:
        return _with_polarity(_from_idx(files, class_names(root, files), most), polarity)
    arrays = labelled_arrays(root)
    if arrays is not None:
        examples = _from_parts(root, arrays, read_arrays, lambda pair: pair[0].name, most)
        return _with_polarity(examples, polarity)
    tables = labelled_tables(root)
    if tables is not None:
        examples = _from_parts(root, tables, read_table, lambda table: table.name, most)
        return _with_polarity(examples, polarity)
    if is_file(root):
        raise no_data(root)
    return picture_folders.read(root, polarity)


def _with_polarity(examples: Examples, polarity: Polarity) -> Examples:
    """Determine the polarity of arrays, and invert them if this is to be done."""
    stored = polarity_of_arrays(examples.train_images)
    examples = replace(examples, stored_polarity=stored)
    return _inverted(examples) if is_inverted(polarity, stored) else examples


def _inverted(examples: Examples) -> Examples:
    """Invert the images; their hashes remain those of the files."""
    return replace(
        examples,
        train_images=255 - examples.train_images,
        test_images=255 - examples.test_images,
        image_hashes={
            part: examples.image_hashes.get(part) or sha256_of(getattr(examples, part))
            for part in ("train_images", "test_images")
        },
    )


def _from_parts(
    root: DataPath,
    labelled: Labelled[Source],
    read_part: Callable[[Source], Stored],
    name_of: Callable[[Source], str],
    most: _Most,
) -> Examples:
    """Read images and labels that stand in files of their own for each part.

    Those for validation follow those for training. Files of EMNIST are read as its IDX files are.
    """
    parts = labelled.parts
    name = name_of(parts[Part.TRAIN])
    stored = {part: read_part(source) for part, source in parts.items()}
    names, labels, tested = _labels_of(root, stored, name, labelled.is_held_out)
    check_held(len(labels[Part.TEST]), root)

    trained = [part for part in (Part.TRAIN, Part.VALIDATION) if part in parts]
    train = [(stored[part], tested if tested is None else ~tested) for part in trained]
    test = [(stored[Part.TRAIN if tested is not None else Part.TEST], tested)]
    (images, sha), (test_images, _) = (
        images_of(files, count, header_digest, is_transposed=is_transposed(name))
        for files, count in ((train, most.train), (test, MAX_TESTED))
    )
    train_labels, test_labels = (
        np.concatenate([labels[part] for part in trained]),
        labels[Part.TEST],
    )
    return Examples(
        images,
        train_labels,
        test_images,
        test_labels,
        names,
        {} if sha is None else {"train_images": sha},
        notes=(*notes_of(labelled, name), *class_notes(names, train_labels, test_labels)),
        validation=len(labels.get(Part.VALIDATION, ())),
    )


def _labels_of(
    root: DataPath, stored: Mapping[Part, Stored], name: str, is_held_out: bool
) -> tuple[tuple[str, ...], dict[Part, Grey], Mask | None]:
    """Return the classes, the labels of each part from 0 on, and which images are held out.

    Args:
        name: that of the training images.
    """
    folder = root.parent if is_file(root) else root
    highest = max(int(file.labels.max()) for file in stored.values())
    names, first = names_of_labels(folder, name, highest), first_label(name)
    labels = {part: _from_0(file.labels, first) for part, file in stored.items()}
    if not is_held_out:
        return names, labels, None

    whole = labels[Part.TRAIN]
    tested = held_out_of(whole, root)
    labels[Part.TRAIN], labels[Part.TEST] = whole[~tested], whole[tested]
    return names, labels, tested


def _from_idx(files: IdxFiles, classes: tuple[str, ...], most: _Most) -> Examples:
    first = first_label(files[0].name)
    (images, labels), (test_images, test_labels) = (
        read_pair(
            *pair,
            classes=len(classes) + first,
            most=count,
            choice=choice,
            is_transposed=is_transposed(files[0].name),
        )
        for pair, count, choice in (
            (files[:2], most.train, Subset.FIRST),
            (files[2:], most.test, most.choice),
        )
    )

    hashes = {"train_images": images.sha256, "test_images": test_images.sha256}
    return Examples(
        images.kept,
        _from_0(labels, first),
        test_images.kept,
        _from_0(test_labels, first),
        classes,
        {part: value for part, value in hashes.items() if value is not None},
    )


def _from_0(labels: Grey, first: int) -> Grey:
    if labels.min() < first:
        raise DataError(message("There is a label below {first}.", first=first))
    return labels - np.uint8(first)


def changes_for(config: RunConfig, dataset: str) -> dict[str, object]:
    """Return what to change in `config`, by dotted path, to use a data set or folder instead.

    A folder's classes are read and stored. Sizes beyond the new data are lowered to what there is.
    A size that covered all of the former data covers all of the new, up to the default, but for a
    validation part, which becomes the validation examples. Data of another kind come with the
    sizes, the batches and the epochs that are usual for them.

    Raises:
        DataError: if the folder holds no data.
    """
    names: tuple[str, ...] = ()
    validation, stored = 0, StoredPolarity.UNKNOWN
    known = KNOWN.get(dataset)
    if known is None and is_path(dataset):
        dataset = _as_written(_resolved(allowed_folder(dataset)))
        examples = read(dataset)
        names, validation = examples.classes, examples.validation
        stored = examples.stored_polarity
        train, test = len(examples.train_labels), len(examples.test_labels)
    elif known is not None:
        train, test = known.train, known.test
    else:
        return {"data.dataset": dataset}  # unknown; validating the config reports it

    if kind_of(dataset) is DataKind.POINTS:
        sizes = sizes_of_points(config, dataset)
    else:
        used_all = config.data.train_size == _train_size(config.data)
        sizes = sizes_of_images(config, train, test, validation, has_used_all=used_all)
    changed = _changed(config, sizes)
    data, default = config.data, DataConfig()
    if dataset != data.dataset and data.polarity is not default.polarity:
        changed["data.polarity"] = default.polarity  # what was chosen was about other data
    return {
        "data.dataset": dataset,
        "data.class_names": names,
        "data.stored_polarity": stored,
        **changed,
    }


def _changed(config: RunConfig, values: Mapping[str, object]) -> dict[str, object]:
    """Return those values, by dotted path, that `config` does not have yet."""
    return {path: value for path, value in values.items() if value != value_at(config, path)}


def _train_size(data: DataConfig) -> int | None:
    """Return how many training examples there are; None if they cannot be read.

    Pictures that are not in the cache are only counted, because reading them may take minutes.
    """
    if data.dataset in KNOWN:
        return KNOWN[data.dataset].train
    with suppress(DataError, CancelledError), cancelled_by(lambda: True):
        return len(read_for(data).train_labels)
    with suppress(DataError), opened_root(allowed_folder(data.dataset)) as root:
        if _holds_pictures(root):
            return picture_folders.train_size(root)
        return len(read(data.dataset).train_labels)
    return None


def _holds_pictures(root: DataPath) -> bool:
    """Return whether `_read_own` finds no other layout."""
    if is_file(root) or required_idx_files(root) is not None:
        return False
    return labelled_arrays(root) is None and labelled_tables(root) is None
