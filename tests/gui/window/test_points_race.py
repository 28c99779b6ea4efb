"""A race of networks that learn from points, and what the views for images say of it."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from core.config.points import SEE_PLANE, SHOW_PLANE
from core.config.presets import RACE
from tests.gui.driving import LEFT, line, points


@pytest.fixture
def raced(application, wait):
    """The window after a race in the plane."""
    window = application.window
    window.setup.set_config(points())
    QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.compare), LEFT)
    wait(lambda: not window.verdict.isHidden())  # Plane is in front of it
    return application


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_both_learn_from_the_points_of_the_form_and_are_judged(raced):
    configs = [entry.record.config for entry in raced.store.visible()]
    assert [config.preset for config in configs] == list(RACE)
    assert {config.data for config in configs} == {points().data}
    assert {config.model.inputs for config in configs} == {2}

    (comparison,) = raced.window.verdict._comparisons.all()
    (verdict,) = comparison.judgement.verdicts
    assert (verdict.a, verdict.b) == RACE
    assert comparison.judgement.deciding is None


@pytest.mark.parametrize("name", ["inside", "evaluation", "drawing"])
def test_views_of_images_name_the_tab_that_shows_points(raced, name, wait):
    window = raced.window
    panel = getattr(window, name)
    if name != "drawing":
        window.tabs.show_page(name)
    wait(lambda: str(SEE_PLANE) in texts(panel))

    button = next(one for one in panel.findChildren(QPushButton) if one.text() == str(SHOW_PLANE))
    window.tabs.show_page("network" if name == "drawing" else name)
    QTest.mouseClick(button, LEFT)
    assert window.tabs.page == "plane"
    assert window.plane.isVisible()


@pytest.mark.parametrize(("of_form", "page"), [(points, "plane"), (line, "line")])
def test_before_any_run_the_network_of_the_form_leads_where_it_is_seen(window, wait, of_form, page):
    window.setup.set_config(of_form())
    window.tabs.show_page("network")
    hint = window.stage.area.hint
    wait(hint.isVisible)
    QTest.mouseClick(hint.button, LEFT)
    assert window.tabs.page == page


def test_no_digits_are_offered_and_the_card_says_why(raced):
    button = raced.window.verdict.digits.button
    assert not button.isEnabled()
    assert str(SEE_PLANE) in button.toolTip()
