"""What the tab Plane shows while neither the form nor a shown run has points."""

import re
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from core.config import presets
from core.config.presets import Preset
from gui.style import theme
from gui.style.translation import translate
from gui.widgets.panel import Panel, column, scrolled, styled_label
from gui.widgets.plain_text import PlainLabel, button_text

COLON = re.compile(r": |：")  # in English and in Chinese titles


class NoPoints(Panel):
    """Offers the presets that learn from points, each with what it shows.

    Signals:
        preset_chosen(object): the user chose this `RunConfig`.
    """

    preset_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = PlainLabel(self)
        self._text.setWordWrap(True)
        choices = QWidget(self)
        grid = QGridLayout(choices)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.PADDING)
        grid.setColumnStretch(1, 1)

        self.buttons: list[tuple[Preset, QPushButton]] = []
        self._abouts: list[QLabel] = []
        for preset in presets.PRESETS.values():
            if preset.config.has_points:
                button, about = QPushButton(choices), styled_label("quiet", choices)
                button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
                button.clicked.connect(partial(self._choose, preset))
                about.setWordWrap(True)
                grid.addWidget(button, len(self.buttons), 0)
                grid.addWidget(about, len(self.buttons), 1)
                self.buttons.append((preset, button))
                self._abouts.append(about)

        content = QWidget(self)
        rows = column(content, gap=theme.GROUP_GAP, padding=0)
        rows.addStretch(1)
        rows.addWidget(self._text)
        rows.addWidget(choices)
        rows.addStretch(2)
        column(self).addWidget(scrolled(content, scrolls_across=False))
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
        for (preset, button), about in zip(self.buttons, self._abouts, strict=True):
            # the titles begin with the name of this tab
            title = COLON.split(translate(preset.title), maxsplit=1)[-1]
            button.setText(button_text(title[:1].upper() + title[1:]))
            button.setAccessibleDescription(translate(preset.about))
            about.setText(translate(preset.about))
