"""The menu of a network's diagram: save it as a picture, or copy it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gui.widgets.picture_file import Picture, PictureFormat, PictureSaver


class DiagramMenu(QMenu):
    """The menu; `picture` returns the diagram as it is now, None while there is none."""

    def __init__(
        self, saver: PictureSaver, picture: Callable[[], Picture | None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._picture = picture
        self._svg = self._add(partial(saver.ask, PictureFormat.SVG))
        self._png = self._add(partial(saver.ask, PictureFormat.PNG))
        self._copy = self._add(saver.copy)
        self.aboutToShow.connect(self._on_about_to_show)

    def _add(self, use: Callable[[Picture], None]) -> QAction:
        def act() -> None:
            picture = self._picture()
            if picture is not None:
                use(picture)

        return self.addAction("", act)

    def _on_about_to_show(self) -> None:
        for action in self.actions():
            action.setEnabled(self._picture() is not None)

    def retranslate(self) -> None:
        """Set all texts again."""
        self._svg.setText(self.tr("Save diagram as SVG…"))
        self._png.setText(self.tr("Save diagram as PNG…"))
        self._copy.setText(self.tr("Copy diagram"))
