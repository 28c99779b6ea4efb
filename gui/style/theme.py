"""Colours, distances and type: everything that decides how Inkling looks."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache, lru_cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QPalette,
    QScreen,
)
from PySide6.QtWidgets import QApplication

import resources
from core.run import colours as run_colours
from gui.style import own_fonts
from gui.style.style_sheet import STYLE_SHEET

STEP = 4  # all distances are multiples of this many pixels
PADDING = 3 * STEP
GROUP_GAP = 4 * STEP
SCROLL_BAR = 2 * STEP + 2
BOX = 3 * STEP  # a check box's side
FRAME = QSize(8, 40)  # what a desktop puts around a window

# of the style sheet, in pixels
LENGTHS = {
    "step": STEP,
    "padding": PADDING,
    "toolbar_padding": PADDING - STEP,
    "button_padding": STEP + 2,
    "scroll_bar": SCROLL_BAR,
    "scroll_handle_radius": SCROLL_BAR // 2 - 1,
    "min_scroll_handle": 6 * STEP,
    "double_step": 2 * STEP,
    "tight_padding": STEP + 1,
}

PROJECTOR = 1.4  # letters in projector mode relative to the usual ones
# the three sizes of type, relative to the desktop's: all text, titles, and the numbers that matter
TEXT, TITLE, NUMBER = 1.0, 1.25, 2.2

MIN_CONTRAST = 4.5  # of letters with what lies behind them
LETTER_STEPS = 20
PALEST = 0.5  # how far a run's first layer is from the run's colour

# colours to choose from; further runs use them again with other dashes
RUN_STYLES = len(run_colours.ON_LIGHT)


class Scheme(StrEnum):
    """Light, dark, or whatever the desktop says."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class RunStyle:
    """How a run is drawn everywhere: its colour and its dash (None for a solid line)."""

    colour: QColor
    dash: tuple[float, ...] | None


@dataclass(frozen=True)
class Colours:
    """The named colours of one scheme.

    Colour means one thing: a run (`run_style`), or a sign (`negative`, `positive`). All others are
    greys but those of warnings, `wrong` and `notice`.
    """

    window: str
    paper: str
    text: str
    quiet: str
    line: str
    accent: str
    on_accent: str
    wrong: str
    notice: str
    groove: str
    negative: str
    positive: str


LIGHT = Colours(
    window="#f4f5f7",
    paper="#ffffff",
    text="#1d2126",
    quiet="#566069",
    line="#d9dde2",
    accent="#39444f",
    on_accent="#ffffff",
    wrong="#b3261e",
    notice="#fff4d6",
    groove="#c3c9d0",
    negative="#7b3294",
    positive="#4b7b00",
)
DARK = Colours(
    window="#1e2124",
    paper="#15181a",
    text="#e7eaed",
    quiet="#9ea8b2",
    line="#363c42",
    accent="#c3ccd5",
    on_accent="#15181a",
    wrong="#ff8a80",
    notice="#3a3216",
    groove="#5a636c",
    negative="#c792ea",
    positive="#a8cf45",
)


@dataclass(frozen=True)
class CodeColours:
    """The colours of the parts of a program, legible on every background.

    Comments have the scheme's `quiet`.
    """

    keyword: str
    defined: str
    string: str
    number: str


CODE_LIGHT = CodeColours(keyword="#7b3fbf", defined="#0b62c4", string="#0a6b3d", number="#a04100")
CODE_DARK = CodeColours(keyword="#c9a5ff", defined="#6db0ff", string="#7fd7a5", number="#ffb27a")


def is_dark() -> bool:
    """Whether the dark scheme is in use.

    The palette shows it on every desktop, Qt's style hints only on some. It is asked once only, as
    each call of Qt may have to wait for the threads that train.
    """
    app = QGuiApplication.instance()
    return isinstance(app, QGuiApplication) and _is_dark_until_changed()


@cache
def _is_dark_until_changed() -> bool:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    app.paletteChanged.connect(
        lambda _palette: _is_dark_until_changed.cache_clear(),
        Qt.ConnectionType.SingleShotConnection,
    )
    return app.palette().color(QPalette.ColorRole.Window).lightness() < 128


def colours() -> Colours:
    """Return the colours of the current scheme."""
    return DARK if is_dark() else LIGHT


def code_colours() -> CodeColours:
    """Return the colours of programs in the current scheme."""
    return CODE_DARK if is_dark() else CODE_LIGHT


def run_style(index: int) -> RunStyle:
    """Return the look of the run with this number; after six they repeat with other dashes."""
    palette = run_colours.ON_DARK if is_dark() else run_colours.ON_LIGHT
    colour, dash = run_colours.colour_and_dash(index)
    return RunStyle(QColor(palette[colour]), dash)


def layer_style(index: int, layer: int, layers: int) -> RunStyle:
    """Return the look of one of the `layers` of the run with this number.

    All have the run's colour, stronger from layer to layer, and different dashes.
    """
    colour = run_style(index).colour.name()
    shade = between(colours().window, colour, 1 - PALEST * (layers - 1 - layer) / max(1, layers))
    return RunStyle(shade, run_colours.DASHES[layer % len(run_colours.DASHES)])


def neutral_style() -> RunStyle:
    """Return the look of what belongs to no run yet."""
    named = colours()
    return RunStyle(between(named.line, named.quiet, 0.5), None)


def apply(app: QApplication, scheme: Scheme) -> None:
    """Apply the scheme to the whole application; this is quick if nothing changes."""
    wanted = {Scheme.LIGHT: Qt.ColorScheme.Light, Scheme.DARK: Qt.ColorScheme.Dark}
    app.styleHints().setColorScheme(wanted.get(scheme, Qt.ColorScheme.Unknown))
    on_desktop = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    named = DARK if scheme is Scheme.DARK or (scheme is Scheme.SYSTEM and on_desktop) else LIGHT
    palette, sheet = _palette(named), _style_sheet(named)
    if (app.palette(), app.styleSheet()) == (palette, sheet):
        return

    sizes = own_fonts.sizes(app)
    app.setStyle("Fusion")
    app.setPalette(palette)
    for menus in ("QMenu", "QMenuBar"):
        app.setPalette(_menu_palette(named), menus)  # type: ignore[arg-type]  # bytes are refused
    app.setStyleSheet(sheet)
    own_fonts.set_sizes(sizes)  # a new sheet gives widgets back the first font they had under one


def zoom() -> float:
    """How much larger letters are than the desktop's: 1, or more in projector mode."""
    usual = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    return round(QGuiApplication.font().pointSizeF() / usual, 2)


def px(length: int) -> int:
    """Return a length in pixels that grows with the letters."""
    return round(length * zoom())


def max_window_size(screen: QScreen) -> QSize:
    """Return the largest size of a window whose frame also fits on the screen."""
    return screen.availableSize() - FRAME


def fitted(size: tuple[int, int], screen: QScreen) -> QSize:
    """Return the size of a dialog, which grows with the letters as far as the screen allows."""
    return QSize(px(size[0]), px(size[1])).boundedTo(max_window_size(screen))


def line_zoom() -> float:
    """How much wider lines are than usual; more than letters, for they are thin."""
    return 1 + 2 * (zoom() - 1)


def project(app: QApplication, is_on: bool) -> None:
    """Enlarge all letters, or give them the desktop's size again, own fonts of widgets included."""
    usual = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    font = QFont(app.font())
    before, after = font.pointSizeF(), usual * (PROJECTOR if is_on else 1)
    if before == after:
        return

    own = own_fonts.sizes(app).items()
    sizes = {widget: size * after / before for widget, size in own}

    # a style sheet keeps widgets from noticing the application's new font
    sheet = app.styleSheet()
    app.setStyleSheet("")
    font.setPointSizeF(after)
    app.setFont(font)

    # once without the style sheet, which keeps the fonts that it finds, and once with it, because
    # it first restores those that widgets were given under it
    own_fonts.set_sizes(sizes)
    app.setStyleSheet(_style_sheet(colours()) if sheet else "")  # with boxes of the new size
    own_fonts.set_sizes(sizes)


def _palette(named: Colours) -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, named.window),
        (QPalette.ColorRole.WindowText, named.text),
        (QPalette.ColorRole.Base, named.paper),
        (QPalette.ColorRole.AlternateBase, named.window),
        (QPalette.ColorRole.Text, named.text),
        (QPalette.ColorRole.PlaceholderText, named.quiet),
        (QPalette.ColorRole.Button, named.window),
        (QPalette.ColorRole.ButtonText, named.text),
        (QPalette.ColorRole.ToolTipBase, named.paper),
        (QPalette.ColorRole.ToolTipText, named.text),
        (QPalette.ColorRole.Highlight, named.accent),
        (QPalette.ColorRole.HighlightedText, named.on_accent),
        (QPalette.ColorRole.Accent, named.accent),
        (QPalette.ColorRole.Link, named.accent),
    ):
        palette.setColor(role, QColor(colour))

    # disabled texts are fainter
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, translucent(named.quiet, 0.55))

    return palette


def _menu_palette(named: Colours) -> QPalette:
    """Return colours of menus in which an icon, too, can be seen in the entry under the mouse."""
    palette = _palette(named)
    palette.setColor(QPalette.ColorRole.Highlight, QColor(named.line))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor(named.text))
    return palette


def _style_sheet(named: Colours) -> str:
    """Return the style sheet in these colours."""
    tick = f"check-{named.on_accent.removeprefix('#')}.svg"  # named after its colour
    check_icon = resources.path("icons", tick).as_posix()
    box = px(BOX)
    boxes = {"box": box, "radio_radius": box // 2 + 1, "radio_dot": box - 6}
    return STYLE_SHEET.substitute(asdict(named), **LENGTHS, **boxes, check_icon=check_icon)


def sized(font: QFont, factor: float, bold: bool = False) -> QFont:
    """Return `font` scaled by `factor`, with figures of equal width."""
    other = QFont(font)
    other.setPointSizeF(font.pointSizeF() * factor)
    other.setBold(bold)
    return tabular(other)


def fitting(font: QFont, text: str, width: float) -> QFont:
    """Return `font`, or a smaller one where `text` would be wider than `width`, in pixels."""
    needed = QFontMetricsF(font).horizontalAdvance(text)
    return font if needed <= width else sized(font, width / needed, font.bold())


def fixed_font() -> QFont:
    """Return the desktop's font of equal letters, for programs and numbers, in the text's size."""
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    return sized(fixed, TEXT * zoom())


def tabular(font: QFont) -> QFont:
    """Return `font` with figures of equal width, so that changing numbers do not jump."""
    other = QFont(font)
    other.setFeature(QFont.Tag("tnum"), 1)
    return other


def letters_on(ground: QColor) -> QColor:
    """Return black or white, whichever is more legible on `ground`: the contrast is at least 4.5.

    Below a relative luminance of 0.179 white is better.
    """
    return QColor("white" if _luminance(ground) < 0.179 else "black")


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast of two colours, 1 to 21; letters need `MIN_CONTRAST`.

    By WCAG 2.1, https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio.
    """
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def letters_in(colour: QColor) -> QColor:
    """Return the colour for letters, as near to `colour` as they can be read.

    Lines and areas of a run may be paler than letters.
    """
    return QColor(_letters_in(colour.name(), colours()))


@lru_cache(maxsize=64)
def _letters_in(colour: str, named: Colours) -> str:
    grounds = QColor(named.window), QColor(named.paper), QColor(named.line)
    for step in range(LETTER_STEPS):
        shade = between(colour, named.text, step / LETTER_STEPS)
        if all(contrast(shade, ground) >= MIN_CONTRAST for ground in grounds):
            return shade.name()
    return named.text


def _luminance(colour: QColor) -> float:
    """Return the relative luminance, https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
    shares = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def translucent(colour: QColor | str, opacity: float) -> QColor:
    """Return a colour through which `1 - opacity` of what is below it shows."""
    shown = QColor(colour)
    shown.setAlphaF(opacity)
    return shown


def between(first: str, second: str, share: float) -> QColor:
    """Return the colour that lies `share` (0 to 1) of the way from the first to the second."""
    start, end = QColor(first), QColor(second)
    channels = zip(start.getRgb()[:3], end.getRgb()[:3], strict=True)  # type: ignore[index]
    red, green, blue = (round(low + (high - low) * share) for low, high in channels)
    return QColor(red, green, blue)
