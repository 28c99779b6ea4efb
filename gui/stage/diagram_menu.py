"""The menu of a network's diagram: save it as a picture, or copy it."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from gui.widgets.picture_file import Picture, PictureFormat, PictureSaver


class DiagramMenu(QMenu):
    """The menu; `picture` returns the diagram as it is now."""

    def __init__(
        self, saver: PictureSaver, picture: Callable[[], Picture], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._svg = self.addAction("", lambda: saver.ask(PictureFormat.SVG, picture()))
        self._png = self.addAction("", lambda: saver.ask(PictureFormat.PNG, picture()))
        self._copy = self.addAction("", lambda: saver.copy(picture()))

    def retranslate(self) -> None:
        """Set all texts again."""
        self._svg.setText(self.tr("Save diagram as SVG…"))
        self._png.setText(self.tr("Save diagram as PNG…"))
        self._copy.setText(self.tr("Copy picture"))
