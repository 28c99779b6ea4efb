"""What the networks read: the strokes on the canvas, a picture or a prepared digit."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from core.config.choices import StoredPolarity
from core.data import ink
from core.data.photographs.photograph import Cleaning
from core.messages import Message
from core.remote_paths import problem_with
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.drawing.canvas import Canvas
from gui.drawing.photograph import (
    PictureDrawing,
    drawing_of_file,
    drawing_of_picture,
    drawing_of_pixels,
)
from gui.drawing.several_digits import (
    DrawnDigit,
    digit_at,
    digits_of_picture,
    digits_of_strokes,
)
from gui.widgets.images import example_of_file, grey_image, ink_image


@dataclass(frozen=True)
class _Shown:
    """What the canvas shows: a picture, or a digit (28, 28) that came prepared."""

    picture: PictureDrawing | None = None
    prepared: ink.Ink | None = None


class DrawingSource(QObject):
    """The ink behind the canvas, and the digit that it becomes.

    A picture or a prepared digit counts until something is drawn or cleared.

    Attributes:
        takes_examples: whether a picture of 28 x 28 pixels is read as it is, the way data other
            than MNIST hold their examples.
        stored_polarity: that of the files of these data.

    Signals:
        failed(object): a `Message` with the reason why a picture cannot be read.
    """

    failed = Signal(object)

    def __init__(self, canvas: Canvas, jobs: JobQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._reading = LatestJob(jobs)
        self.takes_examples = False
        self.stored_polarity = StoredPolarity.UNKNOWN
        self._separates = True
        self._digits: tuple[DrawnDigit, ...] = ()  # where they are not all the ink
        self._index = 0  # of the one that is read
        self._clicked: int | None = None  # the digit of strokes that the user chose
        self._picture: PictureDrawing | None = None  # instead of strokes
        self._prepared: ink.Ink | None = None  # a digit (28, 28), instead of any drawing
        self._digit: ink.Ink | None = None
        self._drawn = ink.GrowingInk()

    @property
    def digit(self) -> ink.Ink | None:
        """What the networks read, ink (28, 28) as last prepared; None for nothing."""
        return self._digit

    def use_strokes(self) -> None:
        """Read what is on the canvas; forget a file that is still being read."""
        shown = self._canvas.origin
        self._picture = shown.picture if isinstance(shown, _Shown) else None
        self._prepared = shown.prepared if isinstance(shown, _Shown) else None
        self._clicked = None
        self._reading.cancel()

    def use_digit(self, grey: NDArray[np.uint8]) -> None:
        """Read a digit as it is, grey levels (28, 28)."""
        self._canvas.show_picture(grey_image(grey), _Shown(prepared=ink.ink_of_grey(grey)))

    @property
    def picture(self) -> PictureDrawing | None:
        """The picture that is read instead of strokes, if there is one."""
        return self._picture

    @property
    def digits(self) -> tuple[DrawnDigit, ...]:
        """The separate digits as last prepared; none if all that is drawn is read as one."""
        return self._digits

    @property
    def chosen(self) -> int:
        """The index of the one of `digits` that is read."""
        return self._index

    def set_separates(self, separates: bool) -> bool:
        """Set whether strokes may be several digits; return whether they are to be read again."""
        was_so, self._separates = self._separates, separates
        return separates != was_so and (bool(self._digits) or len(self._canvas.strokes()) > 1)

    def choose(self, index: int) -> None:
        """Read another one of the digits."""
        if self._picture is not None:
            self._use_drawing(self._picture.with_digit(index))
        else:
            self._clicked = index

    def use_box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Read the part of the picture between these shares of its width and height."""
        if self._picture is not None:
            self._use_drawing(self._picture.with_box(left, top, right, bottom))

    def clean(self, cleaning: Cleaning) -> None:
        """Take the picture through other stages; one without ink then stays as it was."""
        if self._picture is not None:
            drawing = drawing_of_pixels(self._picture.pixels, cleaning)
            if drawing is not None:
                self._use_drawing(drawing)

    def use_given(self, picture: Path | bytes | QImage) -> None:
        """Read what was dropped or pasted; refuse a file on a machine that the user never chose."""
        problem = problem_with(picture) if isinstance(picture, Path) else None
        if problem is not None:
            self.failed.emit(problem)
        else:
            self.use_picture(picture)

    def use_picture(self, picture: Path | bytes | QImage) -> None:
        """Read a picture like a drawing, in the background."""
        if not isinstance(picture, Path):
            self._read_ink(partial(drawing_of_picture, picture))
        elif self.takes_examples:
            self._reading.request(
                partial(example_of_file, picture, self.stored_polarity),
                partial(self._on_example_read, picture),
                self._on_unread,
            )
        else:
            self._read_ink(partial(drawing_of_file, picture))

    def drawing(self) -> ink.Ink:
        """Compute the square ink of what is read: all that is drawn, or one of several digits."""
        if self._picture is not None:
            return self._picture.ink()
        if self._digits:
            return self._digits[self._index].ink
        return self._drawn.of(self._canvas.strokes())

    def _separate(self) -> tuple[DrawnDigit, ...]:
        """Look for several digits in what is drawn; in a box that the user drew there is one."""
        if self._picture is not None:
            return () if self._picture.index is None else digits_of_picture(self._picture)
        strokes = self._canvas.strokes()
        is_one = not self._separates or len(strokes) < 2  # a single stroke is connected
        return () if is_one else digits_of_strokes(self._drawn.of(strokes))

    def _index_to_read(self) -> int:
        """Return which of the digits is read: unless one was chosen, where the pen was last."""
        if not self._digits:
            return 0
        if self._picture is not None:
            return self._picture.index or 0
        if self._clicked is not None:
            return self._clicked
        return digit_at(self._digits, self._canvas.strokes()[-1][-1])

    def prepare(self, steps: ink.Preparation) -> ink.Stages | None:
        """Renew the digit and return its stages; None if nothing is drawn or it came prepared."""
        if self._prepared is not None:
            self._digits, self._digit = (), self._prepared
            return None
        self._digits = self._separate()
        self._index = self._index_to_read()
        stages = ink.stages(self.drawing(), steps)
        self._digit = None if stages is None else stages.digit
        return stages

    def _read_ink(self, read: Callable[[], PictureDrawing]) -> None:
        self._reading.request(read, self._use_drawing, self._on_unread)

    def _on_unread(self, reason: Message) -> None:
        self.failed.emit(reason)

    def _on_example_read(self, path: Path, example: NDArray[np.uint8] | None) -> None:
        """Use an example as it is; read a picture of another size, None, like a drawing."""
        if example is None:
            self._read_ink(partial(drawing_of_file, path))
        else:
            self.use_digit(example)

    def _use_drawing(self, drawing: PictureDrawing) -> None:
        self._canvas.show_picture(ink_image(drawing.shown()), _Shown(picture=drawing))
