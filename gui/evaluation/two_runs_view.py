"""Two runs side by side: the digits that only one of them reads right."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from core.evaluation.assessment import disagreements
from gui.evaluation.digit_gallery import DigitGallery
from gui.evaluation.evaluations import Assessed
from gui.runs.moments import run_at
from gui.style import theme
from gui.widgets.panel import Panel, column, scrolled, styled_label
from gui.widgets.plain_text import MAX_NAME, PlainLabel, middle_elided, plain_tip


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
        self.hint = PlainLabel(self)
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "quiet")
        self._key = styled_label("quiet", self)
        self._key.setWordWrap(True)
        self.titles = (styled_label("heading"), styled_label("heading"))
        self.galleries = (DigitGallery(), DigitGallery())

        sides = QGridLayout()
        sides.setHorizontalSpacing(theme.PADDING)
        sides.setVerticalSpacing(theme.STEP)
        for index, (title, gallery) in enumerate(zip(self.titles, self.galleries, strict=True)):
            gallery.digit_chosen.connect(self.digit_chosen)
            title.setWordWrap(True)
            sides.addWidget(title, 0, index)
            sides.addWidget(_scrolling(gallery), 1, index)
            sides.setColumnStretch(index, 1)
        sides.setRowStretch(1, 1)

        layout = column(self, padding=0)
        layout.addWidget(self.hint)
        layout.addWidget(self._key)
        layout.addLayout(sides, 1)
        self.retranslate()

    def show_pair(self, names: Sequence[str], pair: tuple[Assessed, Assessed] | None) -> None:
        """Show the runs of these names.

        Args:
            names: two, or fewer if there are not two runs.
            pair: what they read; None while that is computed.
        """
        if list(names) != list(self._names) or pair != self._pair:
            self._names = names
            self._pair = pair
            self._show()

    def _show(self) -> None:
        pair = self._pair
        if pair is not None and not _have_same_images(*pair):
            pair = None
        self.hint.setVisible(pair is None)
        for label in (*self.titles, self._key):
            label.setVisible(pair is not None)

        if pair is None:
            self.hint.setText(self._hint_text())
            for gallery in self.galleries:
                gallery.show_digits(None, ())
            return

        numbers = disagreements(pair[0].assessment, pair[1].assessment)
        text = self.tr("Only {name} is right: {count}")
        for index, (title, gallery) in enumerate(zip(self.titles, self.galleries, strict=True)):
            name = middle_elided(self._names[index], MAX_NAME)
            when = pair[index].network.when
            count = f"{len(numbers[index]):,}"
            title.setText(text.format(name=run_at(name, when), count=count))
            title.setToolTip(plain_tip(run_at(self._names[index], when)))
            gallery.show_digits(pair[1 - index], numbers[index].tolist())

    def _hint_text(self) -> str:
        """Explain why there is nothing to show."""
        if self._pair is not None:
            return self.tr(
                "These two runs were tested on different images: their data are not the same."
            )
        if len(self._names) == 2:
            return self.tr("The images are being read…")
        return self.tr(
            "Select two runs in the table (Ctrl+click) to see which images only one of them"
            " reads correctly."
        )

    def retranslate(self) -> None:
        """Renew titles, key and hint."""
        self._key.setText(
            self.tr("Below each image: the label, what the other run reads, and how sure it is.")
        )
        self._show()


def _have_same_images(a: Assessed, b: Assessed) -> bool:
    """Return whether both read the same images in the same order, as far as both did."""
    count = min(len(a.images), len(b.images))
    return a.classes == b.classes and bool((a.images[:count] == b.images[:count]).all())


def _scrolling(gallery: DigitGallery) -> QScrollArea:
    content = QWidget()
    inner = column(content, padding=0)
    inner.addWidget(gallery)
    inner.addStretch(1)
    return scrolled(content)
