"""Loads torch, the digits and the first optimizer while the window is already there."""

from PySide6.QtCore import QObject, Signal

from core.config.choices import DeviceKind
from core.errors import InklingError
from core.messages import Message
from gui.background.threads import BackgroundThread


class WarmUp(BackgroundThread):
    """Quick to start, and gone when all is loaded.

    Signals:
        devices_known(object): for each device the reason why it cannot be used, or None.
        devices_named(object): a list of those that can be used, each with its name.
        failed(object): a `Message`.
    """

    devices_known = Signal(object)
    devices_named = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warm-up")

    def stop(self) -> None:
        """Do nothing: a library that is being loaded is loaded to its end."""

    def run(self) -> None:
        """Called by Qt in the new thread."""
        from core.data import datasets
        from core.machine import devices
        from core.training import optimizers as optimization

        found = devices.options()
        obstacles: dict[str, Message | None] = {option.kind: option.obstacle for option in found}
        self.devices_known.emit(obstacles)
        there = [
            option
            for option in found
            if option.obstacle is None and option.kind is not DeviceKind.AUTO
        ]
        self.devices_named.emit([f"{option.kind}: {option.name}" for option in there])
        try:
            datasets.mnist()
        except InklingError as error:
            self.failed.emit(error.message)
        optimization.warm_up()
