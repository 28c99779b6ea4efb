"""AVIF and HEIC whose coded data hold more, or larger, pictures than the one that is shown."""

import io
import struct
from textwrap import wrap

import numpy as np
import pytest
from PIL import Image

from core.data import pictures
from core.data.containers.coded import MAX_UNITS, pictures_in_av1, pictures_in_hevc
from core.data.containers.heif import costs_of
from core.data.pictures import read_pixels
from core.errors import PictureError
from tests.core.data.test_picture_limits import CODED, TURNED, box, full_box, heic_of

needs_avif = pytest.mark.skipif("AVIF" not in pictures._formats(), reason="Pillow reads no AVIF")

# one grey level on 4096 x 4096 pixels: the header of the sequence, the picture as it is shown, and
# the same one as it is decoded, but never shown
SIDE = 4096
SEQUENCE = bytes.fromhex("0a0c00000082effffffc4af90040")
GREY = (
    "268bfe0b64c4354b2b3f0cb7562ffb846254b059f145c3d44a3f1ccc5dba43af76e36f3784fa702c018b506e07e34a"
    "d0e6a21f5546cf7ac731a232f1c653376f3ee271b585287e41ab69a1b2e6aea0"
)
SHOWN = bytes.fromhex("325b1000936411cf2e3818001000" + GREY)
HIDDEN = bytes.fromhex("325c0400ff24d90473cb8e06000400" + GREY)


def avif(content, side=SIDE):
    """An AVIF that states a side, with one item of AV1 data."""
    start = box(b"ftyp", b"avif" + bytes(4) + b"avifmif1miaf")

    def description(offset):
        place = struct.pack(">HHHHII", 1, 1, 0, 1, offset, len(content))
        info = full_box(b"infe", struct.pack(">HH4s", 1, 0, b"av01") + b"\0", version=2)
        size = full_box(b"ispe", struct.pack(">II", side, side))
        properties = size + full_box(b"pixi", b"\3\10\10\10") + box(b"av1C", b"\x81\x1f\x0c\0")
        return full_box(
            b"meta",
            full_box(b"hdlr", bytes(4) + b"pict" + bytes(13))
            + full_box(b"pitm", b"\0\1")
            + full_box(b"iloc", b"\x44\0" + place)
            + full_box(b"iinf", b"\0\1" + info)
            + box(
                b"iprp",
                box(b"ipco", properties)
                + full_box(b"ipma", struct.pack(">IHB", 1, 1, 3) + b"\1\2\x83"),
            ),
        )

    offset = len(start) + len(description(0)) + 8
    return start + description(offset) + box(b"mdat", content)


def animation(count=3):
    file = io.BytesIO()
    frames = [Image.new("RGB", (64, 48), (50 * number, 0, 0)) for number in range(count)]
    frames[0].save(file, "AVIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


@pytest.fixture
def file(tmp_path):
    return tmp_path / "picture"


@pytest.fixture
def refused(file):
    def refuse(content):
        file.write_bytes(content)
        with pytest.raises(PictureError, match="composed of too many pictures"):
            read_pixels(file)

    return refuse


@needs_avif
class TestAvif:
    def test_very_many_parts_that_are_none_of_the_picture(self, refused):
        """Of two megabytes, 80,000 names took half a minute; the time grows with their square."""
        whole = avif(SEQUENCE + SHOWN)
        at, names = whole.index(b"iinf") - 4, b""
        for number in range(2, 4002):
            names += full_box(b"infe", struct.pack(">HH4s", number, 0, b"free") + b"\0", version=2)
        changed = bytearray(whole[: at + 14] + names + whole[at + 14 :])
        struct.pack_into(">H", changed, at + 12, 4001)
        for start in (at, whole.index(b"meta") - 4):
            (size,) = struct.unpack_from(">I", whole, start)
            struct.pack_into(">I", changed, start, size + len(names))
        refused(bytes(changed))

    def test_pictures_that_are_never_shown_are_not_decoded(self, file, refused):
        """A megabyte of them took three minutes that nothing ended."""
        refused(avif(SEQUENCE + 30 * HIDDEN + SHOWN))
        file.write_bytes(avif(SEQUENCE + HIDDEN + SHOWN))
        assert read_pixels(file).pixels.shape == (SIDE, SIDE)

    def test_nor_is_one_that_is_larger_than_the_file_states(self, refused):
        """Of 900 bytes, 16 x 16 pixels took 300 MB."""
        refused(avif(SEQUENCE + SHOWN, side=16))

    def test_nor_are_those_of_an_animation(self, file, refused):
        whole = animation()
        file.write_bytes(whole)
        assert read_pixels(file).pixels.shape[:2] == (48, 64)

        table, content = whole.index(b"moov"), SEQUENCE + SHOWN
        chunk, sizes = whole.index(b"stco", table) + 12, whole.index(b"stsz", table) + 16
        changed = bytearray(whole + content)
        changed[chunk : chunk + 4] = struct.pack(">I", len(whole))
        changed[sizes : sizes + 4] = struct.pack(">I", len(content))
        refused(bytes(changed))

    def test_an_animation_whose_chunks_are_described_at_length(self, refused):
        """Of a megabyte, 100,000 chunks and 60,000 numbers of pictures in them took 30 seconds."""
        whole = animation()
        kinds = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsc")
        entry = whole.index(b"stsc") + 12
        more = b"".join(struct.pack(">3I", 2**31 + number, 1, 1) for number in range(4000))
        changed = bytearray(whole[: entry + 12] + more + whole[entry + 12 :])
        struct.pack_into(">I", changed, entry - 4, 4001)
        for start in (whole.index(kind) - 4 for kind in kinds):
            (size,) = struct.unpack_from(">I", whole, start)
            struct.pack_into(">I", changed, start, size + len(more))
        refused(bytes(changed))

    @pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
    @pytest.mark.parametrize("size", [(1, 1), (15, 7), (300, 201)])
    def test_usual_ones_are_read(self, mode, size, file):
        Image.new(mode, size, 99 if mode == "L" else (99, 9, 9, 99)[: len(mode)]).save(file, "AVIF")
        assert read_pixels(file).pixels.shape[:2] == size[::-1]


def test_heic_of_very_many(refused):
    """Those that are not shown cost half a minute for each megabyte."""
    refused(heic_of([(b"hvc1", 6000 * CODED, (1, 2, 3, TURNED))], [], 1))


def test_an_overlay_on_a_larger_canvas_than_it_states(file, refused):
    """Of 700 bytes, one took 1.5 GB before the decoder compared both."""

    def overlay(side):
        canvas = struct.pack(">BB4HIIii", 0, 1, 0, 0, 0, 65535, side, side, 0, 0)
        items = [(b"hvc1", CODED, (1, 2, 3, TURNED)), (b"iovl", canvas, (5,))]
        return heic_of(items, [(b"dimg", 2, [1])], 2, full_box(b"ispe", struct.pack(">II", 99, 99)))

    refused(overlay(25_000))
    file.write_bytes(overlay(99))
    assert read_pixels(file).pixels.shape[:2] == (99, 99)


def test_a_thumbnail_many_times(file, refused):
    """Of 340,000 bytes, the list of a picture's thumbnails took two minutes."""

    def thumbnails(count):
        items = [(b"hvc1", CODED, (1, 2, 3, TURNED))] * 101
        return heic_of(items, [(b"thmb", item, count * [1]) for item in range(2, 102)], 1)

    refused(thumbnails(41))
    file.write_bytes(thumbnails(1))
    assert read_pixels(file).pixels.shape[:2] == (128, 96)


def test_a_picture_that_is_turned_hundreds_of_times(file, refused):
    """With 50 million pixels, 3,000 bytes took a minute, and several with pictures made of it."""

    def turned(times):
        item = b"hvc1", CODED, (1, 2, 3, TURNED, *[5] * times)
        return heic_of([item], [], 1, box(b"irot", b"\1"))

    refused(turned(200))
    file.write_bytes(turned(3))
    assert read_pixels(file).pixels.shape[:2] == (96, 128)


class TestDescriptions:
    """Each picture in a HEIC gets a copy of what describes it."""

    def described(self, count, kind, content, properties=b"", numbers=()):
        one = (b"hvc1", CODED, (1, 2, 3, TURNED, *numbers))
        items = [*[one] * count, (kind, content, ())]
        references = [(b"cdsc", count + 1, range(1, count + 1))]
        return heic_of(items, references, 1, properties)

    @pytest.mark.parametrize("kind", [b"Exif", b"mime"])
    def test_of_hundreds_of_pictures(self, kind, file):
        content = b"\0\0\0\6Exif\0\0" + bytes(300_000)
        file.write_bytes(self.described(300, kind, content))
        with pytest.raises(PictureError, match="metadata are too large"):
            read_pixels(file)
        file.write_bytes(self.described(3, kind, content))
        assert read_pixels(file).pixels.shape[:2] == (128, 96)

    def test_profiles_of_colours(self, file):
        profile = box(b"colr", b"prof" + bytes(300_000))
        file.write_bytes(self.described(300, b"mime", b" ", profile, (5,)))
        with pytest.raises(PictureError, match="metadata are too large"):
            read_pixels(file)
        file.write_bytes(self.described(3, b"mime", b" ", profile, (5,)))
        assert read_pixels(file).pixels.shape[:2] == (128, 96)


def test_parts_of_an_item_that_all_are_the_whole_file(file):
    """The same bytes again and again would fill the memory."""
    content = heic_of([(b"hvc1", CODED, (1, 2, 3, TURNED))], [], 1)
    once = struct.pack(">HHHII", 1, 0, 1, len(content) - len(CODED), len(CODED))
    assert content.count(once) == 1
    places = struct.pack(">HHH", 1, 0, 3000) + 3000 * struct.pack(">II", 0, len(content))
    changed = bytearray(content.replace(once, places))
    for kind in (b"meta", b"iloc"):
        at = content.index(kind) - 4
        (size,) = struct.unpack_from(">I", content, at)
        struct.pack_into(">I", changed, at, size + len(places) - len(once))
    assert costs_of(io.BytesIO(changed)).pixels == float("inf")


class TestCounted:
    def test_pictures_and_their_pixels(self):
        counted = pictures_in_av1(SEQUENCE + 5 * HIDDEN + SHOWN)
        assert (counted.pictures, counted.largest) == (6, SIDE**2)
        unit = struct.pack(">I", 3) + b"\x26\1"
        assert pictures_in_hevc(3 * (unit + b"\x80")).pictures == 3

    def test_each_slice_counts_since_any_may_be_as_long_as_the_picture(self):
        """Of 14 kilobytes, 700 slices of one picture took two minutes that nothing ended."""
        unit = struct.pack(">I", 3) + b"\x26\1"
        assert pictures_in_hevc(unit + b"\x80" + 2 * (unit + b"\0")).pictures == 3

    def test_a_picture_under_a_header_that_is_said_to_be_redundant_counts(self):
        redundant = b"\x3a" + HIDDEN[1:]
        assert pictures_in_av1(SEQUENCE + 3 * redundant + SHOWN).pictures == 4

    def test_a_size_after_times_and_levels(self):
        point = f"{0:012b}{9:05b}0" + "1" + 23 * "1" + "1" + "0000"
        bits = "000" + "0" + "0" + "1" + 64 * "1" + "1" + "00101" + "1" + f"{10:05b}" + 42 * "0"
        bits += "1" + "00001" + 2 * point + f"{9:04b}{7:04b}{639:010b}{199:08b}"
        header = bytes(int(byte.ljust(8, "0"), 2) for byte in wrap(bits, 8))
        unit = bytes([1 << 3 | 2, len(header)]) + header
        assert pictures_in_av1(unit).largest == 640 * 200

    def test_very_many_parts(self):
        assert pictures_in_av1((MAX_UNITS + 1) * b"\x12\0").pictures == np.inf
        assert pictures_in_hevc((MAX_UNITS + 1) * bytes(4)).pictures == np.inf

    def test_data_that_are_cut_off(self):
        for length in range(len(SEQUENCE + SHOWN)):
            try:
                pictures_in_av1((SEQUENCE + SHOWN)[:length])
            except IndexError:
                assert length in (1, len(SEQUENCE) + 1)
