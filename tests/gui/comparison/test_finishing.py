"""A comparison that was stopped is trained to its end."""

import json

from PySide6.QtWidgets import QPushButton

from core.comparison import experiment as experiments
from core.comparison.experiment import Kind
from core.comparison.run_status import RunStatus
from core.config.presets import preset_titles
from core.run.record import RunState
from core.storage.records import outline
from gui import composition
from tests.gui.conftest import shown
from tests.gui.driving import press_button, quick

RACE = ("sigmoid", "relu-dropout")
EPOCHS = 60  # stopped long before


def begun(application, epochs=EPOCHS):
    application.window.tabs.show_page("comparison")
    race = experiments.of_presets(RACE, 1, quick(changes={"epochs": epochs}))
    application.comparisons.start(Kind.COMPARISON, race, preset_titles(RACE))
    return application.comparisons.all()[-1]


def records(application, comparison):
    return [application.store.get(run).record for run in comparison.runs]


def stop(application, comparison, wait):
    wait(lambda: all(record.last is not None for record in records(application, comparison)))
    application.controller.stop()
    wait(lambda: comparison.is_over and application.controller.active_count() == 0)


def finish(application):
    press_button(application.window.comparison, "Finish 2 runs")


def test_what_was_stopped_goes_on_and_computes_what_it_would_have(keeping_application, wait):
    application = keeping_application
    undisturbed = begun(application)
    wait(lambda: undisturbed.is_over)
    comparison = begun(application)
    stop(application, comparison, wait)
    done = [record.epochs_done for record in records(application, comparison)]
    assert 0 < min(done) <= max(done) < EPOCHS
    runs = list(comparison.runs)

    finish(application)
    assert not comparison.is_over
    wait(lambda: comparison.is_over)
    assert list(comparison.runs) == runs
    assert comparison.judgement.verdicts == undisturbed.judgement.verdicts
    assert [record.epochs_done for record in records(application, comparison)] == [EPOCHS] * 2
    before = [outline(application.kept.runs_dir / run).sessions[-1].epochs_before for run in runs]
    assert before == done  # none was begun again
    buttons = application.window.comparison.findChildren(QPushButton)
    assert not any(each.isVisible() for each in buttons if each.text().startswith("Finish"))


def test_what_cannot_go_on_says_why_and_stays_unfinished(keeping_application, wait):
    application = keeping_application
    comparison = begun(application)
    stop(application, comparison, wait)
    for run in comparison.runs:
        (application.kept.runs_dir / run / "checkpoint.safetensors").write_bytes(b"damaged")
    finish(application)
    wait(lambda: comparison.is_over)
    assert "checkpoint" in application.window.notice.text
    assert len(comparison.retrainable()) == 2


def test_where_nothing_is_kept_runs_are_trained_again(application, wait):
    comparison = begun(application)
    stop(application, comparison, wait)
    stopped = set(comparison.runs)
    finish(application)
    assert stopped.isdisjoint(comparison.runs)
    wait(lambda: comparison.is_over)
    assert comparison.judgement.verdicts


def test_what_goes_on_is_shown_although_it_was_hidden(keeping_application, wait):
    application = keeping_application
    comparison = begun(application)
    stop(application, comparison, wait)
    application.store.show_only([])
    finish(application)
    wait(lambda: all(application.store.get(run).is_visible for run in comparison.runs))
    application.controller.stop()
    wait(lambda: not application.controller.active_count())


def test_what_was_killed_after_its_last_epoch_counts_and_is_not_trained(
    dressed, preferences, translation, qtbot, wait, tmp_path
):
    runs_dir = tmp_path / "runs"

    def opened():
        return shown(composition.compose(dressed, preferences, translation, runs_dir), qtbot)

    with opened() as first:
        comparison = begun(first, epochs=2)
        wait(lambda: comparison.judgement.verdicts)
        verdicts, runs = comparison.judgement.verdicts, list(comparison.runs)
    for run in runs:  # as a process leaves them that is killed before it writes the end
        path = runs_dir / run / "run.json"
        description = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(description | {"state": "running"}), encoding="utf-8")
    weights = [(runs_dir / run / "weights.safetensors").read_bytes() for run in runs]

    with opened() as second:
        second.window.tabs.show_page("comparison")
        second.kept.find()
        second.comparisons.find()
        wait(second.comparisons.all)
        (comparison,) = second.comparisons.all()
        wait(lambda: all(second.store.get(run) for run in runs))
        second.comparisons.reviews.request(comparison)
        wait(lambda: comparison.is_over)
        assert set(comparison.statuses.values()) == {RunStatus.UNFINISHED}
        second.comparisons.finish(comparison)
        wait(lambda: comparison.judgement.verdicts)
        assert comparison.judgement.verdicts == verdicts
        assert list(comparison.runs) == runs
    assert [outline(runs_dir / run).state for run in runs] == [RunState.COMPLETED] * 2
    assert [outline(runs_dir / run).sessions[-1].epochs_before for run in runs] == [2, 2]
    assert [(runs_dir / run / "weights.safetensors").read_bytes() for run in runs] == weights
