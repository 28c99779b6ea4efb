"""The data sets that Inkling knows: how many examples of which classes they hold, and where they come from.

Nothing is read here; `core.datasets` loads them. A folder of one's own takes the place of a known name; what is in it
is found out by `core.data_folders`.
"""

import os
import string
from dataclasses import dataclass

from core.messages import Message, message

MNIST, NOISY_LINE = "mnist", "noisy-line"
DIGITS = tuple(string.digits)


@dataclass(frozen=True)
class DataSet:
    """A data set known by name.

    Attributes:
        name: as it stands in files and commands.
        classes: what the labels 0, 1, ... mean; none for values.
        train, test: how many examples there are.
        licence: under which its makers give it away, and who they are.
        is_transposed: whether its files hold the pixels column by column.
    """

    name: str
    title: Message
    about: Message
    classes: tuple[str, ...]
    train: int
    test: int
    licence: str = ""
    is_transposed: bool = False


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
        ),
        DataSet(
            NOISY_LINE,
            message("Noisy line"),
            message("101 points along a line, with noise."),
            (),
            101,
            101,
        ),
        DataSet(
            "fashion-mnist",
            message("Fashion-MNIST"),
            message("Ten kinds of clothing, as large as MNIST and harder to tell apart."),
            ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"),
            60_000,
            10_000,
            "Zalando SE, MIT",
        ),
        DataSet(
            "kmnist",
            message("KMNIST"),
            message("Ten characters of old Japanese writing, each written in several ways."),
            ("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
            60_000,
            10_000,
            "Center for Open Data in the Humanities, CC BY-SA 4.0",
        ),
        DataSet(
            "emnist-digits",
            message("EMNIST digits"),
            message("280,000 handwritten digits."),
            DIGITS,
            240_000,
            40_000,
            "G. Cohen and others, from NIST Special Database 19",
            is_transposed=True,
        ),
        DataSet(
            "emnist-letters",
            message("EMNIST letters"),
            message("The letters A to Z, capital and small ones in the same class."),
            tuple(string.ascii_uppercase),
            124_800,
            20_800,
            "G. Cohen and others, from NIST Special Database 19",
            is_transposed=True,
        ),
        DataSet(
            "qmnist",
            message("QMNIST digits"),
            message("MNIST made anew from its sources, with 60,000 test digits."),
            DIGITS,
            60_000,
            60_000,
            "C. Yadav and L. Bottou, BSD 3-clause",
        ),
    )
}


def is_folder(name: str) -> bool:
    """Whether the name of a data set is the path of a folder; known names have no separators in them."""
    return name not in KNOWN and any(separator in name for separator in ("/", os.sep, "~") if separator)


def title(name: str) -> Message:
    """What a data set is called: its title, or the last part of its folder's path."""
    known = KNOWN.get(name)
    if known is not None:
        return known.title
    return Message(os.path.basename(name.replace("\\", "/").rstrip("/")) or name)
