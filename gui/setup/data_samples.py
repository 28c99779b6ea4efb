"""The classes and samples that the panel of the data shows, read in jobs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.config.data import DataConfig
from gui.setup.classes_view import MAX_SAMPLES

if TYPE_CHECKING:
    from core.data.preview import Classes, Grey, Samples

MAX_CHANGED = 24  # samples that are shown before and after augmentation


@dataclass(frozen=True, eq=False)
class LoadedData:
    """The classes of the data and some samples of each."""

    classes: "Classes"
    samples: "tuple[Samples, ...]"


def load(data: DataConfig, seed: int, run_seed: int) -> LoadedData:
    """Read the data and draw samples by `seed`.

    Args:
        run_seed: that of the run, which decides the wrong labels.

    Raises:
        DataError: if the files are missing or damaged.
    """
    from core.data import preview

    return LoadedData(preview.classes(data), preview.samples(data, MAX_SAMPLES, seed, run_seed))


def change(data: DataConfig, seed: int) -> "tuple[Grey, Grey] | None":
    """Return images and their augmented copies, drawn by `seed`; None without augmentation.

    Raises:
        DataError: if the files are missing or damaged.
    """
    from core.data import preview

    return preview.changed(data, MAX_CHANGED, seed) if data.augment.is_on else None
