"""Files that come with Inkling: the MNIST digits, translations, the icon."""

from pathlib import Path


def path(*parts: str) -> Path:
    """Return the path of an embedded file, for example ``path("mnist", "train-images-idx3-ubyte.gz")``."""
    return Path(__file__).parent.joinpath(*parts)
