"""Names on a map, moved so far apart that none lies on another."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF

ROUNDS = 60  # of pushing; ten names need a few


def apart(boxes: Sequence[QRectF], area: QRectF, gap: float) -> list[QRectF]:
    """Return the boxes, pushed apart along the shorter way until none overlaps another.

    They stay within the area; where there is no space for all, some still overlap.

    Args:
        gap: the least distance between two of them.
    """
    placed = [QRectF(box) for box in boxes]
    for _ in range(ROUNDS):
        has_moved = False
        for index, one in enumerate(placed):
            for other in placed[index + 1 :]:
                push = _push(one, other, gap)
                if not push.isNull():
                    has_moved = True
                    one.translate(-push)
                    other.translate(push)
        for box in placed:
            _keep_within(box, area)
        if not has_moved:
            break
    return placed


def _push(one: QRectF, other: QRectF, gap: float) -> QPointF:
    """Return half of what the second box must move to be free of the first one."""
    offset = other.center() - one.center()
    across = (one.width() + other.width()) / 2 + gap - abs(offset.x())
    down = (one.height() + other.height()) / 2 + gap - abs(offset.y())
    if min(across, down) <= 0:
        return QPointF()
    if across < down:
        return QPointF(across / 2 if offset.x() >= 0 else -across / 2, 0)
    return QPointF(0, down / 2 if offset.y() >= 0 else -down / 2)


def _keep_within(box: QRectF, area: QRectF) -> None:
    box.moveLeft(min(max(box.left(), area.left()), area.right() - box.width()))
    box.moveTop(min(max(box.top(), area.top()), area.bottom() - box.height()))
