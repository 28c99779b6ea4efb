"""A run's mistakes, the surest first, and the probabilities for the image under the pointer."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from core.config.catalogue import DIGITS
from gui.evaluation.digit_gallery import DigitGallery
from gui.evaluation.evaluations import Assessed
from gui.style import theme
from gui.widgets.answer.answer_column import AnswerColumn
from gui.widgets.panel import Panel, column, scrolled, styled_label
from gui.widgets.plain_text import set_choice_text

STRIP = 28 * theme.STEP
MAX_CLASS_NAME = 24  # letters in a filter


class MistakesView(Panel):
    """A gallery with two filters.

    Signals:
        digit_chosen(object): a `Digit` to be read by the networks.
    """

    digit_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._assessed: Assessed | None = None
        self._title = ("", theme.neutral_style())
        self.label = QComboBox(self)
        self.given = QComboBox(self)
        self._filters = (self.label, self.given)
        self._names = (styled_label("quiet", self), styled_label("quiet", self))
        for choice in self._filters:
            choice.addItem("", None)
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            choice.currentIndexChanged.connect(self._show)

        self._count = styled_label("quiet", self)
        self._pointed = styled_label("quiet", self)
        self._pointed.setWordWrap(True)
        self.gallery = DigitGallery()
        self.gallery.tip_has_answers = False  # the bars show them
        self.gallery.digit_chosen.connect(self.digit_chosen)
        self.gallery.pointed.connect(self._on_pointed)
        self.answer = AnswerColumn("", self._title[1].colour, self)
        self._build()
        self._offer_classes()
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * theme.STEP)
        for name, choice in zip(self._names, self._filters, strict=True):
            head.addWidget(name)
            head.addWidget(choice)
            head.addSpacing(theme.STEP)
        head.addStretch(1)
        head.addWidget(self._count)

        content = QWidget()
        inner = column(content, padding=0)
        inner.addWidget(self.gallery)
        inner.addStretch(1)

        self._strip = QVBoxLayout()
        self._strip.setSpacing(theme.STEP)
        self._strip.addWidget(self._pointed)
        self._strip.addWidget(self.answer, 1)
        self._strip.addStretch(0)
        for widget in (self._pointed, self.answer):
            widget.setFixedWidth(STRIP)
        self.answer.setMaximumHeight(65 * theme.STEP)

        body = QHBoxLayout()
        body.setSpacing(theme.PADDING)
        body.addWidget(scrolled(content), 1)
        body.addLayout(self._strip)

        layout = column(self, padding=0)
        layout.addLayout(head)
        layout.addLayout(body, 1)

    def show_assessed(self, assessed: Assessed | None, name: str, style: theme.RunStyle) -> None:
        """Show a run's mistakes."""
        if assessed is self._assessed and (name, style) == self._title:
            return
        classes = self._classes
        self._assessed = assessed
        if self._classes != classes:
            self._offer_classes()
        if (name, style) != self._title or self._classes != classes:
            self._title = (name, style)
            self._renew_answer()
        self._show()

    @property
    def _classes(self) -> tuple[str, ...]:
        return DIGITS if self._assessed is None else self._assessed.classes

    def _offer_classes(self) -> None:
        """Offer all classes in both filters, and filter nothing."""
        for choice in self._filters:
            with QSignalBlocker(choice):
                while choice.count() > 1:
                    choice.removeItem(1)
                for number, name in enumerate(self._classes):
                    choice.addItem("", number)
                    set_choice_text(choice, number + 1, name, MAX_CLASS_NAME)
                choice.setCurrentIndex(0)

    def _renew_answer(self) -> None:
        name, style = self._title
        new = AnswerColumn(name, style.colour, self, self._classes)
        new.setFixedWidth(STRIP)
        new.setMaximumHeight(self.answer.maximumHeight())
        self._strip.replaceWidget(self.answer, new)
        self.answer.hide()
        self.answer.deleteLater()
        self.answer = new

    def _show(self) -> None:
        if self._assessed is None:
            self.gallery.show_digits(None, ())
            self._count.setText("")
            return

        assessment = self._assessed.assessment
        numbers = assessment.mistakes(self.label.currentData(), self.given.currentData())
        count, total = f"{len(numbers):,}", f"{len(assessment.labels):,}"
        self._count.setText(self.tr("{count} of {total} images").format(count=count, total=total))
        self.gallery.show_digits(self._assessed, numbers.tolist())

        current = self.gallery.current
        first = int(numbers[0]) if len(numbers) else -1
        self._on_pointed(first if current is None else current)

    def _on_pointed(self, number: int) -> None:
        assessed = self._assessed
        if assessed is None or number < 0:
            self._pointed.setText("")
            self.answer.show_probabilities(None)
            return
        label = assessed.classes[int(assessed.assessment.labels[number])]
        text = self.tr("Test image {number}: {label}")
        self._pointed.setText(text.format(number=number, label=label))
        self.answer.show_probabilities(assessed.assessment.probabilities[number].tolist())

    def retranslate(self) -> None:
        """Renew the names of the filters and the count."""
        for name, choice, text in zip(
            self._names, self._filters, (self.tr("Is"), self.tr("Read as")), strict=True
        ):
            name.setText(text)
            choice.setItemText(0, self.tr("any"))
            choice.setAccessibleName(text)
        self._show()
