"""Several digits on one picture: which strokes belong together.

Pieces of ink that nearly touch, or lie above each other, are one digit: a 5 with a detached top, a
4 of two strokes. Small pieces belong to the digit next to them; far from any, they are blots.
"""

import heapq
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.data.ink import Box, Ink
from core.data.photographs.scipy_images import ndimage
from core.data.photographs.strokes import IS_STROKE, NEIGHBOURS

NEARLY_TOUCHING = 0.05  # of the tallest piece's height: a gap within a stroke
MIN_HEIGHT = 0.4  # of the tallest digit's height; smaller pieces are parts or blots
ABOVE_EACH_OTHER = 0.5  # share of the narrower piece's width that the other one covers
MAX_GAP_ABOVE = (
    0.2  # of the lower height, between two parts of one digit above each other
)
ALIKE = 0.6  # of the taller one's height: these may be two digits, one below the other
MAX_GAP_ALIKE = 0.08  # of the lower height
MAX_REACH = 0.5  # of the tallest digit's height, from a small piece to its digit
# each piece is compared with each digit, and each digit is read; whatever is beyond is left out
MAX_PIECES = 2000
MAX_DIGITS = 400


@dataclass(frozen=True, eq=False)
class SeparateDigit:
    """One of the digits on a picture: its box, and the ink within it that is its own."""

    box: Box
    ink: Ink


def separate_digits(ink: Ink) -> list[SeparateDigit]:
    """Separate the digits, line by line and from left to right; none if there is no ink.

    Of very many pieces only the `MAX_PIECES` tallest count, and at most `MAX_DIGITS` are digits.
    """
    labels, boxes = _pieces(ink)
    if not boxes:
        return []
    members = _merged(boxes)
    numbers = _in_reading_order({owner: boxes[owner] for owner in members})

    digits = []
    for owner in numbers:
        box = boxes[owner]
        part = np.s_[box.top : box.top + box.height, box.left : box.left + box.width]
        own = np.isin(labels[part], members[owner])
        digits.append(SeparateDigit(box, np.where(own, ink[part], np.float32(0))))
    return digits


def _pieces(ink: Ink) -> tuple[NDArray[np.int32], dict[int, Box]]:
    """Label pieces of ink with at most small gaps in them; return labels (H, W) and boxes."""
    strokes = ink > IS_STROKE
    if not strokes.any():
        strokes = ink > 0
    whole, _ = ndimage.label(strokes, NEIGHBOURS)
    tallest = max(
        (_box(part).height for part in ndimage.find_objects(whole)), default=0
    )

    reach = NEARLY_TOUCHING * tallest / 2
    near = (
        ndimage.distance_transform_edt(~strokes) <= reach if strokes.any() else strokes
    )
    labels, _ = ndimage.label(near | (ink > 0), NEIGHBOURS)
    labels[ink == 0] = 0
    boxes = {
        number: _box(part)
        for number, part in enumerate(ndimage.find_objects(labels), 1)
        if part is not None
    }
    largest = heapq.nlargest(MAX_PIECES, boxes, key=lambda number: boxes[number].height)
    return labels, {number: boxes[number] for number in sorted(largest)}


def _box(part: tuple[slice, ...]) -> Box:
    rows, columns = part
    return Box(
        rows.start, columns.start, rows.stop - rows.start, columns.stop - columns.start
    )


def _merged(boxes: dict[int, Box]) -> dict[int, list[int]]:
    """Merge pieces, largest first; return the pieces of each digit, without the blots.

    The boxes of the digits grow in `boxes`.
    """
    digits: dict[int, list[int]] = {}
    for number in sorted(boxes, key=lambda number: -boxes[number].height):
        box = boxes[number]
        owner = next(
            (other for other in digits if _is_one_digit(boxes[other], box)), None
        )
        tallest = max((boxes[other].height for other in digits), default=0)
        is_flat = box.width > 3 * box.height  # a bar is no digit beside others
        if owner is None and (
            box.height < MIN_HEIGHT * tallest or (digits and is_flat)
        ):
            owner = min(digits, key=lambda other: _distance(boxes[other], box))
            if _distance(boxes[owner], box) > MAX_REACH * tallest:
                continue
        if owner is not None:
            digits[owner].append(number)
            boxes[owner] = _around(boxes[owner], box)
        elif len(digits) < MAX_DIGITS:
            digits[number] = [number]
    return digits


def _is_one_digit(first: Box, second: Box) -> bool:
    """Whether two pieces lie above each other, with at most a small gap between them."""
    covered = min(first.left + first.width, second.left + second.width) - max(
        first.left, second.left
    )
    if covered < ABOVE_EACH_OTHER * min(first.width, second.width):
        return False
    gap = max(first.top, second.top) - min(
        first.top + first.height, second.top + second.height
    )
    lower, taller = sorted((first.height, second.height))
    are_alike = lower > ALIKE * taller
    return gap <= (MAX_GAP_ALIKE if are_alike else MAX_GAP_ABOVE) * lower


def _distance(first: Box, second: Box) -> float:
    """Return the distance between two boxes, in pixels; 0 if they overlap."""
    down = max(first.top, second.top) - min(
        first.top + first.height, second.top + second.height
    )
    across = max(first.left, second.left) - min(
        first.left + first.width, second.left + second.width
    )
    return float(np.hypot(max(down, 0), max(across, 0)))


def _around(first: Box, second: Box) -> Box:
    top, left = min(first.top, second.top), min(first.left, second.left)
    bottom = max(first.top + first.height, second.top + second.height)
    right = max(first.left + first.width, second.left + second.width)
    return Box(top, left, bottom - top, right - left)


def _in_reading_order(boxes: dict[int, Box]) -> list[int]:
    """Sort digits by lines from top to bottom, and within a line from left to right."""
    lines: list[list[int]] = []
    bottom = 0  # of the lowest line
    for number in sorted(boxes, key=lambda number: boxes[number].top):
        box = boxes[number]
        if lines and box.top + box.height / 2 <= bottom:
            lines[-1].append(number)
            bottom = max(bottom, box.top + box.height)
        else:
            lines.append([number])
            bottom = box.top + box.height
    return [
        number for line in lines for number in sorted(line, key=lambda n: boxes[n].left)
    ]
