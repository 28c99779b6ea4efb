"""The polarity of the data, in words, and a switch for it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.config.choices import StoredPolarity
from core.config.data import DataConfig
from core.config.fields import FIELDS
from core.data.layouts.set_polarity import polarity_text
from core.messages import Message
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import ChoiceEdit
from gui.widgets.panel import Panel
from gui.widgets.plain_text import PlainLabel, plain_tip

PATH = "data.polarity"


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

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.STEP)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.text, 1)
        self.retranslate()

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
