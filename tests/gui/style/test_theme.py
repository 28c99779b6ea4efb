"""Colours mean one thing, and every letter can be read."""

import re
from collections import Counter
from dataclasses import asdict
from itertools import product
from pathlib import Path

import pytest
import qtawesome
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtWidgets import QCheckBox, QMenu, QStyle, QStyleOptionButton

import gui
from gui.style import theme
from gui.style.theme import MIN_CONTRAST, Scheme
from gui.widgets.panel import styled_label
from tests.gui.driving import contrast

SCHEMES = Scheme.LIGHT, Scheme.DARK
GREYS = "window", "paper", "text", "quiet", "line", "accent", "on_accent", "groove"
LETTERS, GROUNDS = ("text", "quiet", "wrong", "accent"), ("window", "paper", "line")


@pytest.fixture(params=SCHEMES)
def named(request, dressed):
    """The colours of each scheme, which is in use."""
    theme.apply(dressed, request.param)
    return theme.colours()


def test_letters_can_be_read_on_every_ground(named):
    pairs = [*product(LETTERS, GROUNDS), ("text", "notice"), ("on_accent", "accent")]
    colours = asdict(named)
    low = {
        pair: contrast(*(colours[name] for name in pair))
        for pair in pairs
        if contrast(*(colours[name] for name in pair)) < MIN_CONTRAST
    }
    assert not low


def test_the_tick_of_a_check_box_can_be_seen(named, qtbot):
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setChecked(True)
    box.show()
    qtbot.waitExposed(box)
    option = QStyleOptionButton()
    option.initFrom(box)
    indicator = QStyle.SubElement.SE_CheckBoxIndicator
    place = box.style().subElementRect(indicator, option, box).adjusted(2, 2, -2, -2)

    picture, ground = box.grab(place).toImage(), QColor(named.accent).name()
    spots = product(range(picture.width()), range(picture.height()))
    colours = [picture.pixelColor(*spot).name() for spot in spots]
    assert colours.count(ground) > len(colours) / 4
    assert sum(contrast(colour, ground) >= MIN_CONTRAST for colour in colours) > 5


def test_the_entry_of_a_menu_under_the_mouse_shows_its_icon_too(named, qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    icon = qtawesome.icon("mdi6.square", color=named.text)  # as those of the actions are
    action = menu.addAction(icon, "")
    menu.popup(QPoint())
    qtbot.waitExposed(menu)
    menu.setActiveAction(action)
    place = menu.actionGeometry(action).adjusted(1, 2, -1, -2)
    picture = menu.grab(place).toImage()
    spots = product(range(picture.width()), range(picture.height()))
    colours = Counter(picture.pixelColor(*spot).name() for spot in spots)
    ground = colours.most_common(1)[0][0]
    assert ground != QColor(named.paper).name()  # it is marked
    seen = sum(count for one, count in colours.items() if contrast(one, ground) >= MIN_CONTRAST)
    assert seen > 25


def test_letters_in_a_runs_colour_can_be_read_and_keep_its_hue(named):
    for index in range(theme.RUN_STYLES):
        colour = theme.run_style(index).colour
        letters = theme.letters_in(colour)
        for ground in (named.window, named.paper, named.line):
            assert contrast(letters.name(), ground) >= MIN_CONTRAST
        assert abs((letters.hue() - colour.hue() + 180) % 360 - 180) < 15


def test_contrast_is_that_of_the_definition(named):
    for first, second in product(asdict(named).values(), repeat=2):
        expected = contrast(first, second)
        assert theme.contrast(QColor(first), QColor(second)) == pytest.approx(expected, rel=1e-6)


def test_what_is_neither_a_run_nor_a_sign_nor_a_warning_is_grey(named):
    spread = {name: QColor(asdict(named)[name]).getRgb()[:3] for name in GREYS}
    assert not {name: rgb for name, rgb in spread.items() if max(rgb) - min(rgb) > 24}


def test_the_layers_of_a_run_have_its_hue_and_differ(named):
    for index, count in product(range(theme.RUN_STYLES), (1, 2, 5)):
        hue = theme.run_style(index).colour.hue()
        looks = [theme.layer_style(index, layer, count) for layer in range(count)]
        assert len({(look.colour.name(), look.dash) for look in looks}) == count
        assert looks[-1].colour == theme.run_style(index).colour
        assert all(abs((look.colour.hue() - hue + 180) % 360 - 180) < 25 for look in looks)


def test_colours_are_named_in_the_room_of_style_only():
    """Elsewhere only black and white, for pictures of digits."""
    coloured = re.compile(r"#[0-9a-fA-F]{6}\b|QColor\(\"(?!black|white)|QColor\(\s*[1-9]")
    root = Path(gui.__file__).parent
    found = [
        f"{file.relative_to(root)}: {match.group()}"
        for file in root.rglob("*.py")
        if file.parent.name != "style"
        for match in coloured.finditer(file.read_text("utf-8"))
    ]
    assert not found


def test_the_three_sizes_of_type_differ_visibly():
    assert theme.TITLE / theme.TEXT >= 1.2
    assert theme.NUMBER / theme.TITLE >= 1.5


def test_no_other_size_is_written_anywhere():
    other = re.compile(r"sized\([^\n]*?,\s*[0-9.]+\s*[,)]|setP(oint|ixel)Size")
    root = Path(gui.__file__).parent
    found = [
        f"{file.relative_to(root)}: {match.group()}"
        for file in root.rglob("*.py")
        # before the window, and the font of programs, which is as large as the text
        if file.parent.name != "style" and file.name not in ("splash.py", "code_view.py")
        for match in other.finditer(file.read_text("utf-8"))
    ]
    assert not found


def test_a_title_leads_and_secondary_text_is_as_large_as_any(dressed, qtbot):
    labels = {role: styled_label(role) for role in ("title", "heading", "quiet", "wrong")}
    for label in labels.values():
        qtbot.addWidget(label)
    usual = dressed.font().pointSizeF()
    sizes = {role: label.font().pointSizeF() / usual for role, label in labels.items()}
    assert sizes == pytest.approx({"title": theme.TITLE, "heading": 1, "quiet": 1, "wrong": 1})


def test_what_does_not_fit_is_written_smaller(dressed):
    font = dressed.font()
    wide = QFontMetricsF(font).horizontalAdvance("1,000,000")
    assert theme.fitting(font, "1,000,000", wide) == font
    small = theme.fitting(font, "1,000,000", wide / 2)
    assert QFontMetricsF(small).horizontalAdvance("1,000,000") == pytest.approx(wide / 2, rel=0.1)
