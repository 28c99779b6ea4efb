"""The choice of a preset: a known network, with Inkling's settings or with the tutorial's own."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from core.config import presets
from core.config.choices import Pixels
from core.config.data import DataConfig
from core.config.fields import FIELDS
from core.config.model import ModelConfig
from core.config.run import RunConfig
from gui.style import theme
from gui.style.translation import in_a_row, translate
from gui.widgets.field_editors import QuietCombo
from gui.widgets.plain_text import PlainLabel, plain_tip


class ParagraphOfForm(PlainLabel):
    """A small quiet paragraph that keeps the height it needs.

    Qt's form measures a paragraph before it knows its width, and does not measure it again when
    the scroll bar comes or goes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "quiet")
        self.setFont(theme.sized(self.font(), theme.TEXT))
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        """Show a text."""
        super().setText(text)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(0)  # otherwise Qt would not measure less than it
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to another width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the height to another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()


class PresetChoice(QObject):
    """A list of presets, a check box for the tutorial's own settings, and what the network is.

    Attributes:
        combo: the list of presets.
        rows: all its widgets, from above; each is a row of the form, which measures its text.

    Signals:
        preset_chosen(object): the user chose this preset's `RunConfig`.
    """

    preset_chosen = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.combo = QuietCombo()
        self.combo.setSizeAdjustPolicy(
            QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for name in presets.PRESETS:
            self.combo.addItem("", name)
        self._tutorial = QCheckBox()
        self._note, self._about = ParagraphOfForm(), ParagraphOfForm()
        self.rows = (self.combo, self._about, self._tutorial, self._note)

        self.combo.activated.connect(self._on_chosen)
        self._tutorial.clicked.connect(self._on_chosen)

    @property
    def is_like_the_tutorial(self) -> bool:
        """Whether the tutorial's own settings are shown, or asked for."""
        return self._tutorial.isChecked()

    def _on_chosen(self) -> None:
        name = self.combo.currentData()
        config = presets.preset(name).config
        if self.is_like_the_tutorial and name in presets.TUTORIAL:
            config = presets.as_in_the_tutorial(config)
        self.preset_chosen.emit(config)

    def show_config(self, config: RunConfig) -> None:
        """Show which preset a config belongs to, and how far it still agrees with it."""
        self.combo.setCurrentIndex(self.combo.findData(config.preset))
        is_like_the_tutorial = presets.is_as_in_the_tutorial(config)
        with QSignalBlocker(self._tutorial):
            self._tutorial.setChecked(is_like_the_tutorial)
        self._tutorial.setVisible(config.preset in presets.TUTORIAL)
        self._note.setVisible(is_like_the_tutorial and not config.is_regression)

        known = presets.PRESETS.get(config.preset)
        is_changed = known is not None and not (
            _is_same_network(config.model, known.config.model)
            and _is_same_plane(config.data, known.config.data)
        )
        if is_changed and not is_like_the_tutorial:
            self._about.setText(self.tr("Changed from the preset."))
        else:
            self._about.setText(translate(known.about) if known is not None else "")
        self._about.setVisible(bool(self._about.text()))

    def retranslate(self) -> None:
        """Set all texts but the network's, which come with its config."""
        for index in range(self.combo.count()):
            preset = presets.PRESETS[self.combo.itemData(index)]
            self.combo.setItemText(index, translate(preset.title))
        self.combo.setToolTip(plain_tip(translate(FIELDS["preset"].about.help)))
        self.combo.setAccessibleName(translate(FIELDS["preset"].about.title))

        about = FIELDS["data.pixels"].about
        pixels = self.tr(
            "The tutorial's programs divide pixels by 255; its text leaves them as they are. For "
            "the text's way, choose “{raw}” under {group}, {field}."
        ).format(
            raw=translate(Pixels.RAW.label),
            group=translate(about.group.label),
            field=translate(about.title),
        )
        self._note.setText(pixels)
        self._tutorial.setText(self.tr("As in the tutorial"))
        exactly = self.tr(
            "All settings of the beginner's program from which Inkling grew: with seed 42 every "
            "epoch's cost is the program's, bit for bit."
        )
        self._tutorial.setToolTip(plain_tip(in_a_row(exactly, pixels)))


def _is_same_network(model: ModelConfig, other: ModelConfig) -> bool:
    """Return whether two networks differ in nothing but what follows from their data."""
    shape = {"inputs": other.inputs, "outputs": other.outputs}
    return model.model_copy(update=shape) == other


def _is_same_plane(data: DataConfig, other: DataConfig) -> bool:
    """Return whether nothing differs of the points that a preset describes, if it has any."""
    if not other.has_points:
        return True
    return data.model_copy(update={"batch_size": other.batch_size}) == other
