"""Colours, distances and type: the one place that knows how Inkling looks."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette, QScreen
from PySide6.QtWidgets import QApplication

import resources
from core.run import colours as run_colours

STEP = 4  # all distances are multiples of this many pixels
PADDING = 3 * STEP
GROUP_GAP = 4 * STEP
SCROLL_BAR = 2 * STEP + 2
BOX = 3 * STEP  # a check box's side
FRAME = QSize(8, 40)  # what a desktop puts around a window

PROJECTOR = 1.4  # letters in projector mode relative to the usual ones
SMALL, HEADING, LARGE = 0.88, 1.3, 2.2  # text sizes relative to the usual one

RUN_STYLES = len(
    run_colours.ON_LIGHT
)  # colours to choose from; further runs use them again with other dashes


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
    """The named colours of one scheme."""

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


LIGHT = Colours(
    window="#f4f5f7",
    paper="#ffffff",
    text="#1d2126",
    quiet="#5c6670",
    line="#d9dde2",
    accent="#0b62c4",
    on_accent="#ffffff",
    wrong="#b3261e",
    notice="#fff4d6",
    groove="#c3c9d0",
)
DARK = Colours(
    window="#1e2124",
    paper="#15181a",
    text="#e7eaed",
    quiet="#9aa4ae",
    line="#363c42",
    accent="#4c9cf0",
    on_accent="#0b1420",
    wrong="#ff8a80",
    notice="#3a3216",
    groove="#5a636c",
)


@dataclass(frozen=True)
class CodeColours:
    """How the parts of a program are told apart; comments are quiet. All can be read on every ground."""

    keyword: str
    defined: str
    string: str
    number: str


CODE_LIGHT = CodeColours(keyword="#7b3fbf", defined="#0b62c4", string="#0a6b3d", number="#a04100")
CODE_DARK = CodeColours(keyword="#c9a5ff", defined="#6db0ff", string="#7fd7a5", number="#ffb27a")


def is_dark() -> bool:
    """Whether the dark scheme is in force; the palette says so on every desktop, Qt's style hints only on some."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def colours() -> Colours:
    """The colours of the scheme in force."""
    return DARK if is_dark() else LIGHT


def code_colours() -> CodeColours:
    """The colours of programs in the scheme in force."""
    return CODE_DARK if is_dark() else CODE_LIGHT


def run_style(index: int) -> RunStyle:
    """The look of the run with this running number; six, then they repeat with other dashes."""
    palette = run_colours.ON_DARK if is_dark() else run_colours.ON_LIGHT
    colour, dash = run_colours.colour_and_dash(index)
    return RunStyle(QColor(palette[colour]), dash)


def hidden_style() -> RunStyle:
    """The look of a run that is not shown."""
    return RunStyle(QColor(colours().line), None)


def apply(app: QApplication, scheme: Scheme) -> None:
    """Dress the whole application; may be called again at any time, and is quick if nothing changes."""
    wanted = {Scheme.LIGHT: Qt.ColorScheme.Light, Scheme.DARK: Qt.ColorScheme.Dark}
    app.styleHints().setColorScheme(wanted.get(scheme, Qt.ColorScheme.Unknown))
    on_desktop = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    named = DARK if scheme is Scheme.DARK or (scheme is Scheme.SYSTEM and on_desktop) else LIGHT
    palette, sheet = _palette(named), _style_sheet(named)
    if (app.palette(), app.styleSheet()) == (palette, sheet):
        return

    app.setStyle("Fusion")
    app.setPalette(palette)
    app.setStyleSheet(sheet)


def zoom() -> float:
    """How much larger letters are than the desktop's: 1, or more in projector mode."""
    usual = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    return round(QGuiApplication.font().pointSizeF() / usual, 2)


def px(length: int) -> int:
    """A length that grows with the letters."""
    return round(length * zoom())


def room(screen: QScreen) -> QSize:
    """The largest that a window can be on a screen that also shows its frame."""
    return screen.availableSize() - FRAME


def fitted(size: tuple[int, int], screen: QScreen) -> QSize:
    """The size of a dialog, which grows with the letters as far as there is room on the screen."""
    return QSize(px(size[0]), px(size[1])).boundedTo(room(screen))


def line_zoom() -> float:
    """How much wider lines are than usual; more than letters, for they are thin."""
    return 1 + 2 * (zoom() - 1)


def project(app: QApplication, is_on: bool) -> None:
    """Make all letters larger, or as large as the desktop's again; whoever has a font of its own follows."""
    usual = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    font = QFont(app.font())
    before, after = font.pointSizeF(), usual * (PROJECTOR if is_on else 1)
    if before == after:
        return
    own = [
        widget for widget in app.allWidgets() if widget.testAttribute(Qt.WidgetAttribute.WA_SetFont)
    ]
    sizes = [widget.font().pointSizeF() * after / before for widget in own]
    sheet = app.styleSheet()
    app.setStyleSheet("")  # while there is one, widgets do not hear of another font
    font.setPointSizeF(after)
    app.setFont(font)
    for widget, size in zip(
        own, sizes, strict=True
    ):  # before the sheet, which gives back what it found at a move
        font = QFont(widget.font())
        font.setPointSizeF(size)
        widget.setFont(font)
    app.setStyleSheet(sheet)


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
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.ButtonText,
    ):
        faded = QColor(named.quiet)
        faded.setAlphaF(0.55)
        palette.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return palette


def _style_sheet(named: Colours) -> str:
    return f"""
    QToolBar {{ border: none; border-bottom: 1px solid {named.line}; padding: {STEP}px {PADDING - STEP}px;
        spacing: {STEP}px; }}
    QToolBar QToolButton {{ padding: {STEP + 2}px {PADDING}px; border-radius: 6px; border: 1px solid transparent; }}
    QToolBar QToolButton:hover {{ background: {named.line}; }}
    QToolBar QToolButton:focus {{ border-color: {named.accent}; }}
    QToolBar QToolButton[primary="true"] {{ background: {named.accent}; color: {named.on_accent};
        font-weight: 600; }}
    QToolBar QToolButton[primary="true"]:disabled {{ background: {named.line}; color: {named.quiet}; }}
    QMainWindow::separator {{ background: {named.line}; width: 1px; height: 1px; }}
    QMainWindow::separator:hover {{ background: {named.accent}; }}
    QSplitter::handle {{ background: {named.line}; }}
    QSplitter::handle:horizontal {{ width: 1px; }}
    QSplitter::handle:vertical {{ height: 1px; }}
    QScrollArea, QTableView {{ border: none; }}
    QScrollBar {{ background: transparent; margin: 0; }}
    QScrollBar:vertical {{ width: {SCROLL_BAR}px; }}
    QScrollBar:horizontal {{ height: {SCROLL_BAR}px; }}
    QScrollBar::handle {{ background: {named.line}; border-radius: {SCROLL_BAR // 2 - 1}px; margin: 1px; }}
    QScrollBar::handle:vertical {{ min-height: {6 * STEP}px; }}
    QScrollBar::handle:horizontal {{ min-width: {6 * STEP}px; }}
    QScrollBar::handle:hover {{ background: {named.quiet}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QTableView {{ gridline-color: transparent; selection-background-color: {named.line};
        selection-color: {named.text}; }}
    QTableView::item {{ padding: 0 {2 * STEP}px; }}
    QTreeView::item {{ padding: 0 {STEP + 1}px; }}
    QHeaderView {{ background: {named.window}; border: none; border-bottom: 1px solid {named.line}; }}
    QHeaderView::section {{ background: {named.window}; color: {named.quiet}; border: none;
        border-bottom: 1px solid {named.line}; padding: {STEP}px {2 * STEP}px; }}
    QLabel[role="title"] {{ color: {named.quiet}; font-weight: 600; }}
    QLabel[role="quiet"] {{ color: {named.quiet}; }}
    QLabel[role="wrong"] {{ color: {named.wrong}; }}
    QLineEdit {{ border: 1px solid {named.line}; border-radius: 4px; padding: 3px 6px;
        background: {named.paper}; }}
    QLineEdit:focus {{ border-color: {named.accent}; }}
    QLineEdit[wrong="true"] {{ border-color: {named.wrong}; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {named.groove}; }}
    QSlider::sub-page:horizontal {{ border-radius: 2px; background: {named.accent}; }}
    QSlider::handle:horizontal {{ width: 12px; height: 12px; margin: -5px 0; border-radius: 7px;
        border: 1px solid {named.quiet}; background: {named.paper}; }}
    QSlider::handle:horizontal:focus {{ border: 2px solid {named.accent}; }}
    QSlider::sub-page:horizontal:disabled {{ background: {named.groove}; }}
    QProgressBar {{ border: none; background: {named.groove}; border-radius: 3px; max-height: 6px; }}
    QProgressBar::chunk {{ background: {named.accent}; border-radius: 3px; }}
    QStatusBar::item {{ border: none; }}
    QFrame#messages {{ border-top: 1px solid {named.line}; }}
    QFrame#notice {{ background: {named.notice}; }}
    QFrame#notice[good="true"] {{ background: {named.paper}; }}
    QPushButton[slim="true"] {{ padding: 1px {PADDING}px; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QCheckBox::indicator, QAbstractItemView::indicator {{ width: {BOX}px; height: {BOX}px; border-radius: 3px;
        border: 1px solid {named.quiet}; background: {named.paper}; }}
    QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {named.accent};
        border-color: {named.accent}; image: url("{resources.path("icons", "check.svg").as_posix()}"); }}
    QCheckBox::indicator:focus {{ border-color: {named.accent}; }}
    QRadioButton::indicator {{ width: {BOX}px; height: {BOX}px; border-radius: {BOX // 2 + 1}px;
        border: 1px solid {named.quiet}; background: {named.paper}; }}
    QRadioButton::indicator:checked {{ width: {BOX - 6}px; height: {BOX - 6}px; border: 4px solid {named.accent}; }}
    QRadioButton::indicator:checked:disabled {{ border-color: {named.quiet}; }}
    QRadioButton::indicator:focus {{ border-color: {named.accent}; }}
    QPushButton[primary="true"] {{ background: {named.accent}; color: {named.on_accent}; font-weight: 600;
        border: 1px solid {named.accent}; border-radius: 4px; padding: {STEP + 1}px {PADDING}px; }}
    QPushButton[primary="true"]:focus {{ border-color: {named.text}; }}
    QPushButton[primary="true"]:disabled {{ background: {named.line}; color: {named.quiet};
        border-color: {named.line}; }}
    QTabWidget::pane {{ border: none; }}
    QTabBar::tab {{ color: {named.quiet}; padding: {2 * STEP}px {PADDING}px; border: none;
        border-bottom: 2px solid transparent; }}
    QTabBar[tight="true"]::tab {{ padding: {2 * STEP}px {STEP + 1}px; }}
    QTabBar::tab:selected {{ color: {named.text}; border-bottom-color: {named.accent}; }}
    QTabBar QToolButton {{ background: {named.window}; border: none; }}
    QTabBar::tab:hover {{ color: {named.text}; }}
    QToolTip {{ color: {named.text}; background: {named.paper}; border: 1px solid {named.line}; padding: {STEP}px; }}
    """


def sized(font: QFont, factor: float, bold: bool = False) -> QFont:
    """`font` in another of the three sizes, with figures of equal width."""
    other = QFont(font)
    other.setPointSizeF(font.pointSizeF() * factor)
    other.setBold(bold)
    return tabular(other)


def tabular(font: QFont) -> QFont:
    """`font` with figures of equal width, so that numbers do not jump when they change."""
    other = QFont(font)
    other.setFeature(QFont.Tag("tnum"), 1)
    return other


def letters_on(ground: QColor) -> QColor:
    """Black or white, whichever is read better on this ground: the contrast is 4.5 or more on any.

    Relative luminance by WCAG 2.1, https://www.w3.org/TR/WCAG21/#dfn-relative-luminance; below
    0.179 white is better.
    """
    shares = (ground.redF(), ground.greenF(), ground.blueF())
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return QColor("white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179 else "black")


def between(first: str, second: str, share: float) -> QColor:
    """The colour that lies `share` (0 to 1) of the way from the first to the second."""
    start, end = QColor(first), QColor(second)
    red, green, blue = (
        round(one + (other - one) * share)
        for one, other in zip(start.getRgb()[:3], end.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(red, green, blue)
