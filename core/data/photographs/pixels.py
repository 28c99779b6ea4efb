"""Pictures of all kinds as grey levels or colours: transparent, indexed, deep, turned."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

# the largest numbers of 8, 10, 12, 14 and 16 bits
WHITES = (255, 1023, 4095, 16383, 65535)
# share of a picture that is not transparent: then it is paper that was cut out
MOSTLY = 0.5
MAX_DECODED_SIDE = 2240  # pixels; longer pictures are scaled down as they are read
ORIENTATION = 0x0112  # the tag of Exif
STRIP_PIXELS = 1 << 24  # that are converted at once, before scaling down


def pixels_of(picture: Image.Image) -> NDArray[np.uint8]:
    """Return grey levels (H, W) or colours (H, W, 3), upright; transparent parts become paper.

    A picture longer than twice `MAX_DECODED_SIDE` is scaled down by a whole number.
    """
    if picture.format in ("JPEG", "MPO"):
        picture.draft(
            None, (MAX_DECODED_SIDE, MAX_DECODED_SIDE)
        )  # decodes fewer pixels
    small = _scaled_down(picture)
    upright = ImageOps.exif_transpose(small)  # cameras store the orientation separately
    if upright.mode == "F":
        return grey_of_numbers(np.asarray(upright))
    if upright.mode == "L":
        return np.asarray(upright)

    paper = Image.new("RGBA", upright.size, paper_behind(upright))
    opaque = Image.alpha_composite(paper, upright)
    colours = np.asarray(opaque.convert("RGB"))
    is_grey = (colours == colours[..., :1]).all()
    return colours[..., 0].copy() if is_grey else colours


def grey_of_numbers(numbers: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return grey levels of deep pixels: black is 0, white the largest number of the fewest bits.

    Cameras store 10 or 12 bits in 16. Fractions up to 1 count as shares of white.
    """
    finite = np.nan_to_num(numbers.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    finite -= min(0.0, float(finite.min()))
    largest = float(finite.max())
    is_share = largest <= 1 and bool((finite % 1).any() or largest == 1)
    white = (
        1.0 if is_share else next((top for top in WHITES if largest <= top), largest)
    )
    return np.round(finite * (255 / white)).astype(np.uint8)


def paper_behind(picture: Image.Image) -> tuple[int, int, int]:
    """Choose the paper for the transparent parts of an RGBA picture, so that its ink shows.

    Dark ink stands on white, light ink on black. A sheet that was cut out continues in
    its colour.
    """
    pixels = np.asarray(
        picture.resize((min(picture.width, 256), min(picture.height, 256)), 0)
    )
    colours, cover = pixels[..., :3].astype(np.float64), pixels[..., 3] / 255.0
    if not cover.any():
        return (255, 255, 255)
    if cover.mean() > MOSTLY:
        red, green, blue = (
            np.median(colours[cover > MOSTLY], axis=0).round().astype(int)
        )
        return (int(red), int(green), int(blue))
    mean = (colours * cover[..., np.newaxis]).sum(axis=(0, 1)) / cover.sum()
    is_light = mean @ (0.299, 0.587, 0.114) > 127
    return (0, 0, 0) if is_light else (255, 255, 255)


def _scaled_down(picture: Image.Image) -> Image.Image:
    """Convert to mode L, F or RGBA strip by strip, since large pictures hardly fit into memory."""
    factor = max(1, max(picture.size) // MAX_DECODED_SIDE)
    mode = _mode_of(picture)
    if picture.mode == "LAB":
        picture = picture.getchannel(0)
    if factor == 1:
        converted = _converted(picture, mode)
    else:
        width, height = picture.width // factor or 1, picture.height // factor or 1
        converted = Image.new(mode, (width, height))
        rows = max(1, STRIP_PIXELS // (picture.width * factor))  # after scaling down
        for top in range(0, height, rows):
            bottom = min(top + rows, height)
            # not past the end: a picture of one row would become one of `factor` rows
            end = min(bottom * factor, picture.height)
            strip = picture.crop((0, top * factor, picture.width, end))
            converted.paste(
                _converted(strip, mode)
                .reduce(factor)
                .crop((0, 0, width, bottom - top)),
                (0, top),
            )
    orientation = Image.Exif()  # of all metadata, which may be large, only this
    orientation[ORIENTATION] = picture.getexif().get(ORIENTATION, 1)
    converted.info["exif"] = orientation.tobytes()
    return converted


def _mode_of(picture: Image.Image) -> str:
    """Return the mode that holds the same: L or RGBA, or F for more than 8 bits."""
    if picture.mode.startswith(("I", "F")):
        return "F"
    return (
        "L"
        if picture.mode in ("1", "L", "LAB") and "transparency" not in picture.info
        else "RGBA"
    )


def _converted(picture: Image.Image, mode: str) -> Image.Image:
    if mode == "F" and picture.mode != "F":
        return picture.convert("I").convert("F")
    return picture.convert(mode)
