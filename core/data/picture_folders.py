"""The user's own pictures as a data set: a folder for each class, named after it.

Pictures of 28 x 28 pixels are used unchanged, all others are prepared like drawings (see
`core.data.ink`). All get light ink on dark, unless `data.polarity` has another value; whether they
have dark ink is decided once for all (see `core.data.layouts.set_polarity`).

The folders of the classes may lie within folders for training, validation and testing, under any of
their usual names; without one for testing, every sixth picture of a class is held out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from core.cancellation import check_cancelled, report_progress
from core.config.catalogue import PIXELS, SIDE
from core.config.choices import Polarity, StoredPolarity
from core.config.data import MAX_CLASSES
from core.data.examples import Examples, class_notes
from core.data.ink import Ink, ink_of_grey
from core.data.layouts.entries import files, natural_order, subfolders
from core.data.layouts.parts import Part, divided, in_use, part_of_folder
from core.data.layouts.paths import DataPath
from core.data.layouts.set_polarity import light_share_of_picture, polarity_of
from core.data.layouts.understood import no_data
from core.data.layouts.unread import are_unread
from core.data.photographs.photograph import digit_from_picture, has_clear_paper, has_light_ink
from core.data.pictures import SUFFIXES, read_pixels
from core.data.polarity import is_black_on_white, light_share, white_on_black
from core.errors import DataError, InklingError, is_of_system, not_readable
from core.messages import Message, message

MAX_PICTURES = 100_000
ORDER_SEED = 28
MAX_NAME = 60
MAX_NAMED = 3  # of the pictures that are left out

Grey = NDArray[np.uint8]


@dataclass(frozen=True)
class Layout:
    """The classes of a folder of pictures, and where their pictures lie.

    Attributes:
        folders: of each part that there is, the folder in which the classes' folders lie; with one
            part only, examples are held out from it.
    """

    classes: tuple[str, ...]
    folders: Mapping[Part, DataPath]

    @property
    def is_held_out(self) -> bool:
        """Whether every sixth picture of each class is held out for testing."""
        return len(self.folders) == 1

    def pictures(self, part: Part) -> list[list[DataPath]]:
        """Return the files of each class in a part; none for a part that there is not."""
        folder = self.folders.get(part)
        return [files(folder / name, SUFFIXES) if folder else [] for name in self.classes]


def read(folder: DataPath, polarity: Polarity = Polarity.AUTO) -> Examples:
    """Read the pictures below a folder; see the module's docstring.

    The examples of each part are mixed, always in the same way, so that the first of them cover all
    classes. Those of a validation part follow those for training. Pictures that cannot be read or
    show nothing are left out, and a note says which.

    Raises:
        DataError: if there are fewer than two classes, or one without pictures for training.
    """
    layout = layout_of(folder)
    found = {part: layout.pictures(part) for part in Part}
    paths = [path for part in found.values() for pictures in part for path in pictures]
    if len(paths) > MAX_PICTURES:
        raise DataError(
            message(
                "{folder} contains more than {most} pictures.",
                folder=str(folder),
                most=MAX_PICTURES,
            )
        )

    unread: list[DataPath] = []
    images, stored_polarity = _images(paths, polarity, unread)
    left_out = [path for path in paths if path not in images]
    notes = [*_layout_notes(folder, layout)]
    if left_out:
        notes.append(_left_out_note(folder, left_out, len(paths)))
    examples = _examples(folder, layout, found, images, notes)
    return replace(
        examples,
        stored_polarity=stored_polarity,
        is_still_unread=partial(are_unread, unread) if unread else None,
    )


def _examples(
    folder: DataPath,
    layout: Layout,
    found: Mapping[Part, list[list[DataPath]]],
    images: Mapping[DataPath, Grey],
    notes: Sequence[Message],
) -> Examples:
    train, validation, test = (
        [[path for path in pictures if path in images] for pictures in found[part]]
        for part in (Part.TRAIN, Part.VALIDATION, Part.TEST)
    )
    if layout.is_held_out:
        pairs = [divided(pictures) for pictures in train]
        train, test = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    _check_classes(folder, layout, train, test)

    (labels, first), (more_labels, more), (test_labels, test_images) = (
        _arrays(part, images) for part in (train, validation, test)
    )
    names = tuple(name[:MAX_NAME] for name in layout.classes)
    return Examples(
        np.concatenate([first, more]),
        np.concatenate([labels, more_labels]),
        test_images,
        test_labels,
        names,
        notes=(*notes, *class_notes(names, labels, test_labels)),
        validation=len(more_labels),
    )


def layout_of(folder: DataPath) -> Layout:
    """Find the classes and the parts below a folder, and read no picture yet.

    Raises:
        DataError: if the folder cannot be read, or has no folders that can be classes.
    """
    folders = _part_folders(folder)
    if len(folders) < 2:
        only = next(iter(folders.values()), folder)
        return Layout(_classes([only], folder), {Part.TRAIN: only})

    folders = in_use(folders)
    return Layout(_classes(folders.values(), folder), folders)


def train_size(folder: DataPath) -> int:
    """Count the pictures for training and validation, and read none, not even whether it can be.

    Raises:
        DataError: if the folder cannot be read, or has no folders that can be classes.
    """
    layout = layout_of(folder)
    classes = [*layout.pictures(Part.TRAIN), *layout.pictures(Part.VALIDATION)]
    if layout.is_held_out:
        classes = [divided(pictures)[0] for pictures in classes]
    return sum(map(len, classes))


def _part_folders(folder: DataPath) -> dict[Part, DataPath]:
    """Return the folders of parts: those named so, with folders and without pictures in them.

    So a folder of pictures of trains is a class.
    """
    folders: dict[Part, DataPath] = {}
    for path in _subfolders(folder):
        part = part_of_folder(path.name)
        if part is None or part in folders or files(path, SUFFIXES):
            continue
        if _subfolders(path):
            folders[part] = path
    return folders


def _classes(folders: Iterable[DataPath], whole: DataPath) -> tuple[str, ...]:
    names = {path.name for folder in folders for path in _subfolders(folder)}
    if not 2 <= len(names) <= MAX_CLASSES:
        raise no_data(whole)
    return tuple(sorted(names, key=natural_order))


def _subfolders(folder: DataPath) -> list[DataPath]:
    try:
        return subfolders(folder)
    except OSError as error:
        raise DataError(not_readable(folder, error)) from error


def _check_classes(
    folder: DataPath,
    layout: Layout,
    train: Sequence[list[DataPath]],
    test: Sequence[list[DataPath]],
) -> None:
    """Refuse a class without pictures for training, and data without any for testing.

    From a class of one picture none can be held out.
    """
    for name, for_training, for_testing in zip(layout.classes, train, test, strict=True):
        if not for_training:
            raise DataError(
                message(
                    "The class {name} in {folder} has too few pictures that can be read: none for "
                    "training, {test} for testing.",
                    name=name,
                    folder=str(folder),
                    test=len(for_testing),
                )
            )
    if not any(test):
        raise DataError(
            message("{folder} has no test pictures that can be read.", folder=str(folder))
        )


def _layout_notes(folder: DataPath, layout: Layout) -> Iterator[Message]:
    if layout.is_held_out:
        only = layout.folders[Part.TRAIN]
        yield message(
            "There is no folder of test images: every sixth picture of each class in {folder} is "
            "held out for testing.",
            folder=only.name or str(only),
        )
        return
    for part, use in ((Part.TRAIN, message("training")), (Part.TEST, message("testing"))):
        if part_of_folder(layout.folders[part].name) is Part.VALIDATION:
            yield message(
                "The pictures in {folder} are used for {use}.",
                folder=layout.folders[part].name,
                use=use,
            )


def _left_out_note(folder: DataPath, left_out: Sequence[DataPath], total: int) -> Message:
    names = [path.relative_to(folder).as_posix() for path in left_out[:MAX_NAMED]]
    return message(
        "{count} of {all} pictures are left out, because they cannot be read or show nothing: "
        "{names}.",
        count=len(left_out),
        all=total,
        names=", ".join(names) + ("…" if len(left_out) > MAX_NAMED else ""),
    )


@dataclass
class _Read:
    """A picture that was read.

    Attributes:
        grey: (28, 28); of another size it is prepared, with light ink on dark.
        is_prepared: whether the picture has another size.
        has_dark_ink: of one that is prepared, whether it was dark on light.
        light_share: of the picture's edge.
    """

    grey: Grey
    is_prepared: bool
    has_dark_ink: bool
    light_share: float


def _images(
    paths: Sequence[DataPath], polarity: Polarity, unread: list[DataPath]
) -> tuple[dict[DataPath, Grey], StoredPolarity]:
    """Read the pictures, (784,) each, and their polarity; those that cannot be used are missing.

    Args:
        unread: grows by the pictures that the system cannot read.
    """
    pictures = {}
    for number, path in enumerate(paths):
        check_cancelled()
        report_progress(number, len(paths))
        picture = _read_or_note(path, unread)
        if picture is not None:
            pictures[path] = picture
    stored = polarity_of(
        [picture.light_share for picture in pictures.values()],
        undecided=sum(picture.is_prepared for picture in pictures.values()),
    )

    if polarity is Polarity.PER_PICTURE or stored is StoredPolarity.MIXED:
        _decide_one_by_one(pictures)
    else:
        has_dark_ink = stored is StoredPolarity.DARK_ON_LIGHT
        _decide_for_all(pictures, unread, has_dark_ink=has_dark_ink)

    images = {}
    for path, picture in pictures.items():
        is_flipped = (polarity is Polarity.AS_IS and picture.has_dark_ink) or (
            polarity is Polarity.INVERTED and not picture.has_dark_ink
        )
        images[path] = (255 - picture.grey if is_flipped else picture.grey).reshape(PIXELS)
    return images, stored


def _read_or_note(
    path: DataPath, unread: list[DataPath], light_ink: bool | None = None
) -> _Read | None:
    """Read a picture; None if it shows nothing, is damaged, or cannot be read.

    Raises:
        CancelledError: if it is no longer wanted.
    """
    try:
        return _read(path, light_ink)
    except InklingError as error:
        check_cancelled()
        if is_of_system(error):
            unread.append(path)
        return None


def _read(path: DataPath, light_ink: bool | None = None) -> _Read | None:
    """Read a picture; None if it shows nothing.

    Args:
        light_ink: of a picture to be prepared, whether its ink is light; it shows that if None.

    Raises:
        PictureError: if it cannot be read.
    """
    pixels = read_pixels(path).pixels
    if pixels.shape[:2] == (SIDE, SIDE):
        grey = _brightness(pixels)
        return _Read(grey, False, False, light_share(grey))
    is_light = has_light_ink(pixels) if light_ink is None else light_ink
    ink = digit_from_picture(pixels, is_light)
    if ink is None:
        return None
    grey = np.round(ink * 255).astype(np.uint8)
    return _Read(grey, True, not is_light, light_share_of_picture(pixels, is_light))


def _decide_one_by_one(pictures: Mapping[DataPath, _Read]) -> None:
    """Make all pictures light on dark; those of 28 x 28 pixels as one set, if they agree."""
    unchanged = [picture for picture in pictures.values() if not picture.is_prepared]
    paper = is_black_on_white(picture.grey for picture in unchanged)
    for picture in unchanged:
        light = white_on_black(picture.grey, paper)
        picture.has_dark_ink = light is not picture.grey
        picture.grey = light


def _decide_for_all(
    pictures: dict[DataPath, _Read], unread: list[DataPath], *, has_dark_ink: bool
) -> None:
    """Make all pictures light on dark; prepare again those that seemed to be otherwise."""
    for path, picture in list(pictures.items()):
        if not picture.is_prepared:
            picture.has_dark_ink = has_dark_ink
            picture.grey = white_on_black(picture.grey, has_dark_ink)
        elif picture.has_dark_ink != has_dark_ink:
            check_cancelled()
            del pictures[path]
            again = _read_or_note(path, unread, light_ink=not has_dark_ink)
            if again is not None:
                pictures[path] = again


def _arrays(
    part: Sequence[Sequence[DataPath]], images: Mapping[DataPath, Grey]
) -> tuple[Grey, Grey]:
    """Return a part's labels (N,) and images (N, 784), mixed."""
    paths = [(path, label) for label, pictures in enumerate(part) for path in pictures]
    order = np.argsort(np.random.SeedSequence(ORDER_SEED).generate_state(len(paths), np.uint64))
    labels = np.array([paths[index][1] for index in order], np.uint8)
    mixed = [images[paths[index][0]] for index in order]
    return labels, np.array(mixed, np.uint8).reshape(-1, PIXELS)


def prepared(pixels: Grey, stored: StoredPolarity = StoredPolarity.UNKNOWN) -> Ink | None:
    """Prepare a picture as an example, (28, 28); None if one of another size shows nothing.

    The ink of a picture with 28 x 28 pixels is as light or dark as in its data set, unless the
    picture itself leaves no doubt: all of its edge has one level, and most of the rest has it too.

    Args:
        pixels: grey levels (H, W) or colours (H, W, 3).
        stored: the polarity of the data set's files; the picture's edge decides if unknown.
    """
    if pixels.shape[:2] != (SIDE, SIDE):
        return digit_from_picture(pixels)
    grey = _brightness(pixels)
    is_known = stored in (StoredPolarity.LIGHT_ON_DARK, StoredPolarity.DARK_ON_LIGHT)
    is_dark_ink = None
    if is_known and not has_clear_paper(grey.astype(np.float32)):
        is_dark_ink = stored is StoredPolarity.DARK_ON_LIGHT
    return ink_of_grey(white_on_black(grey, is_dark_ink))


def _brightness(pixels: Grey) -> Grey:
    return np.asarray(Image.fromarray(pixels).convert("L"))
