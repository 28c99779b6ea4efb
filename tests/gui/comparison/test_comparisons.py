"""Experiments in the window: judged as core judges them, whatever happens to a member, and shown
as they are.
"""

import threading

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton

import resources
from core.comparison import experiment as experiments
from core.comparison import trials
from core.comparison.experiment import Axis, Experiment, Grid, Kind, Member
from core.comparison.judgement import judge
from core.comparison.results import Results
from core.comparison.run_status import RunStatus
from core.comparison.verdicts import sentence
from core.config import presets
from core.config.presets import preset_titles
from core.data import idx
from core.evaluation.statistics import only_one_right
from core.insight.predictor import Predictor
from core.lifecycle.continuing import StartPoint
from core.messages import Message
from core.number_text import accuracy_text, signed_points
from core.run.control import Control
from core.run.record import RunRecord, RunState
from gui.comparison import reviews
from gui.comparison.digit_wall import DigitWall
from gui.comparison.heat_map import HeatMap
from gui.comparison.ladder.ladder_chart import LadderChart
from gui.comparison.reviews import MAX_DIGITS
from gui.style.translation import Language, translate
from gui.widgets.answer.answer_column import AnswerColumn
from tests.gui.driving import DIVERGING, ENDLESS, LEFT, Recorder, click_on_tab, draw, quick

RACE = ("sigmoid", "relu-dropout")


@pytest.fixture
def race(panel, comparisons, wait):
    """Start a comparison of these networks and wait until it is over and judged."""

    def run(*members, seeds=(42,), kind=Kind.COMPARISON):
        comparisons.start(kind, Experiment(members, seeds), titles_of(members))
        wait(lambda: panel.shown().is_over)
        return panel.shown()

    return run


@pytest.fixture
def compared(application, wait):
    """Press Compare for small data, and wait for the verdict."""

    def press(form):
        window = application.window
        window.setup.set_config(form)
        QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.compare), LEFT)
        wait(window.verdict.isVisible)
        return window.comparison.shown()

    return press


def member(name, changes=None, preset="logistic"):
    return Member(name, quick(preset, changes))


def titles_of(members):
    return {each.name: Message(each.name.title()) for each in members}


def apart(experiment):
    """The results of the same runs, trained one after the other without a window."""
    results = Results(experiment)
    for _ in trials.run(results, lambda planned: Control(f"{planned.member}-{planned.seed}", 1)):
        pass
    return results


def right_by_one(results):
    """The digits that only the poor, and that only the good network reads right, with seed 42."""
    paired = results.paired("poor", "good")
    return only_one_right(paired.right_a[0], paired.right_b[0])


def run_of(comparison, name, seed=42):
    return next(
        run
        for run, planned in comparison.runs.items()
        if (planned.member, planned.seed) == (name, seed)
    )


def texts(panel):
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def walls(panel):
    return panel.findChildren(DigitWall)


def digits(comparison):
    shown = comparison.judgement.deciding.shown
    return tuple([one.digit.number for one in side] for side in shown)


class TestVerdict:
    def test_in_the_bar_it_is_the_sentence_of_core(self, application, wait):
        window, form = application.window, quick(changes={"seed": 5})
        window.setup.set_config(form)
        QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.compare), LEFT)
        window.tabs.show_page("data")  # where no card shows the verdict
        wait(window.notice.isVisible)
        comparison = window.comparison.shown()
        (found,) = apart(experiments.of_presets(RACE, conditions=form)).verdicts()
        titles = {"sigmoid": "Sigmoid", "relu-dropout": "ReLU + Dropout"}
        assert application.window.notice.text == str(sentence(found, titles))
        assert application.window.notice.property("good")
        assert comparison.judgement.verdicts == (found,)
        assert [planned.seed for planned in comparison.runs.values()] == [5, 5]

    def test_none_is_announced_of_runs_that_were_stopped(self, application, wait):
        window = application.window
        window.setup.set_config(quick(changes=ENDLESS))
        QTest.keyClick(window, Qt.Key.Key_F9)
        comparison = window.comparison.shown()
        wait(lambda: all(entry.record.epochs for entry in application.store.entries()))
        QTest.keyClick(window, Qt.Key.Key_F8)
        wait(lambda: comparison.is_over)
        assert not window.notice.isVisible()

    def test_of_several_seeds(self, race, panel):
        members = (
            member("slow", {"optimizer.learning_rate": 0.001}),
            member("quick", {"optimizer.learning_rate": 0.1}),
        )
        comparison = race(*members, seeds=(42, 43, 44))
        results = apart(comparison.kept.experiment)
        assert tuple(comparison.judgement.verdicts) == results.verdicts()
        assert comparison.judgement.verdicts[0].better == "quick"
        said = next(text for text in texts(panel) if text.startswith("Quick is more accurate"))
        assert said.startswith(
            str(sentence(results.verdicts()[0], {"slow": "Slow", "quick": "Quick"}))
        )
        assert "3 seeds" in said

    def test_of_three_networks_tells_an_order_as_far_as_one_is_shown(self, race, panel):
        rates = {"worst": 1e-6, "middle": 0.1, "alike": 0.11}
        comparison = race(
            *(member(name, {"optimizer.learning_rate": rate}) for name, rate in rates.items())
        )
        results = apart(comparison.kept.experiment)
        assert tuple(comparison.judgement.verdicts) == results.verdicts()
        assert comparison.judgement.tiers == results.tiers()
        assert len(results.tiers()) == 2
        order = " > ".join(" · ".join(name.title() for name in tier) for tier in results.tiers())
        assert any(
            f"\n\n{order}   (networks joined by a dot are not ranked" in text
            for text in texts(panel)
        )
        assert order.endswith(" > Worst")
        # they stand side by side: no one is a step from another
        assert not any("each step adds" in text for text in texts(panel))
        assert not comparison.judgement.steps

    def test_of_networks_that_are_alike_no_order_is_told(self, race, panel):
        race(
            *(
                member(name, {"optimizer.learning_rate": rate})
                for name, rate in zip("abc", (0.1, 0.101, 0.102), strict=True)
            )
        )
        assert not any("are not ranked" in text for text in texts(panel))
        assert sum("No difference is shown" in text for text in texts(panel)) >= 1

    def test_a_network_that_diverged_is_judged_and_named(self, race, panel):
        comparison = race(member("wild", DIVERGING, "mlp"), member("tame"))
        assert set(comparison.statuses.values()) == {RunStatus.DIVERGED, RunStatus.JUDGED}
        note = "Wild diverged, which counts as a network that only guesses."
        assert any(note in text for text in texts(panel))

    def test_where_no_seed_was_completed_by_two_nothing_is_said(self, race, panel, monkeypatch):
        def stumble(*_):
            raise MemoryError

        monkeypatch.setattr("core.training.loop.build_optimizer", stumble)
        race(member("one"), member("other"))
        nothing = "Runs failed, so no two networks finished with the same seed: no verdict."
        assert any(text.startswith(nothing) for text in texts(panel))


def test_a_network_has_the_name_that_all_its_runs_were_given(race, store):
    comparison = race(member("a"), member("b"), seeds=(1, 2))
    kept = comparison.titles()
    first, second = (run for run, planned in comparison.runs.items() if planned.member == "b")
    store.rename(first, "mine")
    assert comparison.titles() == kept
    store.rename(second, "mine")
    assert comparison.titles() == {**kept, "b": "mine"}
    store.rename(second, kept["a"])
    store.rename(first, kept["a"])  # the other network's
    assert comparison.titles() == kept


def test_jobs_are_given_copies_of_results_and_only_the_gui_thread_adds_outcomes(race, monkeypatch):
    judged, added_in = [], set()
    add = Results.add

    def watched_add(results, planned, outcome):
        added_in.add(threading.current_thread())
        add(results, planned, outcome)

    def watched_judge(results, *arguments, **options):
        assert threading.current_thread() is not threading.main_thread()
        judged.append(results)
        return judge(results, *arguments, **options)

    monkeypatch.setattr(Results, "add", watched_add)
    monkeypatch.setattr(reviews, "judge", watched_judge)
    comparison = race(member("a"), member("b"), seeds=(42, 43))
    assert len(judged) == 4
    assert not any(results is comparison.results for results in judged)
    assert [len(results.seeds_of("a")) + len(results.seeds_of("b")) for results in judged] == [
        1,
        2,
        3,
        4,
    ]
    assert added_in == {threading.main_thread()}


class TestMembersThatDoNotComplete:
    def test_one_that_diverges_holds_up_no_other(self, race):
        members = member("tame"), member("wild", DIVERGING, "mlp"), member("mild", preset="sigmoid")
        comparison = race(*members)
        assert comparison.judgement.verdicts == apart(Experiment(members)).verdicts()
        whole = comparison.judgement.verdicts[-1]
        assert (whole.a, whole.b, whole.diverged_a) == ("tame", "mild", 0)

    @pytest.mark.parametrize("act", ["stop", "remove"])
    def test_one_that_is_stopped_or_removed_holds_up_no_other(
        self, panel, comparisons, controller, store, wait, act
    ):
        endless = member("endless", ENDLESS), member("waiting", {"epochs": 9_999})
        members = (endless[0], member("tame"), member("mild", preset="sigmoid"), endless[1])
        comparisons.start(Kind.COMPARISON, Experiment(members), titles_of(members))
        comparison = panel.shown()
        wait(lambda: store.get(run_of(comparison, "endless")).record.progress)
        wait(lambda: len(comparison.statuses) == 2)
        assert "2 of 4 runs done" in texts(panel)
        for name in ("waiting", "endless"):
            getattr(controller, act)(run_of(comparison, name))
        wait(lambda: comparison.is_over)
        (verdict,) = comparison.judgement.verdicts
        assert (verdict,) == apart(Experiment(members[1:3])).verdicts()
        # the card would be about the first and the last network
        assert comparison.card() is None
        said = str(sentence(verdict, comparison.titles()))
        assert any(said in text for text in texts(panel))

    def test_of_a_ladder_without_its_last_step_no_verdict_is_told(
        self, panel, comparisons, controller, store, wait
    ):
        members = member("tame"), member("mild", preset="sigmoid"), member("endless", ENDLESS)
        comparisons.start(Kind.LADDER, Experiment(members), titles_of(members))
        comparison = panel.shown()
        wait(lambda: len(comparison.statuses) == 2)
        wait(lambda: store.get(run_of(comparison, "endless")).record.progress)
        controller.stop(run_of(comparison, "endless"))
        wait(lambda: comparison.is_over)
        assert comparison.judgement.verdicts
        assert comparison.card() is None
        assert any("no verdict on the ladder as a whole" in text for text in texts(panel))

    def test_one_that_is_deleted_later_takes_its_verdict_with_it(
        self, panel, comparisons, controller, wait
    ):
        members = member("tame"), member("mild", preset="sigmoid")
        comparisons.start(Kind.COMPARISON, Experiment(members), titles_of(members))
        comparison = panel.shown()
        wait(lambda: comparison.is_over)
        assert panel.card.isVisible()
        controller.remove(run_of(comparison, "mild"))
        wait(lambda: not comparison.judgement.verdicts)
        assert not panel.card.isVisible()
        assert any("Runs were deleted" in text for text in texts(panel))
        assert any("Not judged: 1 run that was deleted" in text for text in texts(panel))

    def test_one_removed_while_it_waits(self, panel, comparisons, controller, wait):
        members = member("tame"), member("mild", preset="sigmoid"), member("gone")
        comparisons.start(Kind.COMPARISON, Experiment(members), titles_of(members))
        comparison = panel.shown()
        controller.remove(run_of(comparison, "gone"))
        wait(lambda: comparison.is_over)
        assert [(found.a, found.b) for found in comparison.judgement.verdicts] == [("tame", "mild")]

    def test_one_that_is_trained_further_afterwards_is_judged_as_planned(
        self, race, controller, store, wait
    ):
        comparison = race(member("a"), member("b", {"optimizer.learning_rate": 0.1}))
        judged = comparison.judgement
        run = run_of(comparison, "a")
        record = store.get(run).record
        longer = RunRecord(run, quick(changes={"epochs": 9}))
        for epoch in record.epochs:
            longer.apply(epoch)
        controller.continue_run(StartPoint(None, longer, None))
        wait(lambda: controller.active_count() == 0)
        assert store.get(run).record.state is RunState.COMPLETED
        race(member("c"), member("d"))  # by then, what the jobs were asked before has been done
        assert comparison.judgement is judged


class TestPreliminary:
    def test_nothing_is_certain_until_the_last_seed(self, panel, comparisons, wait):
        """After the first seed a verdict would be about two networks, after the second about
        settings.
        """
        members = (member("slow", {"optimizer.learning_rate": 1e-6}), member("quick"), member("x"))
        comparisons.start(Kind.COMPARISON, Experiment(members, (42, 43)), titles_of(members))
        comparison = panel.shown()
        seen = []

        def on_changed(changed):
            judged = changed.judgement
            seen.append((changed.is_over, bool(changed.latest.verdicts)))
            assert changed.is_over or not (judged.verdicts or judged.tiers or judged.steps)
            assert changed.is_over or not any("points" in text for text in texts(panel))

        comparisons.changed.connect(on_changed)
        wait(lambda: comparison.is_over)
        assert (False, True) in seen  # there was something to hold back
        assert comparison.judgement.verdicts
        assert any("corrected for 3 comparisons" in text for text in texts(panel))


class TestLadder:
    @pytest.fixture
    def climbed(self, panel, comparisons, wait):
        conditions = quick(changes={"epochs": 1})
        ladder = experiments.ladder(2, conditions)
        comparisons.start(Kind.LADDER, ladder, preset_titles(presets.LADDER))
        wait(lambda: panel.shown().is_over)
        return panel.shown()

    def test_the_steps_add_up_to_the_whole_and_are_those_of_core(self, climbed, panel):
        steps, whole = climbed.judgement.steps, climbed.judgement.whole
        assert len(steps) == len(presets.LADDER) - 1
        assert sum(step.right for step in steps) == whole.right
        results = apart(climbed.kept.experiment)
        assert (tuple(steps), whole) == (results.contributions(), results.whole())

        (chart,) = panel.findChildren(LadderChart)
        assert chart.isVisible()
        rows = chart.accessibleName().split("; ")
        assert [row.split(": ")[1] for row in rows] == [
            signed_points(step.difference) for step in (*steps, whole)
        ]
        assert [row.split(": ")[0] for row in rows[:-1]] == [
            "→ " + str(presets.preset(s.after).title) for s in steps
        ]
        *between, last = (str(sentence(found, names_of(climbed))) for found in results.verdicts())
        (said,) = (text for text in texts(panel) if last in text)
        assert not any(other in said for other in between)

    @pytest.mark.parametrize("language", [Language.ENGLISH, Language.CHINESE])
    def test_in_a_small_window_nothing_is_wider_than_its_place(
        self, climbed, panel, translation, language, wait
    ):
        translation.use(language)
        panel.resize(400, 500)
        area = panel._area  # its tables may scroll across
        wait(lambda: panel.width() == 400)
        wait(lambda: area.horizontalScrollBar().maximum() == 0)


def names_of(comparison):
    return {name: str(title) for name, title in comparison.kept.titles.items()}


class TestGrid:
    def test_cells_are_the_accuracies_of_the_runs(self, panel, comparisons, store, wait):
        axes = Axis("optimizer.learning_rate", (0.001, 0.1)), Axis("data.batch_size", (20, 60, 200))
        grid = Grid(quick(), axes)
        experiment = grid.experiment(1)
        titles = {name: Message(name) for name in experiment.names}
        comparisons.start(Kind.GRID, experiment, titles, grid)
        comparison = panel.shown()
        assert any(text.endswith("of 6 runs done") for text in texts(panel))
        wait(lambda: comparison.is_over)
        for row, rate in enumerate((0.001, 0.1)):
            for column, size in enumerate((20, 60, 200)):
                record = store.get(run_of(comparison, f"{row},{column}")).record
                assert (record.config.optimizer.learning_rate, record.config.data.batch_size) == (
                    rate,
                    size,
                )
                cell = comparison.judgement.cells[row][column]
                assert (cell.final, cell.best, cell.runs) == (
                    record.last.accuracy,
                    record.best_accuracy,
                    1,
                )
        (heat,) = panel.findChildren(HeatMap)
        assert heat.isVisible()
        assert not panel.findChildren(LadderChart)[0].isVisible()
        title = "Accuracy on the test examples after the last epoch; rows: Learning rate, columns: "
        assert f"{title}Batch size" in texts(panel)
        assert any(text.startswith("The largest of several") for text in texts(panel))
        assert any(
            text.startswith("Best is ") and "Learning rate: " in text and "With one seed" in text
            for text in texts(panel)
        )

    def test_a_click_on_a_cell_chooses_its_runs(self, panel, comparisons, wait):
        grid = Grid(quick("mlp", {"epochs": 1}), (Axis("optimizer.learning_rate", (0.01, 0.1)),))
        comparisons.start(Kind.GRID, grid.experiment(2), grid.titles(), grid)
        comparison = panel.shown()
        wait(lambda: comparison.is_over)
        assert any(text.startswith("Best is ") for text in texts(panel))
        chosen = []
        panel.runs_chosen.connect(chosen.append)
        (heat,) = panel.findChildren(HeatMap)
        QTest.mouseClick(heat, LEFT, pos=heat._area(1, 0).center().toPoint())
        assert chosen == [tuple(run_of(comparison, "1,0", seed) for seed in (42, 43))]

    def test_with_held_out_examples_they_are_compared_by_these(
        self, panel, comparisons, store, wait
    ):
        base = quick(changes={"data.validation_size": 200, "epochs": 1})
        grid = Grid(base, (Axis("optimizer.learning_rate", (0.001, 0.1)),))
        comparisons.start(Kind.GRID, grid.experiment(1), grid.titles(), grid)
        comparison = panel.shown()
        wait(lambda: comparison.is_over)
        lasts = [store.get(run_of(comparison, f"{row},0")).record.last for row in (0, 1)]
        held_out = [last.validation_accuracy for last in lasts]
        assert [row[0].validation for row in comparison.judgement.cells] == held_out
        assert held_out != [last.accuracy for last in lasts]

        (heat,) = panel.findChildren(HeatMap)
        shown = zip(("0.001", "0.1"), map(accuracy_text, held_out), strict=True)
        assert heat.accessibleName() == "; ".join(f"{name}: {text}" for name, text in shown)
        title = "Accuracy on the held-out examples after the last epoch; rows: Learning rate"
        assert title in texts(panel)
        assert not any(text.startswith("The largest of several") for text in texts(panel))

    def test_over_seeds_they_are_averages_of_what_completed(self, panel, comparisons, store, wait):
        grid = Grid(quick("mlp", {"epochs": 1}), (Axis("optimizer.learning_rate", (0.01, 0.1)),))
        experiment = grid.experiment(2)
        comparisons.start(
            Kind.GRID, experiment, {name: Message(name) for name in experiment.names}, grid
        )
        comparison = panel.shown()
        wait(lambda: comparison.is_over)
        for row in (0, 1):
            finals = [
                store.get(run_of(comparison, f"{row},0", seed)).record.last.accuracy
                for seed in (42, 43)
            ]
            assert comparison.judgement.cells[row][0].final == pytest.approx(np.mean(finals))


class TestDigits:
    def test_they_are_those_that_only_one_network_reads(self, race, panel):
        rates = {"poor": 0.001, "good": 0.1}
        members = [
            member(n, {"optimizer.learning_rate": r, "data.pixels": "standardized"})
            for n, r in rates.items()
        ]
        comparison = race(*members, seeds=(42, 43))
        results = apart(comparison.kept.experiment)
        numbers = [part.tolist() for part in right_by_one(results)]
        assert all(numbers)
        assert digits(comparison) == tuple(part[:MAX_DIGITS] for part in numbers)
        assert comparison.judgement.deciding.counts == tuple(map(len, numbers))
        for name, count in zip(("Poor", "Good"), map(len, numbers), strict=True):
            assert (
                f"Only {name} (after epoch 2) reads these correctly ({count} with seed 42)"
                in texts(panel)
            )
        titles = [text for text in texts(panel) if text.startswith("Only ")]
        assert [wall.accessibleName() for wall in walls(panel)] == titles

        images = idx.read_idx(resources.path("mnist", "t10k-images-idx3-ubyte.gz"), (28, 28))
        labels = idx.read_idx(resources.path("mnist", "t10k-labels-idx1-ubyte.gz"), ())
        data = members[0].config.data
        tested = np.arange(data.test_size) * len(labels) // data.test_size  # spread evenly
        for digit in (one.digit for side in comparison.judgement.deciding.shown for one in side):
            assert digit.label == labels[tested[digit.number]]
            assert np.array_equal(digit.grey, images[tested[digit.number]])

    def test_of_many_the_first_are_shown_and_all_are_counted(self, race):
        comparison = race(member("poor", {"optimizer.learning_rate": 1e-6}), member("good"))
        numbers = right_by_one(apart(comparison.kept.experiment))
        assert len(numbers[1]) > MAX_DIGITS
        assert digits(comparison)[1] == numbers[1][:MAX_DIGITS].tolist()
        assert comparison.judgement.deciding.counts[1] == len(numbers[1])

    def test_a_click_has_both_networks_read_it(self, application, compared, wait):
        comparison = compared(quick())
        window = application.window
        click_on_tab(window.tabs, "Comparison")
        wall = next(wall for wall in walls(window.comparison) if wall.isVisible())
        draw(window.drawing.canvas, (0.3, 0.3), (0.6, 0.6))
        only = comparison.judgement.deciding.shown[walls(window.comparison).index(wall)]
        QTest.mouseClick(wall, LEFT, pos=wall.tile(1).center())
        assert window.drawing.canvas.strokes() == []
        assert "took the place of your drawing" in window.notice.text
        digit = only[1].digit
        wanted = []
        for name in RACE:
            record = application.store.get(run_of(comparison, name)).record
            predictor = Predictor(record.config.model, record.config.data)
            predictor.set_weights(record.weights)
            shares = predictor.probabilities(digit.grey.astype(np.float32) / np.float32(255))
            wanted.append(
                "\n".join(f"{number}: {share:.2%}" for number, share in enumerate(shares))
            )
        wait(lambda: [column.description() for column in columns(window)] == wanted)
        reads = [window.drawing.answer(run_of(comparison, name)) == digit.label for name in RACE]
        assert sorted(reads) == [False, True]
        assert np.array_equal(seen(window), digit.grey)

        undo = window.notice.findChild(QToolButton, "undo")
        QTest.mouseClick(undo, LEFT)
        assert len(window.drawing.canvas.strokes()) == 1
        assert window.notice.isHidden()

        QTest.mouseClick(wall, LEFT, pos=wall.tile(1).center())
        assert not window.notice.isHidden()
        draw(window.drawing.canvas, (0.5, 0.2), (0.5, 0.8))  # from now on Undo undoes the stroke
        assert window.notice.isHidden()
        wait(lambda: not np.array_equal(seen(window), digit.grey))

    def test_a_click_leaves_other_runs_shown(self, application, compared):
        other = RunRecord("other", quick("logistic"))
        comparison = compared(quick())
        window, store = application.window, application.store
        store.add(other)
        hidden = run_of(comparison, RACE[0])
        store.set_visible(hidden, False)
        click_on_tab(window.tabs, "Comparison")
        wall = next(wall for wall in walls(window.comparison) if wall.isVisible())
        QTest.mouseClick(wall, LEFT, pos=wall.tile(0).center())
        shown = {entry.record.run for entry in store.visible()}
        assert {"other", hidden, run_of(comparison, RACE[1])} <= shown
        assert window.notice.isHidden()  # nothing was drawn that could be lost


def columns(window):
    return [column for column in window.drawing.findChildren(AnswerColumn) if not column.isHidden()]


def seen(window):
    """The 28x28 grey levels on the screen."""
    picture = window.drawing.network_input.grab().toImage()
    step = picture.width() // 28
    return np.array(
        [
            [picture.pixelColor(x * step + 1, y * step + 1).red() for x in range(28)]
            for y in range(28)
        ]
    )


class TestPanel:
    def test_before_the_first_it_says_what_it_is_for(self, panel):
        (text,) = (text for text in texts(panel) if text)
        assert text.startswith("Here you learn whether one network is really better")
        assert not any(wall.isVisible() for wall in walls(panel))

    def test_its_button_asks_for_another(self, panel):
        asked = Recorder(panel.new_requested)
        QTest.mouseClick(panel.findChild(QPushButton), LEFT)
        assert asked.heard == [()]

    def test_an_earlier_one_can_be_seen_again(self, race, panel):
        first = race(member("a"), member("b", {"optimizer.learning_rate": 0.5}))
        said = texts(panel)
        race(member("c", {"seed": 1}), member("d", {"optimizer.learning_rate": 0.3}))
        choice = panel.findChild(QComboBox)
        assert [choice.itemText(row) for row in (0, 1)] == ["1. A / B, 1 seed", "2. C / D, 1 seed"]
        assert texts(panel) != said
        QTest.keyClick(choice, Qt.Key.Key_Up)
        assert panel.shown() is first
        assert texts(panel) == said

    def test_a_change_of_another_one_leaves_what_is_shown(self, panel, comparisons, wait):
        for names in ("ab", "cd"):
            members = [member(name, {"seed": 42}) for name in names]
            comparisons.start(Kind.COMPARISON, Experiment(tuple(members)), titles_of(members))
        first, second = comparisons.all()
        wait(lambda: first.is_over and second.is_over)
        assert panel.shown() is second
        assert any("C and D" in text for text in texts(panel))

    def test_it_follows_the_language(self, application, compared, translation, wait):
        comparison = compared(quick())
        window = application.window
        click_on_tab(window.tabs, "Comparison")
        english = texts(window.comparison)
        translation.use(Language.CHINESE)
        (found,) = comparison.judgement.verdicts
        chinese = translate(sentence(found, comparison.titles()))
        assert chinese not in english
        wait(lambda: window.verdict.sentence.text() == chinese)
        wait(lambda: chinese in texts(window.comparison))
        words = {text for text in texts(window.comparison) if any(map(str.isalpha, text))}
        assert not set(english) & words
        translation.use(Language.ENGLISH)
        wait(lambda: texts(window.comparison) == english)
