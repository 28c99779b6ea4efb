from itertools import combinations

import pytest
from PySide6.QtCore import QRectF

from gui.geometry.names_apart import apart

AREA = QRectF(0, 0, 300, 200)


def boxes(count):
    """Names on nearly the same place."""
    return [QRectF(140 + 2 * n, 90 + n, 12, 16) for n in range(count)]


@pytest.mark.parametrize("count", [2, 3, 10])
def test_no_name_lies_on_another(count):
    placed = apart(boxes(count), AREA, 3)
    assert not any(one.intersects(other) for one, other in combinations(placed, 2))
    assert all(AREA.contains(box) for box in placed)
    assert [box.size() for box in placed] == [box.size() for box in boxes(count)]


def test_names_that_are_apart_stay_where_they_are():
    free = [QRectF(10, 10, 12, 16), QRectF(100, 10, 12, 16), QRectF(10, 100, 12, 16)]
    assert apart(free, AREA, 3) == free


def test_at_the_edge_they_move_inwards():
    placed = apart([QRectF(288, 184, 12, 16), QRectF(287, 184, 12, 16)], AREA, 3)
    assert not placed[0].intersects(placed[1])
    assert all(AREA.contains(box) for box in placed)
