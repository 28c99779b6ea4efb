"""Files that Inkling carries with it: the MNIST digits, translations, the icon."""

from pathlib import Path


def path(*parts: str) -> Path:
    """The place of an embedded file, for example ``path("mnist", "train-images-idx3-ubyte.gz")``."""
    return Path(__file__).parent.joinpath(*parts)
