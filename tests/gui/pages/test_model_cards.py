"""The model card of a run in the window: the same as in the report."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from core.errors import DataError
from core.export.run_card import card_of
from core.export.source import Source
from core.messages import message
from gui.pages import model_cards
from gui.pages.model_cards import CardDialog
from gui.style.translation import Language
from tests.gui.driving import line, press_button, quick


@pytest.fixture
def run(application, wait):
    """A run that has ended, by its id."""
    controller, store = application.window._controller, application.window._store
    started = controller.start(quick())
    wait(lambda: store.get(started).record.state.is_over)
    return started


def choose(window, run):
    """Choose the card in the menu of a run."""
    menu = window.table.menu_for([run])
    action = next(one for one in menu.actions() if one.text() in ("Model card…", "模型卡片…"))
    action.trigger()
    menu.close()
    return action


def texts(dialog):
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
def test_the_menu_of_a_run_opens_its_card_which_can_be_copied(
    application, run, wait, language, translation
):
    window = application.window
    translation.use(language)
    choose(window, run)
    dialog = window.findChild(CardDialog)
    assert not dialog.copy.isEnabled()
    wait(dialog.copy.isEnabled)

    entry = window._store.get(run)
    card = card_of(Source(entry.name, entry.record, entry.folder), model_cards.translate)
    wait(lambda: card.facts[-1].texts[-1] in texts(dialog))
    shown = texts(dialog)
    assert entry.name in shown
    for fact in card.facts:
        assert fact.title in shown
        assert all(text in shown for text in fact.texts)
    press_button(dialog, dialog.copy.text())
    assert QGuiApplication.clipboard().text() == card.text
    dialog.close()


def test_a_card_that_fails_says_why(application, run, wait, monkeypatch):
    def fail(_source):
        raise DataError(message("The data are gone."))

    monkeypatch.setattr(model_cards, "_card_of", fail)
    choose(application.window, run)
    dialog = application.window.findChild(CardDialog)
    wait(lambda: "The data are gone." in texts(dialog))
    dialog.close()


def test_a_dialog_that_is_closed_before_is_no_fault(application, run, wait):
    choose(application.window, run)
    application.window.findChild(CardDialog).close()
    wait(lambda: application.window.findChild(CardDialog) is None)
    done = []
    application.jobs.submit(lambda: None, done.append)
    wait(lambda: done)


def test_a_line_has_no_card(application, wait):
    window = application.window
    started = window._controller.start(line())
    wait(lambda: window._store.get(started).record.state.is_over)
    assert not choose(window, started).isEnabled()
    assert window.findChild(CardDialog) is None
