"""How many examples of other data a run would use: as before if possible, as usual otherwise.

The numbers of examples, batches and epochs are settings, given here by their dotted paths.
"""

from core.config.catalogue import POINTS_OWN
from core.config.data import DataConfig
from core.config.fields import value_at
from core.config.points import USUAL_SIZES
from core.config.run import RunConfig


def sizes_of_images(
    config: RunConfig, train: int, test: int, validation: int, *, has_used_all: bool
) -> dict[str, int]:
    """Return the sizes for other images, of which there are so many.

    Args:
        validation: how many of those for training their makers meant for validation.
        has_used_all: whether the run has used all training examples of its former data.
    """
    if not config.has_images:
        usual = sizes_of_images(RunConfig(), train, test, validation, has_used_all=True)
        return {**usual, "epochs": RunConfig().epochs}

    data, default = config.data, DataConfig()
    train_size = max(data.train_size, default.train_size) if has_used_all else data.train_size
    test_size = max(data.test_size, default.test_size) if has_used_all else data.test_size
    size = min(train_size, train - validation if has_used_all else train)
    held_out = max(data.validation_size, validation) if has_used_all else data.validation_size
    return {
        "data.train_size": size,
        "data.test_size": min(test_size, test),
        "data.validation_size": min(held_out, train - size),
        "data.batch_size": min(data.batch_size, size),
    }


def sizes_of_points(config: RunConfig, dataset: str) -> dict[str, int]:
    """Return the sizes for points of the plane; all of the user's own are learned from."""
    data, sizes = config.data, dict(USUAL_SIZES)
    if config.has_points:
        sizes = {path: int(str(value_at(config, path))) for path in sizes}

    if dataset == POINTS_OWN:
        own = len(data.points.own)
        batch = min(sizes["data.batch_size"], own)
        sizes |= {"data.train_size": own, "data.validation_size": 0, "data.batch_size": batch}
    elif data.dataset == POINTS_OWN:
        sizes["data.train_size"] = USUAL_SIZES["data.train_size"]
    return sizes
