"""The data sets that Inkling knows: their classes, their sizes and their sources.

Nothing is read here; `core.data.datasets` loads them. A user's own folder stands for a data set,
too: its path is given instead of a name, and `core.data.folders` reads what it contains.

What an example is follows from the data's kind, see `DataKind`: images, points of the plane
(`core.data.points` draws them), or the points of the noisy line.
"""

import os
import re
import string
from dataclasses import dataclass
from enum import Enum

from core.messages import Message, message
from core.plain_text import printable

MNIST, NOISY_LINE = "mnist", "noisy-line"
DIGITS = tuple(string.digits)
POINTS_CLOUDS, POINTS_CIRCLE, POINTS_XOR = "points-clouds", "points-circle", "points-xor"
POINTS_SPIRAL, POINTS_MOONS, POINTS_ARMS = "points-spiral", "points-moons", "points-arms"
POINTS_OWN = "points-own"
POINT_CLASSES = ("A", "B", "C", "D", "E")
MAX_POINTS = 10_000  # for training and validation, and for testing
SIDE = 28  # pixels along each side of a digit
PIXELS = SIDE * SIDE
# Mean and standard deviation of MNIST's training pixels, divided by 255 (a test computes them).
PIXEL_MEAN, PIXEL_DEVIATION = 0.1307, 0.3081
# of files that are data sets themselves; see `core.data.layouts`
FILE_SUFFIXES = (".csv", ".tsv", ".csv.gz", ".tsv.gz", ".npz", ".npy", ".zip")


class DataKind(Enum):
    """What an example is; the value is the number of inputs of a network that learns from them."""

    IMAGES = PIXELS
    POINTS = 2  # of the plane, with a class each
    LINE = 1  # numbers x, with a number y each

    @property
    def inputs(self) -> int:
        """The numbers that a network gets for each example."""
        return self.value


@dataclass(frozen=True)
class RemoteFile:
    """A file of a data set, as its makers publish it.

    Attributes:
        address: begins with https.
        md5: the file's checksum. Checksums and addresses are from torchvision's list
            (torchvision/datasets/mnist.py); its unencrypted hosts are replaced.
        size: bytes, approximately.
        folder: the folder of the needed members within an archive; empty for a file that is used
            as it is.
    """

    address: str
    md5: str
    size: int
    folder: str = ""

    @property
    def name(self) -> str:
        """The address' last part."""
        return self.address.rpartition("/")[2]


@dataclass(frozen=True)
class DataSet:
    """A data set known by name.

    Attributes:
        name: as written in files and commands.
        classes: what the labels 0, 1, ... mean; empty for a regression.
        train, test: the numbers of examples; of points, how many can be drawn.
        licence: its makers and their licence.
        writers: who wrote or drew what its images show; None if it is not known or nobody did.
        is_transposed: whether its files store the pixels column by column.
        files: the files to download; empty for data that come with Inkling.
        members: the files of an archive that are kept.
        kind: what an example is.
    """

    name: str
    title: Message
    about: Message
    classes: tuple[str, ...]
    train: int
    test: int
    licence: str = ""
    is_transposed: bool = False
    files: tuple[RemoteFile, ...] = ()
    members: tuple[str, ...] = ()
    kind: DataKind = DataKind.IMAGES
    writers: Message | None = None

    @property
    def size(self) -> int:
        """The approximate size of the download, in bytes."""
        return sum(file.size for file in self.files)

    @property
    def file_names(self) -> tuple[str, ...]:
        """The files in its folder once it has been downloaded."""
        return self.members or tuple(file.name for file in self.files)


def _at(host: str, *files: tuple[str, str, int]) -> tuple[RemoteFile, ...]:
    return tuple(RemoteFile(f"https://{host}/{name}", md5, size) for name, md5, size in files)


def _points(name: str, title: Message, about: Message, classes: int = 2) -> DataSet:
    names = POINT_CLASSES[:classes]
    return DataSet(name, title, about, names, MAX_POINTS, MAX_POINTS, kind=DataKind.POINTS)


def _emnist(split: str) -> tuple[str, ...]:
    parts = ("train-images-idx3", "train-labels-idx1", "test-images-idx3", "test-labels-idx1")
    return tuple(f"emnist-{split}-{part}-ubyte.gz" for part in parts)


_FASHION_MNIST = _at(
    "raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
    ("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d", 26_421_880),
    ("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe", 29_515),
    ("t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79", 4_422_102),
    ("t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310", 5_148),
)
_KMNIST = _at(
    "codh.rois.ac.jp/kmnist/dataset/kmnist",
    ("train-images-idx3-ubyte.gz", "bdb82020997e1d708af4cf47b453dcf7", 18_165_135),
    ("train-labels-idx1-ubyte.gz", "e144d726b3acfaa3e44228e80efcd344", 29_497),
    ("t10k-images-idx3-ubyte.gz", "5c965bf0a639b31b8f53240b1b52f4d7", 3_041_136),
    ("t10k-labels-idx1-ubyte.gz", "7320c461ea6c1c855c0b718fb2a4b134", 5_120),
)
_QMNIST = _at(
    "raw.githubusercontent.com/facebookresearch/qmnist/master",
    ("qmnist-train-images-idx3-ubyte.gz", "ed72d4157d28c017586c42bc6afe6370", 9_704_059),
    ("qmnist-train-labels-idx2-int.gz", "0058f8dd561b90ffdd0f734c6a30e5e4", 463_024),
    ("qmnist-test-images-idx3-ubyte.gz", "1394631089c404de565df7b7aeaf9412", 9_742_279),
    ("qmnist-test-labels-idx2-int.gz", "5b5b05890a5e13444e108efe57b788aa", 526_800),
)
_EMNIST = (
    RemoteFile(
        "https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",
        "58c8d27c78d21e728a6bc7b3cc06412e",
        561_753_746,
        "gzip",
    ),
)

# P. Grother 1995, NIST Special Database 19; Y. LeCun, C. Cortes, C. Burges, The MNIST database
_NIST_WRITERS = message(
    "Written by employees of the US Census Bureau and by high-school students in the USA."
)
_MNIST_WRITERS = message(
    "Written by employees of the US Census Bureau and by high-school students in the USA; nobody "
    "wrote both training and test digits."
)

KNOWN: dict[str, DataSet] = {
    data_set.name: data_set
    for data_set in (
        DataSet(
            MNIST,
            message("MNIST digits"),
            message("70,000 handwritten digits; they come with Inkling."),
            DIGITS,
            60_000,
            10_000,
            "Y. LeCun and C. Cortes, CC BY-SA 3.0",
            writers=_MNIST_WRITERS,
        ),
        DataSet(
            NOISY_LINE,
            message("Noisy line"),
            message("101 points along a line, with noise."),
            (),
            101,
            101,
            kind=DataKind.LINE,
        ),
        DataSet(
            "fashion-mnist",
            message("Fashion-MNIST"),
            message("Ten kinds of clothing, as large as MNIST and harder to tell apart."),
            (
                "T-shirt/top",
                "Trouser",
                "Pullover",
                "Dress",
                "Coat",
                "Sandal",
                "Shirt",
                "Sneaker",
                "Bag",
                "Ankle boot",
            ),
            60_000,
            10_000,
            "Zalando SE, MIT",
            files=_FASHION_MNIST,
        ),
        DataSet(
            "kmnist",
            message("KMNIST"),
            message("Ten characters of old Japanese writing, each written in several ways."),
            ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
            60_000,
            10_000,
            "Center for Open Data in the Humanities, CC BY-SA 4.0",
            files=_KMNIST,
        ),
        DataSet(
            "emnist-digits",
            message("EMNIST digits"),
            message("280,000 handwritten digits."),
            DIGITS,
            240_000,
            40_000,
            "G. Cohen and others, from NIST Special Database 19",
            writers=_NIST_WRITERS,
            is_transposed=True,
            files=_EMNIST,
            members=_emnist("digits"),
        ),
        DataSet(
            "emnist-letters",
            message("EMNIST letters"),
            message("The letters A to Z, capital and small ones in the same class."),
            tuple(string.ascii_uppercase),
            124_800,
            20_800,
            "G. Cohen and others, from NIST Special Database 19",
            writers=_NIST_WRITERS,
            is_transposed=True,
            files=_EMNIST,
            members=_emnist("letters"),
        ),
        DataSet(
            "qmnist",
            message("QMNIST digits"),
            message("MNIST rebuilt from its sources, with 60,000 test digits."),
            DIGITS,
            60_000,
            60_000,
            "C. Yadav and L. Bottou, BSD 3-clause",
            writers=_MNIST_WRITERS,
            files=_QMNIST,
        ),
        _points(
            POINTS_CLOUDS,
            message("Two clouds"),
            message("Points around two centres; a straight line divides them."),
        ),
        _points(
            POINTS_CIRCLE,
            message("Circle"),
            message("Points in a disc, and points in a ring around it."),
        ),
        _points(
            POINTS_XOR,
            message("Exclusive or"),
            message("Points in four quarters of the plane, opposite ones in the same class."),
        ),
        _points(
            POINTS_SPIRAL,
            message("Spiral"),
            message("Points on two arms that wind around each other."),
        ),
        _points(
            POINTS_MOONS,
            message("Two moons"),
            message("Points on two half circles that reach into each other."),
        ),
        _points(
            POINTS_ARMS,
            message("Three arms"),
            message("Points on the three arms of a spiral, a class for each."),
            classes=3,
        ),
        _points(
            POINTS_OWN,
            message("Your own points"),
            message("Points that you set in the plane yourself."),
        ),
    )
}
POINT_SETS = tuple(name for name, known in KNOWN.items() if known.kind is DataKind.POINTS)


def kind_of(name: str) -> DataKind:
    """Return what the examples of a data set are; those of folders and files are images."""
    known = KNOWN.get(name)
    return known.kind if known is not None else DataKind.IMAGES


def leads_out(class_name: str) -> bool:
    """Return whether the name of a class is the path of something outside any folder.

    A name such as ``T-shirt/top`` is none.
    """
    is_absolute = len(class_name) > 1 and class_name.startswith(("/", "\\"))
    is_upward = any(part.strip() == os.pardir for part in re.split(r"[/\\]", class_name))
    return is_absolute or is_upward or re.match(r"[A-Za-z]:[/\\]", class_name) is not None


def is_folder_name(class_name: str) -> bool:
    """Return whether a class can be a folder of this name, on every system."""
    is_path = re.search(r"[/\\]|^[A-Za-z]:", class_name) is not None
    return not is_path and class_name.strip(" .") != ""


def is_path(name: str) -> bool:
    """Return whether a data set's name is a path: with separators, or ending as data files do."""
    try:
        is_possible = b"\0" not in os.fsencode(name)
    except UnicodeEncodeError:  # a lone surrogate, possible in JSON but in no file name
        return False

    return (
        is_possible
        and name not in KNOWN
        and (
            name in (os.curdir, os.pardir)
            or any(part in name for part in ("/", os.sep, "~"))
            or name.lower().endswith(FILE_SUFFIXES)
        )
    )


def title(name: str) -> Message:
    """Return a data set's title; for a folder, the last part of its path."""
    known = KNOWN.get(name)
    if known is not None:
        return known.title
    return Message(printable(os.path.basename(name.replace("\\", "/").rstrip("/")) or name))
