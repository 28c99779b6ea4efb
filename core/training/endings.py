"""Why a run ends, and what to try where it ended badly."""

import logging

import torch

from core.config.choices import Pixels
from core.config.run import RunConfig
from core.errors import InklingError
from core.messages import Message, message, with_details
from core.run.events import EndReason

log = logging.getLogger(__name__)


class RunOver(Exception):  # noqa: N818 - an end, not always an error
    """Ends the run from anywhere within it."""

    def __init__(self, reason: EndReason, text: Message | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message = text

    def without_traceback(self) -> "RunOver":
        """The same end, holding on to nothing."""
        return RunOver(self.reason, self.message)


def diverged(config: RunConfig, epoch: int, rate: float) -> RunOver:
    """The cost or a weight grew beyond all numbers in this epoch, with this learning rate."""
    if config.data.pixels is Pixels.RAW and not config.is_regression:
        advice = message(
            "The cost became infinite in epoch {epoch}. Pixels up to 255 make large steps: "
            "scale them to 0 to 1, or try the learning rate {rate}.",
            epoch=epoch,
            rate=f"{rate / 100:.1g}",
        )
    else:
        advice = message(
            "The cost became infinite in epoch {epoch}: the steps are too large. Try the learning "
            "rate {rate}.",
            epoch=epoch,
            rate=f"{rate / 10:.1g}",
        )
    return RunOver(EndReason.DIVERGED, advice)


def failed(error: Exception, config: RunConfig) -> RunOver:
    """An exception ended it: said in its own words, or in those of the memory that it lacked."""
    if isinstance(error, InklingError):
        return RunOver(EndReason.FAILED, error.message)
    if isinstance(error, torch.OutOfMemoryError | MemoryError) or "DefaultCPUAllocator" in str(
        error
    ):
        advice = message(
            "Not enough memory. Try a batch size below {batch}, smaller layers, or fewer runs at "
            "once.",
            batch=config.data.batch_size,
        )
        return RunOver(EndReason.FAILED, advice)
    log.error("training failed", exc_info=error)
    reason = f"{type(error).__name__}: {error}"
    return RunOver(
        EndReason.FAILED, with_details(message("Training failed: {reason}", reason=reason), error)
    )
