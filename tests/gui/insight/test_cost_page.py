import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from scipy import special

from core.insight import activations as insight
from core.insight.example import first_misread, label_of
from core.number_text import cost_text
from core.run.events import WeightsPublished
from core.run.moment import Moment
from gui.insight.cost.cost_table import BAR
from gui.style import theme
from gui.style.translation import Language
from tests.gui.driving import LEFT
from tests.gui.insight.test_insight_panel import add, digit, panel, press, texts, weights_of

__all__ = ["panel"]


@pytest.fixture
def page(panel, store, wait):
    """The page of the cost, with a network that has read a drawing."""
    add(store, "a")
    panel.set_digit(digit())
    press(panel, "Cost")
    wait(lambda: panel.cost_page.table.steps is not None and panel.cost_page.table.isVisible())
    return panel.cost_page


def logits_of(store, run="a", drawn=None):
    record = store.get(run).record
    ink = digit() if drawn is None else drawn
    return insight.inspect_network(record.config, record.weights, ink).activations["linear_3"]


def drag(page, row, share):
    """Drag a logit to this share, -1 to 1, of what its bar can show."""
    table = page.table
    left, width = table._bars(0)
    y = round((1.5 + row) * table._row_height())
    at = QPoint(round(left + width * (1 + share) / 2), y)
    QTest.mousePress(table, LEFT, pos=QPoint(round(left + width / 2), y))
    QTest.mouseMove(table, at)
    QTest.mouseRelease(table, LEFT, pos=at)


def results(page):
    rows = page.calls.rows
    return [rows.topLevelItem(index).text(1) for index in range(rows.topLevelItemCount())]


def choose_call(page, index):
    rows = page.calls.rows
    place = rows.visualItemRect(rows.topLevelItem(index)).center()
    QTest.mouseClick(rows.viewport(), LEFT, pos=place)


class TestNumbers:
    def test_they_lead_from_the_networks_logits_to_the_cost(self, page, store):
        logits = logits_of(store).astype(np.float64)
        steps = page.table.steps
        assert np.allclose(steps.logits, logits)
        assert np.allclose(steps.probabilities, special.softmax(logits))
        assert np.allclose(steps.costs, -special.log_softmax(logits))
        answer = int(logits.argmax())
        assert page.right.currentText() == str(answer)
        assert f"{steps.costs[answer]:.4f}" in texts(page)

    def test_the_row_of_the_right_class_writes_its_cost_as_the_headline_does(self, page):
        page.table.setFocus()
        row = page.right.currentIndex()
        for share, temperature in ((0.0, 0), (1.0, -3)):  # the second below the fourth decimal
            drag(page, row, share)
            page.temperature.setValue(temperature)
            cost = cost_text(float(page.table.steps.costs[row]))
            assert cost in texts(page)
            assert page.table.accessibleName().endswith(f" {cost}")
        assert "e-" in cost

    def test_exponentials_are_named_as_relative_to_the_largest(self, page):
        drag(page, 6, 0.9)
        assert page.table.steps.exponentials[6] == 1
        assert "exp(z−max) 1.000" in page.table.accessibleName()

    def test_bars_of_costs_keep_their_order(self, page):
        shares = [page.table.bar_shares(row)[3] for row in range(10)]
        assert max(shares) <= 1
        assert np.argsort(shares).tolist() == np.argsort(page.table.steps.costs).tolist()

    def test_a_bar_that_is_too_long_ends_in_an_arrow(self, page, wait):
        right = (page.right.currentIndex() + 1) % 10
        page.temperature.setValue(-10)  # costs are ten times as far apart
        drag(page, right, -1.0)
        assert page.table.bar_shares(right)[3] > 1
        # a table that is not laid out yet would be cut off
        wait(lambda: page.table.height() >= (2 + right) * page.table._row_height())
        image = page.table.grab().toImage()  # which lays out what is still to be laid out
        left, width = page.table._bars(3)
        top = round((1 + right) * page.table._row_height())
        x = round(left + width) - 1  # at the end of the arrow only its tip has the run's colour
        rows = range(top + 2, top + page.table._row_height() - 2)  # without the frame of focus
        tip = [image.pixel(x, y) for y in rows]
        body = [image.pixel(round(left) + 4, y) for y in rows]
        assert body.count(theme.run_style(0).colour.rgb()) == BAR
        assert 0 < len(rows) - tip.count(tip[0]) < BAR

    def test_another_right_class_has_another_cost(self, page):
        page.right.setCurrentIndex(3)
        page.right.activated.emit(3)
        assert f"{page.table.steps.costs[3]:.4f}" in texts(page)

    def test_of_a_test_image_the_right_class_is_known(self, page, panel, store, wait):
        panel.set_digit(None)
        config = store.get("a").record.config
        image = first_misread([config])
        expected = logits_of(store, drawn=image)
        wait(lambda: np.allclose(page.table.steps.logits, expected))
        assert page.right.currentIndex() == label_of(config, image) != expected.argmax()

    def test_pytorch_is_asked_for_the_same(self, page, wait):
        wait(lambda: results(page)[2:3] == ["✗"])
        right = page.right.currentIndex()
        assert f">>> loss(z, torch.tensor([{right}]))\n{results(page)[0]}" in texts(page)
        assert results(page)[0] == results(page)[1] == page._cost.text()
        choose_call(page, 2)
        assert "RuntimeError: expected" in texts(page)
        assert ".long()" in texts(page)

    def test_a_network_that_has_diverged_has_none(self, page, store, wait):
        weights = {
            name: np.full_like(values, np.nan)
            for name, values in weights_of(store.get("a").record.config).items()
        }
        store.apply(WeightsPublished("a", Moment(2), weights))
        wait(lambda: "it has diverged" in texts(page))
        assert not page.table.isVisible()
        assert "loss(" not in texts(page)


class TestDragging:
    def test_a_logit_is_dragged_and_all_follows(self, page, store, wait):
        before = page.table.steps
        drag(page, 6, 0.5)
        after = page.table.steps
        assert after.logits[6] == pytest.approx(5, abs=0.5)
        assert np.array_equal(np.delete(after.logits, 6), np.delete(before.logits, 6))
        assert (np.delete(after.probabilities, 6) < np.delete(before.probabilities, 6)).all()
        wait(lambda: f"{after.costs[page.right.currentIndex()]:.4f}" in texts(page))

    def test_it_ends_at_the_end_of_the_bar(self, page):
        drag(page, 6, 5)
        assert page.table.steps.logits[6] == 10

    def test_keys_choose_a_class_and_change_its_logit(self, page):
        before = page.table.steps.logits
        page.table.setFocus()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right):
            QTest.keyClick(page.table, key)
        assert page.table.steps.logits[2] == pytest.approx(before[2] + 0.2)
        QTest.keyClick(page.table, Qt.Key.Key_Left)
        assert page.table.steps.logits[2] == pytest.approx(before[2] + 0.1)
        assert page.table.accessibleName().startswith("2: ")

    def test_what_is_dragged_stays_while_the_network_learns(self, page, panel, store, wait):
        drag(page, 6, 0.5)
        dragged = page.table.steps.logits
        record = store.get("a").record
        panel._timer.stop()
        store.apply(WeightsPublished("a", Moment(2), weights_of(record.config, seed=5)))
        shown = panel._inspection
        wait(lambda: panel._inspection is not shown)
        assert np.array_equal(page.table.steps.logits, dragged)

    def test_another_drawing_brings_its_own_logits(self, page, panel, store, wait):
        drag(page, 6, 0.5)
        panel.set_digit(digit(2))
        expected = logits_of(store, drawn=digit(2))
        wait(lambda: np.allclose(page.table.steps.logits, expected))
        assert not page.reset.isEnabled()

    def test_reset_brings_the_networks_logits_back(self, page, store):
        drag(page, 6, 0.5)
        page.temperature.setValue(5)
        QTest.mouseClick(page.reset, LEFT)
        assert np.allclose(page.table.steps.logits, logits_of(store))
        assert page.temperature.value() == 0
        assert not page.reset.isEnabled()

    def test_temperature_divides_the_logits(self, page, store):
        page.temperature.setFocus()
        for _ in range(10):
            QTest.keyClick(page.temperature, Qt.Key.Key_Right)
        expected = special.softmax(logits_of(store).astype(np.float64) / 10)
        assert np.allclose(page.table.steps.probabilities, expected)
        assert "10.00" in texts(page)


def test_it_speaks_chinese(page, translation, wait):
    translation.use(Language.CHINESE)
    wait(lambda: "的概率" in texts(page) and len(results(page)) == 4)
    choose_call(page, 1)
    assert "独热编码" in texts(page)
    assert "交叉熵" in page.table.toolTip()


def test_calls_of_pytorch_stand_beside_the_table_where_there_is_room(page, panel, wait):
    wait(lambda: len(results(page)) == 4)
    for width, is_wide in ((900, True), (400, False)):
        panel.resize(width, 700)
        wait(lambda is_wide=is_wide: (page.calls.x() > page.table.geometry().right()) == is_wide)
