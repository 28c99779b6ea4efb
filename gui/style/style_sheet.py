"""The style sheet of the whole application, with `$` before the names of colours and lengths."""

from collections.abc import Iterator
from contextlib import contextmanager
from string import Template

from PySide6.QtWidgets import QApplication

STYLE_SHEET = Template("""
QToolBar { border: none; border-bottom: 1px solid $line; padding: ${step}px ${toolbar_padding}px;
    spacing: ${step}px; }
QToolBar QToolButton { padding: ${button_padding}px ${padding}px; border-radius: 6px;
    border: 1px solid transparent; }
QToolBar QToolButton:hover { background: $line; }
QToolBar QToolButton::menu-button { border: none; width: ${padding}px; }
QToolBar QToolButton:focus { border-color: $accent; }
QToolBar QToolButton[primary="true"] { background: $accent; color: $on_accent;
    font-weight: 600; }
QToolBar QToolButton[primary="true"]:disabled { background: $line; color: $quiet; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $accent; }
QSplitter::handle:vertical { background: transparent; border-top: 1px solid $line; }
QScrollArea, QTableView, QTreeView#runs { border: none; }
QScrollBar { background: transparent; margin: 0; }
QScrollBar:vertical { width: ${scroll_bar}px; }
QScrollBar:horizontal { height: ${scroll_bar}px; }
QScrollBar::handle { background: $line; border-radius: ${scroll_handle_radius}px; margin: 1px; }
QScrollBar::handle:vertical { min-height: ${min_scroll_handle}px; }
QScrollBar::handle:horizontal { min-width: ${min_scroll_handle}px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTableView { gridline-color: transparent; selection-background-color: $line;
    selection-color: $text; }
QTableView::item { padding: 0 ${double_step}px; }
QTreeView::item { padding: 0 ${tight_padding}px; }
QTreeView#runs, QTreeView#calls { selection-background-color: $line; selection-color: $text; }
QTreeView#runs::item { padding: 0 ${double_step}px; }
QHeaderView { background: $window; border: none; border-bottom: 1px solid $line; }
QHeaderView::section { background: $window; color: $quiet; border: none;
    border-bottom: 1px solid $line; padding: ${step}px ${double_step}px; }
QHeaderView::up-arrow, QHeaderView::down-arrow { subcontrol-position: top center;
    width: ${double_step}px; height: ${double_step}px; }
QLabel[role="title"], QLabel[role="heading"] { color: $text; font-weight: 600; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="wrong"] { color: $wrong; }

QFrame[role="card"] { background: $paper; border: 1px solid $line; border-radius: 8px; }
QLineEdit { border: 1px solid $line; border-radius: 4px; padding: 3px 6px;
    background: $paper; }
QLineEdit:focus { border-color: $accent; }
QLineEdit[wrong="true"] { border-color: $wrong; }
QAbstractSpinBox { min-height: 1.3em; }
QAbstractSpinBox QLineEdit { border: none; padding: 0; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: $groove; }
QSlider::sub-page:horizontal { border-radius: 2px; background: $accent; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -5px 0; border-radius: 7px;
    border: 1px solid $quiet; background: $paper; }
QSlider::handle:horizontal:focus { border: 2px solid $accent; }
QSlider::sub-page:horizontal:disabled { background: $groove; }
QProgressBar { border: none; background: $groove; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QStatusBar::item { border: none; }
QFrame#messages { border-top: 1px solid $line; }
QFrame#notice { background: $notice; }
QFrame#notice[good="true"] { background: $paper; }
QWidget#verdictCard { background: $paper; border: 1px solid $line; border-radius: 6px; }
QPushButton[slim="true"] { padding: 1px ${padding}px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QCheckBox::indicator, QAbstractItemView::indicator { width: ${box}px; height: ${box}px;
    border-radius: 3px; border: 1px solid $quiet; background: $paper; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: $accent;
    border-color: $accent; image: url("$check_icon"); }
QAbstractItemView::indicator:indeterminate { background: $groove; border-color: $accent; }
QCheckBox::indicator:focus { border-color: $accent; }
QRadioButton::indicator { width: ${box}px; height: ${box}px; border-radius: ${radio_radius}px;
    border: 1px solid $quiet; background: $paper; }
QRadioButton::indicator:checked { width: ${radio_dot}px; height: ${radio_dot}px;
    border: 4px solid $accent; }
QRadioButton::indicator:checked:disabled { border-color: $quiet; }
QRadioButton::indicator:focus { border-color: $accent; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; font-weight: 600;
    border: 1px solid $accent; border-radius: 4px; padding: ${tight_padding}px ${padding}px; }
QPushButton[primary="true"]:focus { border-color: $groove; }
QPushButton[primary="true"]:disabled { background: $line; color: $quiet;
    border-color: $line; }
QTabWidget::pane { border: none; }
QTabBar::tab { color: $quiet; padding: ${double_step}px ${padding}px; border: none;
    border-bottom: 2px solid transparent; }
QTabBar[tight="true"]::tab { padding: ${double_step}px ${tight_padding}px; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar QToolButton { background: $window; border: none; }
QTabBar::tab:hover { color: $text; }
QToolTip { color: $text; background: $paper; border: 1px solid $line; padding: ${step}px; }
""")


@contextmanager
def undressed() -> Iterator[None]:
    """Build widgets without the style sheet, and give it to all of them at the end.

    Qt styles a widget and all within it again whenever it moves into another one, so a window that
    is put together from many parts takes twice as long under a style sheet.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    sheet = app.styleSheet()
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(sheet)
