"""What counts as data, in a message."""

from core.config.data import MAX_CLASSES
from core.errors import DataError
from core.messages import message


def no_data(path: object) -> DataError:
    """Return the error for a file or folder in which nothing is understood."""
    return DataError(
        message(
            "{folder} contains no data: expected are IDX files named like MNIST's, NumPy arrays "
            "(mnist.npz, or x_train.npy, y_train.npy, …), tables (train.csv: a label and 784 grey "
            "levels in each line), or 2 to {most} folders of pictures, one for each class; all of "
            "these also in a zip file.",
            folder=str(path),
            most=MAX_CLASSES,
        )
    )
