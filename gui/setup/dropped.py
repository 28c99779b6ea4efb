"""Files and folders that are dropped on a widget."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from gui.widgets.dropped_files import local_files


class DroppedPath(QObject):
    """Accepts a single file or folder that is dropped on a widget.

    Signals:
        dropped(str): its path.
    """

    dropped = Signal(str)

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Accept what is dragged over the widget, and emit what is dropped."""
        if not isinstance(event, QDropEvent):  # of dragging, too
            return False
        files = local_files(event.mimeData())
        path = files[0] if len(files) == 1 else ""
        if not path:
            return False
        event.acceptProposedAction()
        if event.type() is QEvent.Type.Drop:
            self.dropped.emit(path)
        return True
