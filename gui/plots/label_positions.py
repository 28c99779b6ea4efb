"""Where the values next to the ends of curves stand."""

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from core.run.series import Floats
from gui.style import theme

LABEL_GAP = 15  # pixels between two values at live ends
LABEL_AWAY = 9  # pixels between a live end and its value
MAX_FREE_LABELS = 4  # values that look for a position off the curves; more would take too long
COLUMNS = 8  # of a value, at which a curve behind it is noticed
COVERED_LABEL = 100  # covered columns of curves that are as bad as another value


def placed_freely(
    labels: Sequence[QRectF], area: QRectF, lines: Sequence[tuple[Floats, Floats]]
) -> list[QPointF]:
    """Return positions of the labels at which they cover each other and the lines least.

    The nearest of them: right of the point, then above, below and left of it. Where they would
    cover each other all the same, they stand right of their points, moved apart.

    Args:
        labels: with their upper left corners at their points.
        lines: x and y of points; x rises.
    """
    downwards = sorted(range(len(labels)), key=lambda index: labels[index].top())
    boxes, covered = _placed_in_order(labels, downwards, area, lines)
    if covered:
        upwards = _placed_in_order(labels, downwards[::-1], area, lines)
        boxes, covered = min((boxes, covered), upwards, key=lambda way: way[1])
    if covered >= COVERED_LABEL:
        return placed_right(labels, area.height())
    return [boxes[index].topLeft() for index in range(len(labels))]


def _placed_in_order(
    labels: Sequence[QRectF],
    order: Sequence[int],
    area: QRectF,
    lines: Sequence[tuple[Floats, Floats]],
) -> tuple[dict[int, QRectF], int]:
    """Return the labels' boxes, placed one after the other, and how much they cover together."""
    boxes: dict[int, QRectF] = {}
    total = 0
    for index in order:
        least, best = 2 * COVERED_LABEL * len(labels), labels[index]
        for choice in _near(labels[index], area):
            covered = COVERED_LABEL * sum(choice.intersects(one) for one in boxes.values())
            covered += sum(_crossings(choice, x, y) for x, y in lines)
            if covered < least:
                least, best = covered, choice
            if not covered:
                break
        boxes[index] = best
        total += least
    return boxes, total


def _near(label: QRectF, area: QRectF) -> Iterable[QRectF]:
    """Return the label around its point, the best positions first, moved into the area."""
    point, width, height = label.topLeft(), label.width(), label.height()
    right, middle, left = LABEL_AWAY, -width / 2, -width - LABEL_AWAY
    for x, y in (
        (right, -height / 2),
        (right, -height - 1),
        (right, 1),
        (middle, -height - LABEL_AWAY),
        (middle, LABEL_AWAY),
        (left, -height - 1),
        (left, 1),
        (left, -height / 2),
    ):
        box = label.translated(x, y)
        dx = max(0.0, area.left() - box.left()) or min(0.0, area.right() - box.right())
        dy = max(0.0, area.top() - box.top()) or min(0.0, area.bottom() - box.bottom())
        moved = box.translated(dx, dy)
        if not moved.contains(point):
            yield moved
    yield label.translated(right, min(0.0, area.bottom() - label.bottom()))


def _crossings(box: QRectF, x: Floats, y: Floats) -> int:
    """Return at how many of some columns of a box a line is in it."""
    if not len(x) or x[-1] < box.left() or x[0] > box.right():
        return 0
    columns = np.linspace(box.left(), box.right(), COLUMNS)
    heights = np.interp(columns, x, y, left=np.nan, right=np.nan)
    return int(np.count_nonzero((heights > box.top()) & (heights < box.bottom())))


def placed_right(labels: Sequence[QRectF], height: float) -> list[QPointF]:
    """Return positions of the labels right of their points, moved apart within a height.

    Args:
        labels: with their upper left corners at their points.
    """
    moved = [label.translated(LABEL_AWAY, 0) for label in labels]
    tops = moved_apart(moved, height)
    return [
        QPointF(label.left(), top - label.height() / 2)
        for label, top in zip(moved, tops, strict=True)
    ]


def moved_apart(labels: Sequence[QRectF], height: float) -> list[float]:
    """Return the labels' tops, changed so that labels above each other are `LABEL_GAP` apart.

    They stay within `height` if they fit.
    """
    tops = [label.top() for label in labels]
    order = sorted(range(len(labels)), key=lambda index: tops[index])

    # down from above first, then up again from the lower edge
    for indices, limit, sign in (
        (order, LABEL_GAP / 2, 1),
        (order[::-1], LABEL_GAP / 2 - height, -1),
    ):
        for count, index in enumerate(indices):
            label = labels[index]
            nearby = [before for before in indices[:count] if _share_columns(label, labels[before])]
            least = max(
                (sign * tops[before] + theme.px(LABEL_GAP) for before in nearby), default=limit
            )
            tops[index] = sign * max(sign * tops[index], least, limit)
    return tops


def _share_columns(one: QRectF, other: QRectF) -> bool:
    return one.left() < other.right() and other.left() < one.right()
