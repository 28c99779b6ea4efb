"""A run to export, with the weights that are asked for."""

from dataclasses import dataclass
from pathlib import Path

from core.config.choices import WeightsChoice
from core.config.naming import run_name
from core.config.run import RunConfig
from core.errors import ExportError
from core.file_presence import is_missing
from core.messages import Translate, message
from core.network.weights import Weights
from core.run.record import RunRecord
from core.storage import best_weights, labels, layout
from core.storage import records as runs


@dataclass(frozen=True)
class Source:
    """A run to export.

    Attributes:
        name: the run's name, for users.
        record: with its curves.
        folder: where it is kept; None if it is not.
        choice: whether to export the weights of its last or of its best epoch.
    """

    name: str
    record: RunRecord
    folder: Path | None = None
    choice: WeightsChoice = WeightsChoice.LAST

    @property
    def config(self) -> RunConfig:
        """The run's config."""
        return self.record.config

    @property
    def _is_kept(self) -> bool:
        return self.folder is not None and not is_missing(self.folder / layout.WEIGHTS_FILE)

    def weights(self) -> Weights:
        """Read the weights of the best epoch, or the latest: of the last epoch or of the stop.

        Raises:
            ExportError: if the run has no weights yet.
            RunFolderError: if they are damaged, not finite, or not kept.
        """
        return self.dated_weights()[1]

    def dated_weights(self) -> tuple[int, Weights]:
        """Read the weights like `weights`, and return their epoch with them.

        A process that is killed leaves the weights of the epoch before the last line.

        Raises:
            ExportError: if the run has no weights yet.
            RunFolderError: if they are damaged, not finite, or not kept.
        """
        if self._is_kept and self.folder is not None:
            moment, weights = best_weights.dated_weights_of(self.folder, self.choice)
            return (self.record.epochs_done if moment is None else moment.epochs), weights
        if not self.record.weights:
            raise ExportError(
                message(
                    "The run {run} has no weights yet: no epoch was completed.", run=self.record.run
                )
            )
        return self.record.epochs_done, self.record.weights


def source_of(
    folder: Path, translate: Translate = str, choice: WeightsChoice = WeightsChoice.LAST
) -> Source:
    """Read a kept run.

    Raises:
        RunFolderError: if one of its files is damaged.
    """
    record, label = runs.read_record(folder), labels.read_label(folder)
    name = translate(run_name(record.config, label.name, label.number or 1))
    return Source(name, record, folder, choice)
