"""Damaged run folders in the window: told of, shown as far as they can be, and in nobody's way."""

import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.cli import main as cli
from core.network import models
from core.network.architecture import parameter_count
from core.storage.layout import LABEL_FILE, RUN_FILE
from tests.faults.damage import HOSTILE_TEXTS
from tests.faults.test_damaged_files import NAME, OTHER, harm, sound

__all__ = ["sound"]
PAGES = ("network", "inside", "evaluation", "code")


@pytest.fixture
def application(nothing_is_new, open_application, sound, runs_dir):
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


def test_a_network_too_large_for_any_machine_is_never_built(
    open_application, settle, sound, runs_dir, monkeypatch, capsys
):
    """An archive may describe 6 layers of 4096 neurons without their 350 MB of weights."""
    shutil.copytree(sound / NAME, runs_dir / NAME)
    description = json.loads((runs_dir / NAME / RUN_FILE).read_text(encoding="utf-8"))
    layer = {"units": 4096, "activation": "relu", "dropout": 0.0}
    description["config"]["model"] |= {"kind": "mlp", "hidden": [layer] * 6}
    description["config"]["preset"] = ""
    (runs_dir / NAME / RUN_FILE).write_text(json.dumps(description), encoding="utf-8")
    build, largest = models.build, []

    def watched(model, *arguments):
        largest.append(parameter_count(model))
        return build(model, *arguments)

    monkeypatch.setattr(models, "build", watched)
    for command in (["runs"], ["info"]):
        assert cli.main([*command, "--runs-dir", str(runs_dir)]) == 0
    assert NAME in capsys.readouterr().out

    application = open_application()
    application.store.set_visible(NAME, True)
    application.window.selection.select(NAME)
    for page in PAGES:
        application.window.tabs.show_page(page)
        settle(application)
    assert application.store.get(NAME) is not None
    assert max(largest, default=0) < 1_000_000


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
