"""The ends of a run, with advice for those that are errors."""

import logging

from core.config.choices import Pixels
from core.config.run import RunConfig
from core.errors import InklingError
from core.machine.failures import failure_of_machine, is_out_of_memory
from core.messages import Message, message, with_details
from core.run.events import EndReason, Steps

log = logging.getLogger(__name__)


class RunOver(Exception):  # noqa: N818 - an end, not always an error
    """The end of a run, raised from anywhere within it.

    Attributes:
        steps: the gradient steps of the epoch in which it ends, as in `RunEnded`.
    """

    def __init__(
        self, reason: EndReason, text: Message | None = None, steps: Steps | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.message = text
        self.steps = steps

    def without_traceback(self, steps: Steps | None = None) -> "RunOver":
        """Return the same end without a traceback, which would keep tensors alive.

        Args:
            steps: those of the epoch in progress, if the end does not know them yet.
        """
        return RunOver(self.reason, self.message, steps or self.steps)


def diverged(config: RunConfig, epoch: int, rate: float) -> RunOver:
    """Return the end of a run whose cost or weights became infinite or undefined.

    Args:
        epoch: the epoch in which that happened, from 1.
        rate: the learning rate by the settings; the advice is a lower one.
    """
    # pixels up to 255 make the gradients of the first layer 255 times as large, and their effect on
    # its sums 255 times again; the steps of Adam and others have only the latter
    if config.data.pixels is Pixels.RAW and config.has_images:
        advice = message(
            "The cost became infinite in epoch {epoch}. Pixels up to 255 multiply the effect of "
            "each step: scale them to 0 to 1, or try the learning rate {rate}.",
            epoch=epoch,
            rate=f"{rate / 100:.1g}",
        )
    else:
        advice = message(
            "The cost became infinite in epoch {epoch}: the steps are too large. "
            "Try the learning rate {rate}.",
            epoch=epoch,
            rate=f"{rate / 10:.1g}",
        )
    return RunOver(EndReason.DIVERGED, advice)


def failed(error: Exception, config: RunConfig) -> RunOver:
    """Return the end of a run that an exception ended, with advice if the machine failed."""
    if isinstance(error, InklingError):
        return RunOver(EndReason.FAILED, error.message)

    if is_out_of_memory(error):
        advice = message(
            "Not enough memory. "
            "Try a batch size below {batch}, smaller layers, or fewer runs at once.",
            batch=config.data.batch_size,
        )
        return RunOver(EndReason.FAILED, advice)

    failure = failure_of_machine(error)
    if failure is not None:
        log.error("training failed: %s", failure)
        log.debug("training failed", exc_info=error)
        return RunOver(EndReason.FAILED, with_details(failure, error))
    log.error("training failed", exc_info=error)
    text = message("Training failed: {reason}", reason=f"{type(error).__name__}: {error}")
    return RunOver(EndReason.FAILED, with_details(text, error))
