"""Two runs side by side: the digits that only one of them reads right."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from core.evaluation.assessment import disagreements
from gui.evaluation.digit_gallery import DigitGallery
from gui.evaluation.evaluations import Assessed
from gui.style import theme
from gui.widgets.panel import Panel, column, scrolled, styled_label


class TwoRunsView(Panel):
    """Two galleries; each shows how the run that is wrong reads the digits.

    Signals:
        digit_chosen(object): a `Digit` to be read by the networks.
    """

    digit_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._pair: tuple[Assessed, Assessed] | None = None
        self.hint = QLabel(self)
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "quiet")
        self.titles = styled_label("title"), styled_label("title")
        self._key = styled_label("quiet", self)
        self._key.setWordWrap(True)
        self.galleries = DigitGallery(), DigitGallery()
        sides = QGridLayout()
        sides.setHorizontalSpacing(theme.PADDING)
        sides.setVerticalSpacing(theme.STEP)
        for place, (title, gallery) in enumerate(zip(self.titles, self.galleries, strict=True)):
            gallery.digit_chosen.connect(self.digit_chosen)
            title.setWordWrap(True)
            sides.addWidget(title, 0, place)
            sides.addWidget(_scrolling(gallery), 1, place)
            sides.setColumnStretch(place, 1)
        sides.setRowStretch(1, 1)
        layout = column(self, padding=0)
        layout.addWidget(self.hint)
        layout.addWidget(self._key)
        layout.addLayout(sides, 1)
        self.retranslate()

    def show_pair(self, names: Sequence[str], pair: tuple[Assessed, Assessed] | None) -> None:
        """Two runs' names and answers; without answers they are on their way, without two names there is no pair."""
        if list(names) != list(self._names) or pair != self._pair:
            self._names, self._pair = names, pair
            self._show()

    def _show(self) -> None:
        names, pair = self._names, self._pair
        are_strangers = pair is not None and not _were_asked_the_same(*pair)
        if are_strangers:
            pair = None
        self.hint.setVisible(pair is None)
        for label in (*self.titles, self._key):
            label.setVisible(pair is not None)
        if pair is None:
            for gallery in self.galleries:
                gallery.show_digits(None, ())
            wait = self.tr("The test images are being read…")
            ask = self.tr(
                "Select two runs in the table (Ctrl+click) to see which images only one of them"
                " reads correctly."
            )
            other = self.tr(
                "These two runs were tested on different images: their data are not the same."
            )
            self.hint.setText(other if are_strangers else wait if len(names) == 2 else ask)
            return
        numbers = disagreements(pair[0].assessment, pair[1].assessment)
        text = self.tr("Only {name} is right: {count}")
        for place, (title, gallery) in enumerate(zip(self.titles, self.galleries, strict=True)):
            title.setText(text.format(name=names[place], count=f"{len(numbers[place]):,}"))
            gallery.show_digits(pair[1 - place], numbers[place].tolist())

    def retranslate(self) -> None:
        """Titles, key and hint."""
        self._key.setText(
            self.tr("Below each image: the label, what the other run reads, and how sure it is.")
        )
        self._show()


def _were_asked_the_same(one: Assessed, other: Assessed) -> bool:
    """Whether the images that both were asked are the same, in the same order."""
    count = min(len(one.images), len(other.images))
    return one.classes == other.classes and bool((one.images[:count] == other.images[:count]).all())


def _scrolling(gallery: DigitGallery) -> QScrollArea:
    content = QWidget()
    inner = column(content, padding=0)
    inner.addWidget(gallery)
    inner.addStretch(1)
    return scrolled(content)
