"""Damaged run folders in the window: told of, shown as far as they can be, and in nobody's way."""

import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.storage.layout import LABEL_FILE, RUN_FILE
from tests.faults.damage import HOSTILE_TEXTS
from tests.faults.test_damaged_files import NAME, OTHER, harm, sound

__all__ = ["sound"]
PAGES = ("curves", "inside", "evaluation", "code")


@pytest.fixture
def application(open_application, sound, runs_dir):
    shutil.copytree(sound / OTHER, runs_dir / OTHER)
    return open_application()


@settings(
    max_examples=settings().max_examples // 5,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_window_shows_what_can_be_shown(data, application, settle, sound, runs_dir):
    name, content = data.draw(harm(sound))
    look_at(application, settle, sound, runs_dir, name, content)


def test_names_that_mean_ill(application, settle, sound, runs_dir):
    for text in HOSTILE_TEXTS:
        label = json.dumps({"name": text, "style": 10**9}).encode()
        look_at(application, settle, sound, runs_dir, LABEL_FILE, label)


def look_at(application, settle, sound, runs_dir, name, content):
    """Have the window find a damaged run, and show it everywhere."""
    shutil.copytree(sound / NAME, runs_dir / NAME)
    (runs_dir / NAME / name).unlink()
    if content is not None:
        (runs_dir / NAME / name).write_bytes(content)
    application.window.notice.hide()
    application.kept.find()
    settle(application)
    known = application.store.get(NAME)
    assert application.store.get(OTHER) is not None
    assert (
        known is not None
        or application.window.notice.isVisible()
        or not (runs_dir / NAME / RUN_FILE).exists()
    )
    if known is not None:
        application.store.set_visible(NAME, True)
        application.window.selection.select(NAME)
        for page in PAGES:
            application.window.tabs.show_page(page)
            settle(application)
    application.window.grab()
    shutil.rmtree(runs_dir / NAME, ignore_errors=True)
    shutil.rmtree(runs_dir / "damaged", ignore_errors=True)
    application.kept.find()
    settle(application)
    assert [entry.record.run for entry in application.store.entries()] == [OTHER]
