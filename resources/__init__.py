"""Files that come with Inkling: the MNIST digits, translations, the icon."""

from pathlib import Path


def path(*parts: str) -> Path:
    """Return the path of an embedded file, for example ``path("icons", "inkling.svg")``."""
    return Path(__file__).parent.joinpath(*parts)
