"""The thread that loads SciPy, torch, the digits and all that trains behind the open window."""

import logging

from PySide6.QtCore import QObject, Signal

from core.config.choices import DeviceKind
from core.errors import InklingError
from core.lifecycle import session
from core.machine.failures import failure_of_machine
from core.machine.processor import flush_denormals
from core.machine.torch_libraries import load_torch_libraries
from core.messages import Message
from gui.background.threads import BackgroundThread
from gui.process import garbage

log = logging.getLogger(__name__)


class WarmUp(BackgroundThread):
    """The loading of what the first run would otherwise wait for.

    Signals:
        devices_known(object): dict[str, Message | None], for each device kind the reason why it
        cannot be used.
        devices_slow_in_16_bits(object): dict[str, Message | None], for each device kind why
        bfloat16 is slower on it; None if it is not.
        devices_named(object): list[str], the usable devices, each with its kind and name.
        failed(object): a `Message` that says why the digits cannot be read or torch not be loaded.
    """

    devices_known = Signal(object)
    devices_slow_in_16_bits = Signal(object)
    devices_named = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warm-up")

    def stop(self) -> None:
        """Do nothing: a library that is being loaded is loaded to its end."""

    def run(self) -> None:
        """Load everything, in the new thread."""
        try:
            self._load()
            log.info("what the first run needs is loaded")
        except Exception as error:
            failure = failure_of_machine(error)
            if failure is None:
                raise
            self.failed.emit(failure)
        finally:
            garbage.go_on()

    def _load(self) -> None:
        load_torch_libraries()  # while the window is painted for the first time
        import scipy.ndimage  # for the first stroke  # noqa: F401

        from core.data import datasets
        from core.machine import devices

        flush_denormals()
        options = devices.options()
        reasons: dict[str, Message | None] = {option.kind: option.reason for option in options}
        self.devices_known.emit(reasons)
        self.devices_slow_in_16_bits.emit(
            {option.kind: option.reason_against_16_bits for option in options}
        )
        usable = [
            f"{option.kind}: {option.name}"
            for option in options
            if option.reason is None and option.kind is not DeviceKind.AUTO
        ]
        self.devices_named.emit(usable)

        try:
            datasets.mnist()
        except InklingError as error:
            self.failed.emit(error.message)
        session.warm_up()
