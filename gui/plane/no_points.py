"""What the tab Plane shows while neither the form nor a shown run has points."""

import re
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from core.config import presets
from core.config.presets import Preset
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.panel import Panel, column
from gui.widgets.plain_text import PlainLabel, button_text, plain_tip


class NoPoints(Panel):
    """Offers the presets that learn from points.

    Signals:
        preset_chosen(object): the user chose this `RunConfig`.
    """

    preset_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = PlainLabel(self)
        self._text.setProperty("role", "quiet")
        self._text.setWordWrap(True)
        choices = QWidget(self)
        flow = FlowLayout(2 * theme.STEP, choices)
        self.buttons: list[tuple[Preset, QPushButton]] = []
        for preset in presets.PRESETS.values():
            if preset.config.has_points:
                button = QPushButton(choices)
                button.clicked.connect(partial(self._choose, preset))
                flow.addWidget(button)
                self.buttons.append((preset, button))

        rows = column(self, gap=theme.GROUP_GAP)
        rows.addStretch(1)
        rows.addWidget(self._text)
        rows.addWidget(choices)
        rows.addStretch(2)
        self.retranslate()

    def _choose(self, preset: Preset) -> None:
        self.preset_chosen.emit(preset.config)

    def retranslate(self) -> None:
        """Set all texts again."""
        self._text.setText(
            self.tr(
                "In the plane one sees what a network answers everywhere, and how its boundary "
                "grows while it trains.\nChoose points to learn from:"
            )
        )
        for preset, button in self.buttons:
            button.setText(button_text(_without_tab(translate(preset.title))))
            button.setToolTip(plain_tip(translate(preset.about)))


def _without_tab(title: str) -> str:
    """Return a preset's title without the name of the tab, with which it begins."""
    return re.split(r": |：", title, maxsplit=1)[-1]
