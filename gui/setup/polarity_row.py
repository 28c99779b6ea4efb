"""The polarity of the data, in words, and a switch for it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from core.config.choices import StoredPolarity
from core.config.data import DataConfig
from core.config.fields import FIELDS
from core.data.layouts.set_polarity import polarity_text
from core.messages import Message
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import ChoiceEdit
from gui.widgets.panel import Panel, set_side_by_side
from gui.widgets.plain_text import PlainLabel, plain_tip

PATH = "data.polarity"
MIN_WIDE = 110 * theme.STEP  # the least width at which the sentence stands next to the list


class PolarityRow(Panel):
    """A sentence about light and dark ink, and a list to choose what networks get.

    Attributes:
        text: the sentence.
        choice: the list.

    Signals:
        changed(object): what is to be set, by dotted path.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = PlainLabel(self)
        self.text = PlainLabel(self)
        self.text.setWordWrap(True)
        self.choice = ChoiceEdit(FIELDS[PATH], self)
        self._name.setBuddy(self.choice)
        self.choice.edited.connect(self._on_edited)

        chosen = QHBoxLayout()
        chosen.setSpacing(2 * theme.STEP)
        chosen.addWidget(self._name, 0, Qt.AlignmentFlag.AlignTop)
        chosen.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignTop)
        chosen.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2 * theme.STEP)
        self._row.addLayout(chosen)
        self._row.addWidget(self.text, 1)
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sentence below the list where there is little width."""
        super().resizeEvent(event)
        set_side_by_side(self._row, event.size().width() > theme.px(MIN_WIDE))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the narrow layout, or the row could not become narrow again."""
        width = self._name.sizeHint().width() + 2 * theme.STEP + self.choice.sizeHint().width()
        return QSize(width, super().minimumSizeHint().height())

    def show_polarity(self, data: DataConfig, sentence: Message) -> None:
        """Show what is chosen for these data, and what that does.

        Args:
            data: those of the form.
            sentence: what is read of data of which nothing is recorded.
        """
        self.choice.set_value(data.polarity)
        if data.stored_polarity is not StoredPolarity.UNKNOWN:
            # at once, while the images are still being read with the new choice
            sentence = polarity_text(data.polarity, data.stored_polarity)
        self.text.setText(translate(sentence))

    def _on_edited(self) -> None:
        self.changed.emit({PATH: self.choice.value()})

    def retranslate(self) -> None:
        """Renew the names."""
        about = FIELDS[PATH].about
        self._name.setText(translate(about.title))
        self.choice.retranslate()
        self.choice.setAccessibleName(translate(about.title))
        self.choice.setToolTip(plain_tip(translate(about.help)))
