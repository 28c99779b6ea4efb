"""Loads torch, the digits and the first optimizer while the window is already there."""

from PySide6.QtCore import QObject, QThread, Signal

from core.messages import InklingError, Message


class WarmUp(QThread):
    """Quick to start, and gone when all is loaded.

    Signals:
        devices_known(object): for each device the reason why it cannot be used, or None.
        failed(object): a `Message`.
    """

    devices_known = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("warm-up")

    def run(self) -> None:
        """Called by Qt in the new thread."""
        from core import datasets, devices, optimization

        obstacles: dict[str, Message | None] = {option.kind: option.obstacle for option in devices.options()}
        self.devices_known.emit(obstacles)
        try:
            datasets.mnist()
        except InklingError as error:
            self.failed.emit(error.message)
        optimization.warm_up()
