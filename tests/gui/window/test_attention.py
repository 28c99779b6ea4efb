"""The desktop is asked for a sign when long work has ended, and only then."""

import pytest
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QSystemTrayIcon

from core.comparison.experiment import Kind, of_presets
from core.export.formats import Format
from core.lifecycle.clean_up import CleanUpOptions, plan
from core.messages import Message
from gui.window import attention
from gui.window.attention import LONG_S, Attention
from tests.gui.driving import quick


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is put forward."""
    now = [100.0]
    monkeypatch.setattr(attention.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def desktop(monkeypatch):
    """A desktop with a tray, and other programs in front; returns what it shows."""
    shown = {"marks": 0, "messages": []}

    def alert(_widget, *_):
        shown["marks"] += 1

    monkeypatch.setattr(QApplication, "alert", alert)
    monkeypatch.setattr(QApplication, "activeWindow", lambda: None)
    for name in ("isSystemTrayAvailable", "supportsMessages"):
        monkeypatch.setattr(QSystemTrayIcon, name, lambda: True)
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda _tray, _title, text: shown["messages"].append(text)
    )
    return shown


@pytest.fixture
def window(qtbot, controller, comparisons):
    made = QMainWindow()
    qtbot.addWidget(made)
    made.work = Work(made)
    Attention(made, controller, comparisons, made.work.ended)
    return made


class Work(QObject):
    """Work in the background."""

    ended = Signal(object)


@pytest.mark.parametrize(
    ("seconds", "is_active", "expected"),
    [(LONG_S + 1, False, 1), (LONG_S - 1, False, 0), (LONG_S + 1, True, 0)],
    ids=["long", "short", "in front"],
)
def test_the_sign(
    window, controller, monkeypatch, desktop, clock, wait, seconds, is_active, expected
):
    if is_active:
        monkeypatch.setattr(QApplication, "activeWindow", lambda: window)
    controller.start(quick())
    clock[0] += seconds
    wait(lambda: not controller.active() and controller.active_count() == 0)
    assert desktop == {"marks": expected, "messages": ["The runs have ended."] * expected}


def test_a_comparison_is_announced_once_with_its_verdict(
    window, comparisons, controller, desktop, clock, wait
):
    experiment = of_presets(["logistic", "sigmoid"], conditions=quick())
    titles = {member.name: Message(member.name.title()) for member in experiment.members}
    comparisons.start(Kind.COMPARISON, experiment, titles)
    clock[0] += LONG_S + 1
    wait(lambda: desktop["messages"])
    (comparison,) = comparisons.all()
    assert comparison.is_over
    assert desktop == {"marks": 1, "messages": [str(comparison.card().sentence)]}


def test_a_verdict_may_come_before_the_last_thread_has_ended(
    window, comparisons, controller, desktop, clock, wait, monkeypatch
):
    experiment = of_presets(["logistic", "sigmoid"], conditions=quick())
    titles = {member.name: Message(member.name.title()) for member in experiment.members}
    comparisons.start(Kind.COMPARISON, experiment, titles)
    clock[0] += LONG_S + 1
    (comparison,) = comparisons.all()
    with monkeypatch.context() as still_active:
        still_active.setattr(controller, "active", lambda: ["a run"])
        wait(lambda: comparison.is_over and controller.active_count() == 0)
        assert not desktop["messages"]
    controller.activity_changed.emit()
    assert desktop == {"marks": 1, "messages": [str(comparison.card().sentence)]}


def test_other_work_is_announced_by_its_own_message(window, desktop):
    window.work.ended.emit(Message("run.zip has been written."))
    window.work.ended.emit(Message("The import has failed."))
    assert desktop["messages"] == ["run.zip has been written.", "The import has failed."]
    assert desktop["marks"] == 2


def test_no_name_becomes_markup(window, desktop):
    name = "<img src='file:///x'>&lt;b&gt;\u202e"
    window.work.ended.emit(Message("{name} has been written.\nIt is checked.", {"name": name}))
    (shown,) = desktop["messages"]
    assert shown.startswith("\u2039img src='file:///x'>")
    assert shown.endswith("\\u202e has been written.\nIt is checked.")
    assert not {"<", "&", "\u202e"} & {*shown}


def test_in_front_again_the_icon_leaves_the_tray(window, desktop):
    window.work.ended.emit(Message("Done."))
    (tray,) = window.findChildren(QSystemTrayIcon)
    assert tray.isVisible()
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))
    assert not tray.isVisible()


def test_an_export_and_a_download_are_such_work(application, desktop, tmp_path, wait):
    window = application.window
    run = application.controller.start(quick())
    wait(lambda: application.controller.active_count() == 0)
    window.transfer.export(application.store.get(run), Format.CSV, tmp_path / "epochs.csv")
    wait(lambda: desktop["messages"])
    assert "epochs.csv" in desktop["messages"][0]
    window.data.fetch_ended.emit(Message("The data have been downloaded."))
    assert desktop["messages"][1:] == ["The data have been downloaded."]


def test_an_export_that_fails_is_announced_with_the_reason(application, desktop, tmp_path, wait):
    transfer = application.window.transfer
    run = application.controller.start(quick())
    wait(lambda: application.controller.active_count() == 0)
    transfer.export(application.store.get(run), Format.CSV, tmp_path / "gone" / "epochs.csv")
    wait(lambda: desktop["messages"])
    assert desktop["messages"][0].startswith("The export has failed: ")
    reason = application.window.notice.text
    assert desktop["messages"] == [f"The export has failed: {reason}"]


def test_a_clean_up_a_repetition_a_check_and_robustness_are_such_work(
    keeping_application, desktop, wait
):
    application = keeping_application
    window, kept = application.window, application.kept
    run = application.controller.start(quick())
    wait(lambda: application.controller.active_count() == 0)
    folder = application.store.get(run).folder

    kept.repetitions.start(folder)
    wait(lambda: desktop["messages"])
    assert desktop["messages"].pop().startswith("Identical: ")

    kept.repetitions.start(folder.with_name("gone"))
    wait(lambda: desktop["messages"])
    assert desktop["messages"].pop().startswith("The repetition has failed: ")

    window.code.check.set_config(quick())
    window.code.check.start()
    wait(lambda: desktop["messages"] and not window.code.check.is_checking)
    assert "2 of 2 epochs" in desktop["messages"].pop()

    robustness = window.evaluation.robustness
    robustness.show_runs()
    wait(robustness.measure.button.isEnabled)
    robustness.measure.button.click()
    wait(lambda: desktop["messages"])
    assert desktop["messages"].pop() == "The robustness has been measured."

    options = CleanUpOptions(checkpoints=True)
    kept.clean_up.measure(
        lambda survey: kept.clean_up.remove(options, plan(survey, options), True, print, print)
    )
    wait(lambda: desktop["messages"])
    assert desktop["messages"].pop() == "Clean up has ended."


def test_work_that_is_cancelled_is_not_announced(keeping_application, desktop, wait):
    application = keeping_application
    run = application.controller.start(quick())
    wait(lambda: application.controller.active_count() == 0)
    check = application.window.code.check
    check.set_config(quick(changes={"epochs": 500}))
    check.start()
    check.give_up()
    wait(lambda: not check.is_checking)
    application.kept.repetitions.start(application.store.get(run).folder)
    application.kept.repetitions.cancel()
    application.window.transfer.reported.emit(Message("Something else"), None)
    assert desktop["messages"] == []
