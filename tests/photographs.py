"""Digits as photographs of handwriting: kinds of paper and light, for tests of `core.data`."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Grey = NDArray[np.uint8]


@dataclass(frozen=True)
class Scene:
    """How a digit is written, on what, and in what light.

    Attributes:
        side: of the square that holds the 28x28 digit, in pixels.
        margin: paper around that square, in pixels.
        paper, ink: grey levels.
        gradient, shadow, vignette: shares of the light missing at the right, in the lower right
            half, and in the corners.
        grain: standard deviation of noise, in grey levels.
        rows, squares: how much darker printed lines are than the paper, in grey levels.
        tilt: of the whole picture, in degrees.
        speck: pixels along each side of a dark speck in a corner.
        frame: pixels of black along the upper and left sides.
        is_chalk: light on dark.
    """

    side: int = 320
    margin: int = 30
    paper: int = 230
    ink: int = 45
    gradient: float = 0.0
    shadow: float = 0.0
    vignette: float = 0.0
    grain: float = 0.0
    rows: int = 0
    squares: int = 0
    tilt: float = 0.0
    speck: int = 0
    frame: int = 0
    is_chalk: bool = False


SCENES = {
    "clean": Scene(),
    "pencil": Scene(paper=210, ink=125, grain=5),
    "grain": Scene(grain=14),
    "gradient": Scene(gradient=0.22),
    "steep gradient": Scene(gradient=0.35, grain=4),
    "shadow": Scene(shadow=0.18),
    "shadow on pencil": Scene(paper=210, ink=120, shadow=0.2, grain=4),
    "vignette": Scene(vignette=0.45, grain=5),
    "ruled": Scene(rows=45),
    "squared": Scene(squares=40, gradient=0.2),
    "squared, tilted": Scene(squares=55, tilt=2.5, grain=5),
    "ruled, tilted, lit from one side": Scene(rows=50, tilt=-3, gradient=0.2, grain=6),
    "small": Scene(side=150, margin=300, gradient=0.2),
    "small with grain": Scene(side=150, margin=300, grain=11),
    "small on ruled paper": Scene(side=180, margin=300, rows=40, gradient=0.15, grain=8),
    "speck": Scene(margin=70, speck=6, grain=4),
    "frame": Scene(margin=40, frame=25, grain=3),
    "chalk": Scene(is_chalk=True, grain=6),
    "chalk lit from one side": Scene(is_chalk=True, grain=6, gradient=0.25),
    "everything": Scene(gradient=0.15, vignette=0.2, squares=35, grain=6, speck=6, margin=60),
}


def photograph(digit: Grey | None, scene: Scene, random: np.random.Generator) -> Grey:
    """Write a digit, uint8 (28, 28), or nothing for None, and photograph it."""
    side = scene.side + 2 * scene.margin
    cover = np.zeros((side, side))
    if digit is not None:
        inner = np.s_[scene.margin : scene.margin + scene.side]
        cover[inner, inner] = pen_strokes(digit, scene.side)

    levels = printed(side, scene) * (1 - cover) + scene.ink * cover
    if scene.speck:
        levels[side // 15 :, side // 15 :][: scene.speck, : scene.speck] = scene.ink
    if scene.tilt:
        turned = Image.fromarray(np.pad(levels, side // 8, mode="edge").astype(np.float32))
        turned = turned.rotate(scene.tilt, Image.Resampling.BICUBIC)
        levels = np.asarray(turned, float)[side // 8 : -(side // 8), side // 8 : -(side // 8)]

    seen = levels * light(side, scene) + random.normal(0, scene.grain, (side, side))
    seen[: scene.frame] = seen[:, : scene.frame] = 10
    grey = np.clip(seen, 0, 255).astype(np.uint8)
    return 255 - grey if scene.is_chalk else grey


def pen_strokes(digit: Grey, side: int) -> NDArray[np.float64]:
    """Return how much ink covers each point, 0 to 1, with smooth outlines (side, side)."""
    large = Image.fromarray(digit).resize((side, side), Image.Resampling.BICUBIC)
    soft = np.asarray(large.filter(ImageFilter.GaussianBlur(side / 56)), float)
    outlined = Image.fromarray(np.where(soft > 105, 255, 0).astype(np.uint8))
    return np.asarray(outlined.filter(ImageFilter.GaussianBlur(1)), float) / 255


def printed(side: int, scene: Scene) -> NDArray[np.float64]:
    """Return the grey levels of paper with printed lines."""
    sheet = np.full((side, side), float(scene.paper))
    for start in range(side // 10, side, side // 10):
        line = np.s_[start : start + max(1, side // 220)]
        if scene.rows:
            sheet[line] = scene.paper - scene.rows
        if scene.squares:
            sheet[line] = scene.paper - scene.squares
            sheet[:, line] = scene.paper - scene.squares
    return sheet


def light(side: int, scene: Scene) -> NDArray[np.float64]:
    """Return the share of light at each point."""
    y, x = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
    in_shadow = 1 / (1 + np.exp(-35 * (x + 0.6 * y - 0.85)))
    radius = (x - 0.5) ** 2 + (y - 0.5) ** 2
    return (
        (1 - scene.gradient * x)
        * (1 - scene.shadow * in_shadow)
        * (1 - 2 * scene.vignette * radius)
    )


def empty(name: str) -> Scene:
    """Return a scene without a speck, in which nothing is written."""
    return replace(SCENES[name], speck=0)
