"""What to show of an exception that ended work in the background."""

import logging
from dataclasses import replace

from core.errors import InklingError
from core.machine.failures import failure_of_machine
from core.messages import Message, message, with_details

SOMETHING_FAILED = message("Something failed: {reason}", reason="")

log = logging.getLogger(__name__)


def message_for(error: Exception, activity: str, title: Message = SOMETHING_FAILED) -> Message:
    """Return the message of an `InklingError`; log any other exception and describe it.

    Failures of the machine, such as too little memory, have sentences of their own.

    Args:
        activity: what failed, for the log.
        title: the sentence of an unexpected exception, with its type and text as `reason`.
    """
    if isinstance(error, InklingError):
        return error.message

    failure = failure_of_machine(error)
    if failure is not None:
        log.error("%s failed: %s", activity, failure)
        log.debug("%s failed", activity, exc_info=error)
        return with_details(failure, error)
    log.error("%s failed", activity, exc_info=error)
    reason = f"{type(error).__name__}: {error}"
    return with_details(replace(title, values={"reason": reason}), error)
