"""The choice of what the functions of a network's layers are compared with."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from core.config.choices import Activation
from core.plain_text import printable
from gui.insight.activation.rivals import Rival
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.field_editors import QuietCombo
from gui.widgets.panel import Panel
from gui.widgets.plain_text import MAX_CHOICE, PlainLabel, middle_elided


class ComparisonChoice(Panel):
    """Nothing, another function, or another shown run.

    Signals:
        chosen(): another choice was made.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rivals: Sequence[Rival] = ()
        self._choices: list[Activation | Rival | None] = []  # by their index in the box
        self._title = PlainLabel(self)
        self.box = QuietCombo(self)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._title.setBuddy(self.box)
        self.box.activated.connect(self.chosen)

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.STEP)
        row.addWidget(self._title)
        row.addWidget(self.box)
        row.addStretch(1)
        self.retranslate()

    @property
    def function(self) -> Activation | None:
        """The function that is chosen, if one is."""
        choice = self._choice()
        return choice if isinstance(choice, Activation) else None

    @property
    def rival(self) -> Rival | None:
        """The run that is chosen, if one is."""
        choice = self._choice()
        return choice if isinstance(choice, Rival) else None

    def _choice(self) -> Activation | Rival | None:
        index = self.box.currentIndex()
        return self._choices[index] if 0 <= index < len(self._choices) else None

    def offer(self, rivals: Sequence[Rival]) -> None:
        """Offer these runs; the choice stays, as far as it still can be made."""
        is_same = [_identity(rival) for rival in rivals] == [_identity(it) for it in self._rivals]
        self._rivals = rivals
        if is_same:  # only their weights may be others
            self._choices[len(self._choices) - len(rivals) :] = rivals
        else:
            self._fill()

    def _fill(self) -> None:
        before = self._choice()
        separator = [None] if self._rivals else []
        self._choices = [None, *Activation, *separator, *self._rivals]
        self.box.clear()
        self.box.addItem(self.tr("nothing"))
        self.box.addItems([translate(activation.label) for activation in Activation])
        if self._rivals:
            self.box.insertSeparator(self.box.count())
        self.box.addItems([middle_elided(printable(it.name), MAX_CHOICE) for it in self._rivals])
        same = [n for n, it in enumerate(self._choices) if _identity(it) == _identity(before)]
        self.box.setCurrentIndex(same[0] if same else 0)

    def retranslate(self) -> None:
        """Renew the texts."""
        self._title.setText(self.tr("Compare with"))
        self.box.setAccessibleName(self.tr("Another function or another run to compare with"))
        self._fill()


def _identity(choice: Activation | Rival | None) -> object:
    """Return what of a choice stays while its run learns."""
    return (choice.network.run, choice.name) if isinstance(choice, Rival) else choice
