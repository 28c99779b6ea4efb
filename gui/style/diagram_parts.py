"""What all diagrams of networks share: the edges between units, and the title of a layer."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPaintEngine, QPainter, QPen

from core.insight.diagram import Edge
from core.insight.neurons import Stage
from gui.style import theme
from gui.style.diverging import colour_of
from gui.style.translation import translate

# Thin to thick: pixels, and opacities. Qt draws lines of one pixel twenty times as fast as wider
# ones, so a wider edge is several of them above each other.
EDGE_WIDTHS = (1, 1, 2, 3)
EDGE_OPACITIES = (0.25, 0.55, 0.7, 0.85)

Position = tuple[float, float]


def paint_edges(
    painter: QPainter,
    edges: Sequence[Edge],
    starts: Mapping[int | None, Position],
    ends: Mapping[int, Position] | Mapping[int | None, Position],
) -> None:
    """Draw the edges into a layer, those of one width and sign in one call.

    Args:
        edges: the largest last.
        starts, ends: where edges begin and end, by their source and target; an edge without one of
            them is left out.
    """
    if not edges:
        return
    is_vector = is_of_vectors(painter)
    ratio = painter.device().devicePixelRatio()
    offsets = [[0.0] if is_vector else _offsets(width, ratio) for width in EDGE_WIDTHS]
    largest, ranks = abs(edges[-1].contribution), len(EDGE_WIDTHS)
    lines: dict[tuple[int, bool], list[QLineF]] = {}
    for source, target, contribution in edges:
        if source in starts and target in ends:
            (left, upper), (right, lower) = starts[source], ends[target]
            rank = min(int(abs(contribution) / largest * ranks), ranks - 1)
            group = lines.setdefault((rank, contribution > 0), [])
            for y in offsets[rank]:
                group.append(QLineF(left, upper + y, right, lower + y))

    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    colours = colour_of(False), colour_of(True)
    for (rank, is_positive), group in sorted(lines.items()):
        pen = QPen(theme.translucent(colours[is_positive], EDGE_OPACITIES[rank]))
        pen.setWidth(EDGE_WIDTHS[rank] if is_vector else 1)
        pen.setCosmetic(not is_vector)  # one pixel of the screen, whatever its scale
        painter.setPen(pen)
        painter.drawLines(group)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def clip_lines(painter: QPainter, area: QRectF) -> None:
    """Let a painter paint smooth lines within an area only, which is the quick way.

    Without it, smooth translucent lines take fifteen times as long in Qt 6.11.
    """
    if painter.paintEngine().type() is QPaintEngine.Type.Raster:
        painter.setClipRect(area)


def is_of_vectors(painter: QPainter) -> bool:
    """Return whether a painter draws shapes into a file instead of pixels."""
    return painter.paintEngine().type() is QPaintEngine.Type.SVG


def _offsets(width: int, pixels: float) -> list[float]:
    """Return where the lines of one pixel lie that make an edge, on a screen of this ratio."""
    count = max(1, round(width * pixels))
    return [(step - (count - 1) / 2) / pixels for step in range(count)]


def title_of(stage: Stage) -> str:
    """Return a layer's size and activation: ``512 ReLU``."""
    activation = "" if stage.activation is None else translate(stage.activation.label)
    return f"{stage.units} {activation}".rstrip()
