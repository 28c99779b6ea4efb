"""The card of a verdict: where it stands, what it shows, and where its buttons lead."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QToolButton

from core.comparison.experiment import Experiment, Kind, Member
from core.messages import Message
from core.number_text import signed_points
from core.run.events import EndReason, RunEnded
from core.run.record import RunRecord
from gui.comparison.dialog.experiment_dialog import ExperimentDialog
from gui.comparison.digit_wall import DigitWall
from gui.comparison.ladder.ladder_chart import LadderChart
from gui.style import theme
from gui.style.theme import Scheme
from tests.gui.driving import LEFT, click_on, open_dialog, press_button, quick

SMALL = QSize(1024, 700)
LARGE = QSize(1400, 1100)


@pytest.fixture
def raced(application, wait):
    """Press Compare for small data in a large window, and wait for the verdict."""
    window = application.window
    window.resize(LARGE)
    window.setup.set_config(quick())
    QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.compare), LEFT)
    wait(window.verdict.isVisible)
    return window


def press(button):
    assert button.isVisible()
    QTest.mouseClick(button, LEFT)


def choose(card, offer):
    """Press the button of an offer; where the card is low, its entry in the menu."""
    if not card.next.isVisible():
        press(offer.button)
        return
    menu = card.next.menu()
    menu.popup(card.next.mapToGlobal(QPoint()))
    click_on(menu, offer.entry.text())


def accuracies(window, comparison):
    """The networks' accuracies by member and seed, from the runs' own records."""
    return {
        (planned.member, planned.seed): window._store.get(run).record.last.accuracy
        for run, planned in comparison.runs.items()
    }


def top_in(window, widget):
    return widget.mapTo(window, QPoint()).y()


class TestOnTheFirstTab:
    def test_it_stands_between_the_networks_and_the_curves(self, raced):
        card = raced.verdict
        bands = [top_in(raced, band) + band.height() for band in raced.stage.bands.values()]
        assert len(bands) == 2
        assert max(bands) <= top_in(raced, card)
        assert top_in(raced, card) + card.height() <= top_in(raced, raced.plots)
        assert not raced.notice.isVisible()  # nothing is announced twice

    def test_it_shows_the_difference_of_these_runs(self, raced):
        shown = accuracies(raced, raced.verdict.comparison)
        difference = shown["relu-dropout", 42] - shown["sigmoid", 42]
        assert difference > 0
        assert raced.verdict.number.text() == f"{100 * difference:.2f}"
        assert raced.verdict.sentence.text().startswith("ReLU + Dropout is more accurate")
        notes = [label.text() for label in raced.verdict.findChildren(QLabel)]
        assert {"percentage points", "race, one seed\nfinished runs only"} < set(notes)
        size = raced.verdict.number.font().pointSizeF() / raced.font().pointSizeF()
        assert size == pytest.approx(theme.NUMBER)

    def test_it_is_closed_and_comes_back_with_the_next_race(self, raced, wait):
        (close,) = (
            button for button in raced.verdict.findChildren(QToolButton) if button.text() == "×"
        )
        press(close)
        assert not raced.verdict.isVisible()
        QTest.mouseClick(raced.toolbar.widgetForAction(raced.actions_.compare), LEFT)
        wait(raced.verdict.isVisible)

    def test_a_network_is_called_as_its_run_is(self, raced):
        first, second = raced.verdict.comparison.runs
        raced._store.rename(second, "Modern")
        assert raced.verdict.sentence.text().startswith("Modern is more accurate than Sigmoid")
        heading = raced.table.model.index(0, 0).data()
        assert heading.startswith("Sigmoid / Modern, 1 seed: Modern is ")
        assert raced.comparison._choice.currentText() == "1. Sigmoid / Modern, 1 seed"

        raced._store.rename(first, "Modern")  # the second of this name
        assert list(raced.verdict.comparison.titles().values()) == ["Modern (2)", "Modern"]
        raced._store.rename(first, "")
        raced._store.rename(second, "")
        assert raced.verdict.sentence.text().startswith("ReLU + Dropout is more accurate")

    def test_it_goes_when_another_run_is_started(self, raced):
        raced._store.add(RunRecord("another", quick()))
        assert not raced.verdict.isVisible()

    def test_a_run_that_trains_next_to_a_selected_one_is_seen(self, raced, wait):
        runs, controller = list(raced.verdict.comparison.runs), raced._controller
        raced.selection.select(runs[1])
        assert raced.verdict.isVisible()
        started = controller.start(quick(changes={"epochs": 10_000}))
        assert not raced.verdict.isVisible()
        wait(lambda: started in raced.stage.bands)
        controller.stop(started)
        wait(lambda: not controller.active_count())
        raced.selection.select(runs[0])
        assert raced.verdict.isVisible()

    def test_who_deletes_a_run_that_it_judges_is_told(self, raced):
        raced.selection.select(next(iter(raced.verdict.comparison.runs)))
        raced.table.view.setFocus()
        QTest.keyClick(raced.table.view, Qt.Key.Key_Delete)
        question = open_dialog(raced)
        assert "it loses its verdict" in question.text()
        press_button(question, "Cancel")

    def test_it_is_shown_with_its_own_networks_only(self, raced):
        store, selection, card = raced._store, raced.selection, raced.verdict
        comparison, runs = card.comparison, list(card.comparison.runs)
        store.add(RunRecord("another", quick()))
        store.apply(RunEnded("another", EndReason.STOPPED, 0))
        assert not card.isVisible()

        selection.select(runs[0])
        assert card.isVisible()
        assert card.comparison is comparison
        assert list(raced.stage.bands) == runs
        selection.select("another")
        assert not card.isVisible()

        # the race alone, as its heading in the table shows it
        store.show_only(["another"])
        selection.set_runs([])
        assert not card.isVisible()
        store.show_only(runs)
        assert card.isVisible()
        assert list(raced.stage.bands) == runs
        store.set_visible(runs[0], False)
        assert not card.isVisible()

    def test_in_the_layout_for_comparing_its_networks_stand_next_to_it(self, raced):
        runs = list(raced.verdict.comparison.runs)
        raced._store.add(RunRecord("another", quick()))
        raced._store.show_only(["another"])
        raced.arranger.actions[1].trigger()
        assert raced.comparison.isVisible()
        assert list(raced.stage.bands) == runs

    def test_a_run_that_waits_is_named_until_it_trains(self, application, wait):
        window, controller = application.window, application.controller
        window.setup.set_config(quick(changes={"epochs": 10_000}))
        for _ in range(3):
            assert not window.notice.isVisible()
            window.actions_.train.trigger()
        assert "(3) · waiting: 2 runs train at once" in window.notice.text
        assert window.notice.findChild(QToolButton, "remedy").isVisible()
        controller.stop(controller.active()[0].run)
        wait(lambda: not controller.waiting())
        assert not window.notice.isVisible()
        controller.stop()

    def test_a_race_that_waits_can_be_trained_at_once_with_the_others(self, application, wait):
        window, controller = application.window, application.controller
        window.setup.set_config(quick(changes={"epochs": 10_000}))
        for _ in range(2):
            window.actions_.train.trigger()
        window.actions_.compare.trigger()
        racers = controller.waiting()
        assert len(racers) == 2

        press(window.notice.findChild(QToolButton, "remedy"))
        assert not controller.waiting()
        assert not window.notice.isVisible()
        assert {record.run for record in controller.active()} > set(racers)
        controller.stop()
        wait(lambda: not controller.active())

    def test_where_the_curves_fit_only_next_to_a_line_it_is_one(self, raced, wait):
        card = raced.verdict
        for height in range(1000, 700, -8):
            raced.resize(1240, height)
            wait(lambda height=height: raced.height() == height)
            QApplication.processEvents()
            if not card.number.isVisible():
                break
        wait(card.brief.isVisible)
        assert raced.plots.isVisible()
        assert len(raced.stage.bands) == 2
        ends = [signed_points(end) for end in card.comparison.card().interval]
        assert " … ".join(ends) in card.brief.text()
        assert card.brief.width() > card.width() / 2
        assert card.next.isVisible()
        assert not any(part.isVisible() for part in (card.number, card.plot, card.line))
        raced.resize(LARGE)
        wait(card.number.isVisible)
        assert not card.brief.isVisible()

    def test_closed_it_stays_closed_whatever_is_selected(self, raced):
        runs = list(raced.verdict.comparison.runs)
        press(raced.verdict.close_button)
        raced.selection.select(runs[1])
        assert not raced.verdict.isVisible()

    def test_it_goes_with_its_comparison(self, raced):
        raced._comparisons.delete(raced.verdict.comparison)
        assert not raced.verdict.isVisible()

    def test_a_network_that_is_trained_again_and_one_that_waits_are_named(self, raced, wait):
        raced.setup.set_config(quick(changes={"epochs": 10_000}))
        compare = raced.toolbar.widgetForAction(raced.actions_.compare)
        QTest.mouseClick(compare, LEFT)
        assert not raced.notice.isVisible()
        QTest.mouseClick(compare, LEFT)
        text = raced.notice.text
        assert text.startswith("Sigmoid")
        assert "(3) · waiting: 2 runs train at once" in text
        assert "(2) is trained again: a comparison counts only its own runs" in text

        # the second race waits, and the first one is what one sees learning
        first, second = (list(one.runs) for one in raced._comparisons.all()[-2:])
        assert set(first) <= set(raced.stage.bands)
        raced._controller.stop(first[0])
        raced._controller.stop(first[1])
        wait(lambda: raced._comparisons.all()[-2].is_over)
        assert set(second) <= set(raced.stage.bands)
        assert not raced.verdict.isVisible()
        assert raced.notice.text.startswith("Stopped before two networks had finished")
        raced._controller.stop()

    @pytest.mark.parametrize("is_low", [False, True])
    def test_a_race_that_is_stopped_has_a_sentence_instead_of_a_verdict(
        self, application, wait, is_low
    ):
        window = application.window
        window.setup.set_config(quick(changes={"epochs": 10_000}))
        QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.compare), LEFT)
        wait(lambda: application.controller.active_count() > 0)
        window.actions_.stop.trigger()
        card = window.verdict
        wait(card.isVisible)
        card.set_low(is_low)
        assert card.sentence.isVisible()
        assert card.sentence.text() == (
            "Stopped before two networks had finished with the same seed: no verdict."
        )
        # it stands next to the button that closes the card, not below it
        assert not card.line.isVisible()
        wait(lambda: top_in(window, card.sentence) < top_in(window, card.close_button) + 20)
        others = (card.number, card.plot, card.next, card.why.button, card.again.button)
        assert not any(widget.isVisible() for widget in others)
        wait(lambda: application.controller.active_count() == 0)

        # the next race has its verdict in the same card
        window.setup.set_config(quick())
        QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.compare), LEFT)
        assert not card.isVisible()
        wait(card.isVisible)
        assert card.number.isVisible()
        assert card.plot.isVisible()

    def test_where_no_card_is_seen_a_line_announces_the_verdict(self, application, wait):
        window = application.window
        window.setup.set_config(quick())
        QTest.mouseClick(window.toolbar.widgetForAction(window.actions_.compare), LEFT)
        window.tabs.show_page("data")
        wait(window.notice.isVisible)
        assert window.notice.text == window.verdict.sentence.text()
        window.tabs.show_page("network")
        assert window.verdict.isVisible()
        assert not window.notice.isVisible()


class TestLowForm:
    @pytest.mark.parametrize("is_projected", [False, True])
    def test_a_small_window_has_a_menu_and_the_headline(self, raced, qapp, wait, is_projected):
        card = raced.verdict
        high = card.height()
        assert not card.next.isVisible()
        theme.project(qapp, is_projected)
        small = SMALL if is_projected else QSize(SMALL.width(), 640)  # too low for the curves
        raced.resize(small)
        wait(lambda: raced.size() == small and card.next.isVisible())
        assert not any(offer.button.isVisible() for offer in (card.why, card.again))
        assert card.height() < theme.zoom() * high / 1.5
        assert card.number.width() >= card.number.sizeHint().width()  # not cut
        assert card.line.isVisible()
        assert card.line.text().startswith("ReLU + Dropout is better by")
        assert card.line.height() >= card.line.heightForWidth(card.line.width())  # not cut
        assert card.line.toolTip().replace("\n", "") == card.sentence.text()

        before = len(raced._comparisons.all())
        menu = card.next.menu()
        menu.popup(card.next.mapToGlobal(QPoint()))
        click_on(menu, "Again with 3 seeds")
        assert len(raced._comparisons.all()) == before + 1

    def test_with_space_again_it_has_its_buttons(self, raced, wait):
        raced.resize(SMALL)
        wait(raced.verdict.next.isVisible)
        raced.resize(LARGE)
        wait(raced.verdict.why.button.isVisible)
        assert not raced.verdict.next.isVisible()


class TestWhatNext:
    def test_why_climbs_the_ladder_from_the_one_behind(self, raced, wait):
        press(raced.verdict.why.button)
        dialog = raced.findChild(ExperimentDialog)
        wait(dialog.isVisible)
        press_button(dialog, "Start")
        comparison = raced._comparisons.all()[-1]
        assert comparison.kept.kind is Kind.LADDER
        titles = list(comparison.titles().values())
        assert titles[0] == "Sigmoid"
        assert titles[-1].startswith("ReLU + Dropout")
        first, *_, last = comparison.kept.experiment.members
        assert first.config.model.hidden[0].activation == "sigmoid"
        assert last.config.model.hidden[0].dropout > 0

    def test_the_heading_of_its_runs_leads_back_to_it(self, raced, wait):
        first = raced._comparisons.all()[-1]
        press(raced.verdict.again.button)
        second = raced._comparisons.all()[-1]
        raced.tabs.show_page("comparison")
        wait(lambda: raced.comparison.shown() is second)
        raced.tabs.show_page("network")
        click_on(raced.table.menu_for(list(first.runs)), "Show comparison")
        assert raced.tabs.page == "comparison"
        assert raced.comparison.shown() is first

    def test_which_digits_shows_their_walls(self, raced, wait):
        raced.resize(SMALL)
        raced.tabs.show_page("comparison")
        raced.tabs.show_page("network")
        menu = raced.verdict.next.menu()
        menu.popup(raced.verdict.next.mapToGlobal(QPoint()))
        click_on(menu, "Which digits?")
        assert raced.tabs.page == "comparison"
        wall = next(one for one in raced.comparison.findChildren(DigitWall) if one.isVisible())
        wait(lambda: not wall.visibleRegion().isEmpty())

    def test_again_trains_three_new_seeds_and_then_offers_five(self, raced, wait):
        card = raced.verdict
        press(card.again.button)
        assert not card.isVisible()
        comparison = raced._comparisons.all()[-1]
        wait(lambda: comparison.is_over and card.comparison is comparison)
        assert comparison.kept.experiment.seeds == (43, 44, 45)
        shown = accuracies(raced, comparison)
        for seed, difference in comparison.card().by_seed.items():
            expected = shown["relu-dropout", seed] - shown["sigmoid", seed]
            assert difference == pytest.approx(expected)
            assert card.plot.seed_at(card.plot.position_of(difference)) is not None
        assert card.again.button.text() == "Again with 5 seeds"
        assert "Train 10 runs" in card.again.button.toolTip()
        choose(card, card.again)
        assert raced._comparisons.all()[-1].kept.experiment.seeds == (46, 47, 48, 49, 50)

    @pytest.mark.parametrize("is_small", [False, True])
    def test_after_a_ladder_the_card_leads_to_what_each_step_adds(self, raced, wait, is_small):
        raced.resize(SMALL if is_small else QSize(1440, 1200))
        card = raced.verdict
        assert not card.steps.entry.isVisible()
        card.why.entry.trigger()
        press_button(raced.findChild(ExperimentDialog), "Start")
        ladder = raced._comparisons.all()[-1]
        wait(lambda: ladder.is_over and card.comparison is ladder)
        assert not card.why.entry.isVisible()

        wait(lambda: card.next.isVisible() is is_small)
        assert not card.why.button.isVisible()
        choose(card, card.steps)
        assert raced.tabs.page == "comparison"
        assert raced.comparison.shown() is ladder
        chart = raced.comparison.findChild(LadderChart)
        wait(lambda: not chart.visibleRegion().isEmpty())

    def test_a_page_is_saved_as_long_as_there_are_runs(self, raced, tmp_path, wait):
        card, path = raced.verdict, tmp_path / "page.html"
        press(card.page.button)
        dialog = open_dialog(raced)
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(str(path))
        dialog.close()
        wait(path.is_file)
        page = path.read_text(encoding="utf-8")
        assert f'<p class="large">{card.number.text()}</p>' in page
        assert page.count('<circle class="seed"') == 1

        for run in card.comparison.runs:
            raced._store.remove(run)
        assert not card.page.button.isEnabled()
        assert "deleted" in card.page.button.toolTip()


def start(comparisons, rates, seeds=(42,)):
    members = tuple(
        Member(name, quick(changes={"optimizer.learning_rate": rate}))
        for name, rate in rates.items()
    )
    titles = {name: Message(name.title()) for name in rates}
    comparisons.start(Kind.COMPARISON, Experiment(members, seeds), titles)
    return comparisons.all()[-1]


class TestOnComparison:
    def test_it_heads_the_page_once_all_seeds_are_known(self, panel, comparisons, wait):
        comparison = start(comparisons, {"slow": 1e-5, "quick": 0.1}, (42, 43))
        comparisons.changed.connect(
            lambda changed: _assert_hidden(panel) if not changed.is_over else None
        )
        assert not panel.card.isVisible()
        wait(lambda: comparison.is_over)
        assert panel.card.isVisible()
        assert len(comparison.card().by_seed) == 2

    def test_one_difference_needs_no_ladder(self, panel, comparisons, wait):
        comparison = start(comparisons, {"slow": 1e-5, "quick": 0.1})
        wait(lambda: comparison.is_over)
        assert not panel.card.why.button.isEnabled()
        assert panel.card.why.button.toolTip() == (
            "The two differ in one thing only: Learning rate: 0.1."
        )
        assert panel.card.digits.button.isEnabled()

    def test_of_three_networks_there_are_no_deciding_digits(self, panel, comparisons, wait):
        comparison = start(comparisons, {"slow": 1e-5, "quick": 0.1, "other": 0.2})
        wait(lambda: comparison.is_over)
        assert not panel.card.digits.button.isEnabled()
        assert "two networks only" in panel.card.digits.button.toolTip()

    @pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
    def test_its_line_has_no_colour_of_a_run(self, panel, comparisons, wait, qapp, scheme):
        theme.apply(qapp, scheme)
        comparison = start(comparisons, {"slow": 1e-5, "quick": 0.1})
        wait(lambda: comparison.is_over)
        picture = panel.card.plot.grab().toImage()
        pixels = [
            picture.pixelColor(x, y).getRgb()[:3]
            for x in range(picture.width())
            for y in range(picture.height())
        ]
        assert len(set(pixels)) > 5  # something is painted
        assert np.ptp(np.array(pixels), axis=1).max() < 24  # greys


def _assert_hidden(panel):
    assert not panel.card.isVisible()
