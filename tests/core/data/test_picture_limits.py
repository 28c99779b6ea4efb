"""Pictures that are small as files and would take long, or much memory, to decode."""

import io
import struct
import zlib
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps, features

from core.cancellation import CancelledError, cancelled_by
from core.data import containers, pictures
from core.data.pictures import MAX_SCANS, MAX_SEGMENTS, MAX_TILES, read_pixels
from core.errors import PictureError
from tests.faults.bounded import outcome
from tests.faults.forked import CAN_FORK

SIDE = 64
LEVELS = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE), np.uint8)
# of the first component, all of its coefficients, with no data
EMPTY_SCAN = b"\xff\xda" + struct.pack(">H", 8) + bytes([1, 1, 0, 1, 63, 0])
SHORT, LONG, SLONG8 = 3, 4, 17


def packed(kind, **options):
    file = io.BytesIO()
    Image.fromarray(LEVELS).save(file, kind, **options)
    return file.getvalue()


def jpeg(more, **options):
    """A progressive JPEG with more before its end."""
    content = packed("JPEG", progressive=True, **options)
    assert content.endswith(b"\xff\xd9")
    return content[:-2] + more + b"\xff\xd9"


def run_length_bmp(width, height):
    palette, content = bytes(1024), b"\x01\x01\x00\x00\x00\x01"
    sizes = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 8, 1, len(content), 0, 0, 256, 0)
    start = 14 + len(sizes) + len(palette)
    return b"BM" + struct.pack("<IHHI", start, 0, 0, start) + sizes + palette + content


def tiled_tiff(side, kind=LONG, number=1, order="<"):
    """A TIFF of 16 x 16 pixels in one tile of `side` x `side`, with `number` offsets announced."""
    tile = zlib.compress(bytes(min(side, 4096) ** 2), 9)
    one = ((256, SHORT, 16), (257, SHORT, 16), (258, SHORT, 8), (259, SHORT, 8), (262, SHORT, 1))
    entries = [(tag, type_, 1, value) for tag, type_, value in (*one, (277, SHORT, 1))]
    entries += [(322, kind, 1, side), (323, kind, 1, side)]
    entries += [(324, LONG, number, 8 + 2 + 12 * 10 + 4), (325, LONG, number, len(tile))]
    content = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}IH", 8, len(entries))
    for tag, type_, values, value in entries:
        number_format = "Hxx" if type_ == SHORT else "I"
        content += struct.pack(f"{order}HHI{number_format}", tag, type_, values, value)
    return content + bytes(4) + tile


def column_of_tiles(count):
    """A TIFF 16 pixels wide in so many tiles, each of a million times 16 pixels."""
    tile = zlib.compress(bytes(16_000_000), 9)
    one = ((256, 16), (257, 16 * count), (258, 8), (259, 8), (262, 1), (277, 1))
    entries = [(tag, 1, value) for tag, value in (*one, (322, 1_000_000), (323, 16))]
    at = 8 + 2 + 12 * 10 + 4
    entries += [(324, count, at), (325, count, at + 4 * count)]
    content = b"II*\0" + struct.pack("<IH", 8, len(entries))
    content += b"".join(struct.pack("<HHII", tag, LONG, *rest) for tag, *rest in entries) + bytes(4)
    first = at + 8 * count
    offsets = range(first, first + count * len(tile), len(tile))
    sizes = count * [len(tile)]
    return content + struct.pack(f"<{2 * count}I", *offsets, *sizes) + count * tile


def jpeg_tiff(more, size=None):
    """A TIFF of one strip, a progressive JPEG with more before its end, and the size it states."""
    strip = jpeg(more)
    one = ((256, SIDE), (257, SIDE), (258, 8), (259, 7), (262, 1), (277, 1), (278, SIDE))
    entries = [(tag, 1, value) for tag, value in (*one, (273, 8), (279, size or len(strip)))]
    content = b"II*\0" + struct.pack("<I", 8 + len(strip)) + strip
    content += struct.pack("<H", len(entries))
    return (
        content + b"".join(struct.pack("<HHII", tag, LONG, *it) for tag, *it in entries) + bytes(4)
    )


def strips_of_one(filling, order="<", size_kind=LONG):
    """A TIFF of 64 rows, each a strip, that all have the same packed bytes and as many others."""
    row = zlib.compress(bytes(SIDE)) + bytes(filling)
    sizes = struct.pack(f"{order}{SIDE}{'H' if size_kind == SHORT else 'I'}", *SIDE * [len(row)])
    offsets = struct.pack(f"{order}{SIDE}I", *SIDE * [8])
    at = 8 + len(row)
    one = ((256, SIDE), (257, SIDE), (258, 8), (259, 8), (262, 1))
    entries = [(tag, LONG, 1, value) for tag, value in one]
    entries += [(273, LONG, SIDE, at), (277, LONG, 1, 1), (278, LONG, 1, 1)]
    entries += [(279, size_kind, SIDE, at + len(offsets))]
    content = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(
        f"{order}I", at + len(offsets) + len(sizes)
    )
    content += row + offsets + sizes + struct.pack(f"{order}H", len(entries))
    return content + b"".join(struct.pack(f"{order}HHII", *one) for one in entries) + bytes(4)


def big_tiff(side):
    content = b"II+\0" + struct.pack("<HHQQ", 8, 0, 16, 2)
    for tag in (322, 323):
        content += struct.pack("<HHQQ", tag, LONG, 1, side)
    return content + bytes(8)


@pytest.fixture
def refusal(tmp_path):
    def refuse(content):
        file = tmp_path / "picture"
        file.write_bytes(content)
        with pytest.raises(PictureError) as caught:
            read_pixels(file)
        assert str(file) in str(caught.value)
        return str(caught.value)

    return refuse


@pytest.fixture
def read(tmp_path):
    def read_content(content):
        (tmp_path / "picture").write_bytes(content)
        return read_pixels(tmp_path / "picture").pixels

    return read_content


class TestScans:
    def test_more_than_any_encoder_writes_are_refused(self, refusal):
        assert f"more than {MAX_SCANS} scans" in refusal(jpeg(EMPTY_SCAN * MAX_SCANS))

    def test_usual_ones_are_read(self, read):
        assert read(jpeg(EMPTY_SCAN * (MAX_SCANS - 20))).shape == (SIDE, SIDE)

    @pytest.mark.parametrize(
        "hidden",
        [
            b"\xff" + EMPTY_SCAN,  # a fill byte
            b"\xff\x00\xff\xd3" + EMPTY_SCAN,  # data and a restart
            b"\xff\xfe\x00\x04ab" + EMPTY_SCAN,  # a comment
            b"\xff\xfe\x00\x00" + EMPTY_SCAN,  # one shorter than its length
            b"\xff\x02\xff\xff" + EMPTY_SCAN,  # a reserved marker, which has no length
        ],
    )
    def test_they_are_counted_wherever_they_stand(self, hidden, refusal):
        assert "scans" in refusal(jpeg(hidden * MAX_SCANS))

    def test_also_where_the_blocks_that_are_read_meet(self, refusal, monkeypatch):
        for size in (1, 2, 3, 7):
            monkeypatch.setattr(containers.jpeg, "BLOCK_BYTES", size)
            assert "scans" in refusal(jpeg(b"\xff" + EMPTY_SCAN * MAX_SCANS))

    def test_also_after_a_segment_that_ends_where_a_block_does(self, refusal):
        content = packed("JPEG", progressive=True)
        half = containers.jpeg.BLOCK_BYTES // 2  # the first block begins after the first marker
        comments = 2 * (b"\xff\xfe" + struct.pack(">H", half - 2) + bytes(half - 4))
        content = content[:2] + comments + content[2:-2] + EMPTY_SCAN * MAX_SCANS + b"\xff\xd9"
        assert "scans" in refusal(content)

    def test_restarts_and_data_are_no_scans(self, read, monkeypatch):
        monkeypatch.setattr(pictures, "MAX_SCANS", 1)
        monkeypatch.setattr(pictures, "MAX_SEGMENTS", 20)
        content = packed("JPEG", quality=100, restart_marker_blocks=1)
        assert content.count(b"\xff\xd3") > 5
        assert np.abs(read(content).astype(int) - LEVELS).max() < 16

    def test_what_follows_the_end_is_not_counted(self, read):
        """Phones append films, in which the same bytes occur."""
        assert read(packed("JPEG") + EMPTY_SCAN * 2 * MAX_SCANS).shape == (SIDE, SIDE)

    def test_a_jpeg_of_endless_segments_is_refused(self, refusal):
        content = packed("JPEG")
        assert "segments" in refusal(
            content[:2] + b"\xff\xfe\x00\x02" * (MAX_SEGMENTS + 1) + content[2:]
        )

    def test_a_run_of_fill_bytes_takes_no_time(self, read):
        """A pattern with a repetition would be quadratic in them: minutes for this file."""
        content = packed("JPEG")
        read(content[:2] + b"\xff" * 2_000_000 + content[2:])

    def test_one_that_must_be_decoded_whole_may_have_half_as_many_pixels(
        self, read, refusal, monkeypatch
    ):
        monkeypatch.setattr(pictures, "MAX_PIXELS", SIDE * SIDE - 1)
        monkeypatch.setattr(pictures, "MAX_DECODED_SIDE", SIDE // 2)
        assert read(packed("JPEG")).shape == (SIDE, SIDE)
        assert "pixels" in refusal(packed("JPEG", progressive=True))

    def test_so_may_one_with_a_scan_for_each_colour(self, read, refusal, monkeypatch):
        """Of seven megabytes, one took three times the memory of one with a scan for all."""
        monkeypatch.setattr(pictures, "MAX_PIXELS", SIDE * SIDE - 1)
        monkeypatch.setattr(pictures, "MAX_DECODED_SIDE", SIDE // 2)
        file = io.BytesIO()
        Image.fromarray(np.dstack(3 * [LEVELS])).save(file, "JPEG")
        content = file.getvalue()
        assert read(content).shape[:2] == (SIDE, SIDE)
        at = content.index(b"\xff\xda")
        first = b"\xff\xda" + struct.pack(">H", 8) + bytes([1, 1, 0, 0, 63, 0])
        assert "pixels" in refusal(content[:at] + first + content[at + 14 :])
        assert "pixels" in refusal(content[:-2] + first + content[-2:])

    @pytest.mark.parametrize("size", [(65_500, 3_800), (4_479, 50_000)])
    def test_a_long_thin_one_is_decoded_whole(self, size, refusal):
        """Its decoder halves both sides or none."""
        content = packed("JPEG")
        at = content.index(b"\xff\xc0") + 5  # height and width
        long = content[:at] + struct.pack(">HH", size[1], size[0]) + content[at + 4 :]
        assert "at most 125 million" in refusal(long)


class TestDecodersInPython:
    def test_a_run_length_bmp_of_a_kilobyte_would_take_ten_seconds(self, refusal):
        assert "at most 16 million" in refusal(run_length_bmp(120_000_000, 1))

    def test_grey_levels_that_are_no_bytes(self, refusal):
        assert "at most 16 million" in refusal(b"P5 6000 6000 100 ")
        assert "at most 16 million" in refusal(b"P2 6000 6000 255 ")

    def test_small_ones_are_read(self, read):
        assert read(run_length_bmp(20, 1)).shape == (1, 20)
        assert read(b"P2 2 1 255 0 255").tolist() == [[0, 255]]


class TestTiles:
    def test_a_tile_larger_than_the_picture_must_not_fill_the_memory(self, refusal):
        for order in "<>":
            assert "million pixels" in refusal(tiled_tiff(30_000, order=order))
        assert "million pixels" in refusal(big_tiff(30_000))

    def test_nor_one_whose_size_pillow_does_not_know(self, refusal):
        assert "no valid size" in refusal(tiled_tiff(30_000, kind=SLONG8))

    def test_very_many_are_refused(self, refusal):
        assert f"{MAX_TILES:,} tiles" in refusal(tiled_tiff(16, number=MAX_TILES + 1))

    def test_many_of_which_little_is_shown_are_refused_since_each_is_decoded(self, read, refusal):
        """Of twenty megabytes, such ones packed with LZMA took five minutes that nothing ended."""
        assert "64 million pixels" in refusal(column_of_tiles(5))
        assert read(column_of_tiles(2)).shape == (32, 16)

    @pytest.mark.parametrize("order", ["<", ">"])
    @pytest.mark.parametrize("kind", [SHORT, LONG])
    def test_strips_that_share_much_are_refused_since_each_is_decoded(
        self, order, kind, read, refusal
    ):
        """Of two megabytes, a JPEG of many scans in each strip would take twenty minutes."""
        assert "share what they hold" in refusal(strips_of_one(3000, order, kind))
        assert np.array_equal(read(strips_of_one(0, order, kind)), np.zeros((SIDE, SIDE)))

    def test_the_scans_of_jpegs_in_strips_count(self, read, refusal):
        """Of 364 kilobytes, tiles of 99 scans took half a minute that nothing ended."""
        assert np.array_equal(read(jpeg_tiff(b"")), read(jpeg(b"")))
        many = 160_000 * EMPTY_SCAN
        assert "too many scans" in refusal(jpeg_tiff(many))
        assert "too many scans" in refusal(jpeg_tiff(many, size=1))  # libtiff goes by the file

    def test_two_answers_to_one_question_are_refused(self, refusal):
        content = tiled_tiff(16)
        for tag in (256, 322, 324):
            twice = struct.pack("<HHI", 262, SHORT, 1), struct.pack("<HHI", tag, LONG, 1)
            assert content.count(twice[0]) == 1
            assert "no valid size" in refusal(content.replace(*twice))

    def test_one_that_pillow_and_libtiff_read_differently_is_refused(self, refusal):
        assert "not a picture in a format" in refusal(b"MM\0+" + tiled_tiff(16, order=">")[4:])

    @pytest.mark.parametrize("order", ["<", ">"])
    def test_usual_ones_are_read(self, order, read):
        assert read(tiled_tiff(256, order=order)).shape == (16, 16)
        assert read(packed("TIFF", compression="jpeg")).shape == LEVELS.shape
        assert np.array_equal(read(packed("TIFF", compression="tiff_lzw")), LEVELS)

    def test_a_tiff_that_is_cut_off_is_refused(self, refusal):
        content = tiled_tiff(16)
        for length in (5, 9, 12, 40):
            refusal(content[:length])


def box(kind, content):
    return struct.pack(">I4s", 8 + len(content), kind) + content


def full_box(kind, content, version=0):
    return box(kind, struct.pack(">I", version << 24) + content)


ONE = (Path(__file__).parent / "one.heic").read_bytes()
STORED, CODED = ONE[172:347], ONE[378:]  # its four properties, and its picture of 96 x 128
TURNED = 4  # the number of the property by which it is turned


def heic_of(items, references, shown, properties=b"", before=b""):
    """A HEIC of any items, which are counted from 1.

    Args:
        items: of each its kind, its content and the numbers of its properties.
        references: of each its kind, an item, and those that it refers to.
        shown: the number of the item that is the picture.
        properties: further ones, from number 5 on.
        before: boxes before the description.
    """
    start = ONE[:28] + before
    contents = [content for _, content, _ in items]

    def description(offset):
        places, infos, properties_of = b"", b"", b""
        for item, (kind, content, numbers) in enumerate(items, 1):
            places += struct.pack(">HHHII", item, 0, 1, offset, len(content))
            offset += len(content)
            infos += full_box(b"infe", struct.pack(">HH4s", item, 0, kind) + b"\0", version=2)
            properties_of += struct.pack(">HB", item, len(numbers)) + bytes(numbers)
        related = b"".join(
            box(kind, struct.pack(f">HH{len(others)}H", item, len(others), *others))
            for kind, item, others in references
        )
        count = struct.pack(">H", len(items))
        return full_box(
            b"meta",
            full_box(b"hdlr", bytes(4) + b"pict" + bytes(13))
            + full_box(b"pitm", struct.pack(">H", shown))
            + full_box(b"iloc", b"\x44\0" + count + places)
            + full_box(b"iinf", count + infos)
            + full_box(b"iref", related)
            + box(
                b"iprp",
                box(b"ipco", STORED + properties)
                + full_box(b"ipma", struct.pack(">I", len(items)) + properties_of),
            ),
        )

    offset = len(start) + len(description(0)) + 8
    return start + description(offset) + box(b"mdat", b"".join(contents))


def size_of_item(width, height):
    return full_box(b"ispe", struct.pack(">II", width, height))


def heic(parts, before=b""):
    """A HEIC with one picture, item 1, and overlays of other items; the last one is shown.

    Args:
        parts: for each overlay, from item 2 on, the items that it is made of.
        before: boxes before the description.
    """
    corner = struct.pack(">BB4HHH", 0, 0, 0, 0, 0, 65535, 96, 128)
    overlays = [(b"iovl", corner + bytes(4 * len(items)), (5, TURNED)) for items in parts]
    references = [(b"dimg", item, items) for item, items in enumerate(parts, 2)]
    one = (b"hvc1", CODED, (1, 2, 3, TURNED))
    return heic_of(
        [one, *overlays], references, len(parts) + 1, size_of_item(96, 128), before=before
    )


class TestComposed:
    """Of HEIC, each item may be made of others, which are decoded wherever they are used."""

    def test_usual_ones_are_read(self, read):
        assert read(heic([])).shape[:2] == (128, 96)
        assert read(heic([[1]])).shape[:2] == (128, 96)
        assert read(heic([[1], [1, 1]])).shape[:2] == (128, 96)

    def test_a_file_that_doubles_its_work_with_every_item_is_refused(self, refusal):
        """Forty items, 3 KB, would be two to the power of twenty pictures; a hundred, centuries."""
        levels = [[1]]
        for item in range(2, 42):
            levels.append([item - 1, item])
        assert "too many pictures" in refusal(heic(levels))

    def test_nor_can_a_circle_be_decoded(self, refusal):
        assert "too many pictures" in refusal(heic([[3], [2]]))

    def test_very_many_parts(self, refusal):
        assert "too many pictures" in refusal(heic([[1] * 5000]))

    def test_boxes_before_the_description_do_not_hide_it(self, refusal):
        free = box(b"free", b"")
        levels = [[1], *([item - 1, item] for item in range(2, 42))]
        for count_ in (10, 5000):
            assert "too many pictures" in refusal(heic(levels, before=free * count_))

    def test_a_description_that_is_cut_off(self, refusal):
        content = heic([[1], [1, 2]])
        at = content.index(b"dimg") + 7
        assert "damaged" in refusal(content[:at] + b"\xff" + content[at + 1 :])


@pytest.mark.skipif(not CAN_FORK, reason="the process that fails is forked")
def test_a_transparency_of_another_size_than_it_states_is_refused(tmp_path):
    """libheif before 1.23.2 read and wrote far beyond it (CVE-2026-84383)."""
    width, height = 16, 3_000_000
    canvas = struct.pack(">BB4HIIii", 0, 1, 0, 0, 0, 65535, width, height, 0, 0)
    coded = (b"hvc1", CODED, (1, 2, 3, TURNED))
    tall, small = (b"iovl", canvas, (5, TURNED)), (b"iden", b"", (5, TURNED, 6))
    references = [
        *((b"dimg", item, [of]) for item, of in ((3, 2), (4, 2), (5, 3))),
        *((b"auxl", item, [of]) for item, of in ((4, 3), (5, 1))),
    ]
    is_transparency = full_box(b"auxC", b"urn:mpeg:hevc:2015:auxid:1\0")
    properties = size_of_item(width, height) + is_transparency
    file = tmp_path / "picture.heic"
    file.write_bytes(
        heic_of([coded, coded, tall, small, small], references, 1, properties=properties)
    )
    assert outcome(lambda: read_pixels(file), 2000).startswith("PictureError")


class TestTime:
    @pytest.fixture
    def slow(self, monkeypatch):
        """A clock on which each look takes a second."""
        seconds = count()
        monkeypatch.setattr(pictures.time, "thread_time", lambda: float(next(seconds)))

    @pytest.mark.parametrize("kind", ["PNG", "GIF"])
    def test_what_takes_too_long_is_given_up(self, kind, slow, refusal):
        if kind == "PNG":
            profile = b"a\0\0" + zlib.compress(bytes(1 << 20))
            part = struct.pack(">I", len(profile)) + b"iCCP" + profile
            more, at = (part + struct.pack(">I", zlib.crc32(b"iCCP" + profile))) * 100, 33
        else:
            more, at = b"\x21\xfe\x01a\0" * 1000, 13 + 3 * 256
        content = packed(kind)
        assert "takes too long" in refusal(content[:at] + more + content[at:])

    def test_what_takes_long_can_be_cancelled(self, tmp_path):
        file, asked = tmp_path / "picture", count()
        content, comments = packed("GIF"), b"\x21\xfe\x01a\0" * 1000
        file.write_bytes(content[: 13 + 3 * 256] + comments + content[13 + 3 * 256 :])
        with cancelled_by(lambda: next(asked) > 50), pytest.raises(CancelledError):
            read_pixels(file)

    @pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF", "JPEG", "WEBP", "PPM"])
    def test_usual_ones_are_read(self, kind, slow, read):
        assert read(packed(kind)).shape[:2] == (SIDE, SIDE)


@pytest.mark.parametrize("size", [(1, 200_001), (200_001, 1)])
def test_a_long_side_is_refused_since_each_row_takes_memory(size, refusal):
    content = io.BytesIO()
    Image.new("L", size).save(content, "PNG")
    assert "at most 200,000 can be read on a side" in refusal(content.getvalue())


def test_pillows_own_limit_stays(read):
    read(packed("PNG"))
    assert Image.MAX_IMAGE_PIXELS == pictures.MAX_JPEG_PIXELS


class TestCopies:
    @pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
    def test_fewer_pixels_are_read_where_decoders_hold_several_copies(
        self, kind, refusal, read, monkeypatch
    ):
        if kind not in pictures._formats():
            pytest.skip("this Pillow has no such format")
        assert pictures.MAX_COPIED_PIXELS[kind] <= pictures.MAX_PIXELS // 2
        content = packed(kind)
        monkeypatch.setitem(pictures.MAX_COPIED_PIXELS, kind, SIDE * SIDE)
        assert read(content).shape[:2] == (SIDE, SIDE)
        monkeypatch.setitem(pictures.MAX_COPIED_PIXELS, kind, SIDE * SIDE - 1)
        assert "pixels" in refusal(content)
        assert read(packed("PNG")).shape == (SIDE, SIDE)


def directory(entries):
    """A TIFF directory, the last one."""
    packed_entries = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + packed_entries + bytes(4)


def exif_of(numbers, orientation=6):
    """An Exif block with an orientation and an entry of this many numbers."""
    entries = [(274, SHORT, 1, orientation), (40_000, SHORT, numbers, 100)]
    content = (b"II*\0" + struct.pack("<I", 8) + directory(entries)).ljust(100, b"\0")
    return content + struct.pack("<HH", 40_001, 50_003) * (numbers // 2)


def tiff_of(more, tail=b""):
    """An uncompressed TIFF of 28 x 14 pixels with more entries and bytes after its pixels."""
    sizes = [(256, SHORT, 1, 28), (257, SHORT, 1, 14), (258, SHORT, 1, 8), (259, SHORT, 1, 1)]
    entries = [*sizes, (262, SHORT, 1, 1), (273, LONG, 1, 8), (277, SHORT, 1, 1)]
    entries += [(278, SHORT, 1, 14), (279, LONG, 1, 392), *more]
    start = 8 + 392 + len(tail)
    return b"II*\0" + struct.pack("<I", start) + bytes(392) + tail + directory(entries)


def with_chunk(content, kind, data, *, is_last):
    """A PNG with one more chunk, before or after its pixels."""
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    position = len(content) - 12 if is_last else 33
    return content[:position] + chunk + content[position:]


WIDE = np.zeros((14, 28), np.uint8)


class TestMetadata:
    """Of which only the orientation is used."""

    @pytest.fixture
    def least(self, tmp_path):
        def shape_with_little_memory(content, megabytes=60):
            (tmp_path / "picture").write_bytes(content)

            def work():
                read_pixels(tmp_path / "picture")  # of a small picture the decoder is loaded
                raise ValueError(read_pixels(tmp_path / "picture").pixels.shape)

            return outcome(work, megabytes)

        return shape_with_little_memory

    @pytest.mark.skipif(not CAN_FORK, reason="processes are forked and looked into")
    @pytest.mark.parametrize("is_last", [True, False])
    def test_large_exif_of_a_png_takes_no_memory(self, is_last, least):
        file = io.BytesIO()
        Image.fromarray(WIDE).save(file, "PNG")
        content = with_chunk(file.getvalue(), b"eXIf", exif_of(2_000_000), is_last=is_last)
        assert "(28, 14)" in least(content)

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_the_orientation_is_that_of_pillow(self, kind, orientation, tmp_path):
        levels = np.arange(12, dtype=np.uint8).reshape(3, 4) * 20
        file = tmp_path / "picture"
        Image.fromarray(levels).save(file, kind, exif=exif_of(10, orientation), lossless=True)
        with Image.open(file) as picture:
            expected = np.asarray(ImageOps.exif_transpose(picture).convert("L"))
        assert np.array_equal(read_pixels(file).pixels, expected)

    def test_numbers_below_other_directories_of_a_tiff_are_never_read(self, read, monkeypatch):
        numbers = 150_000
        below = directory([(40_000, SHORT, numbers, 400)])
        start = 400 + 2 * numbers
        more = [(274, SHORT, 1, 6), (34_665, LONG, 1, start), (34_853, LONG, 1, start)]
        monkeypatch.setattr(Image.Exif, "get_ifd", lambda *_: pytest.fail("decoded"))
        assert read(tiff_of(more, bytes(2 * numbers) + below)).shape == (28, 14)

    @pytest.mark.parametrize("kind", [SHORT, LONG, 5, 12])
    def test_a_tiff_of_very_many_numbers_is_refused(self, kind, refusal):
        tail = bytes(8 * 200_001)
        assert "metadata" in refusal(tiff_of([(40_000, kind, 200_001, 400)], tail))

    def test_a_tiff_whose_entries_share_their_bytes_is_refused(self, refusal, read):
        tail = bytes(100_000)
        entries = [(40_000 + number, 7, len(tail), 400) for number in range(50)]
        assert "metadata" in refusal(tiff_of(entries, tail))
        assert read(tiff_of(entries[:1], tail)).shape == (14, 28)


def exif(numbers, orientation=6):
    """Exif of an orientation and of 16 rows of fractions."""
    tags, each = range(0x8000, 0x8010), numbers // 16
    start = 8 + 2 + 12 * 17 + 4
    entries = [struct.pack("<HHIHH", 0x0112, SHORT, 1, orientation, 0)]
    for row, tag in enumerate(tags):
        entries.append(struct.pack("<HHII", tag, 5, each, start + row * 8 * each))
    head = b"II*\0" + struct.pack("<IH", 8, 17)
    return head + b"".join(entries) + bytes(4) + struct.pack("<II", 1, 2) * (16 * each)


class TestLongExif:
    """Pillow reads it before it knows the size of the picture, and turns it into objects."""

    def jpeg_of(self, content):
        segments = b""
        for start in range(0, len(content), 65_000):
            part = b"Exif\0\0" + content[start : start + 65_000]
            segments += b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part
        plain = packed("JPEG")
        return plain[:2] + segments + plain[2:]

    @pytest.mark.parametrize("numbers", [200_000, 4_000_000])
    def test_of_many_segments_of_a_jpeg(self, numbers, refusal):
        assert "metadata are too large" in refusal(self.jpeg_of(exif(numbers)))

    def test_where_the_blocks_that_are_read_meet(self, refusal, monkeypatch):
        content = self.jpeg_of(exif(20_000))
        monkeypatch.setattr(pictures, "MAX_EXIF_BYTES", 100_000)
        for size in (1, 2, 3, 7, 9):
            monkeypatch.setattr(containers.jpeg, "BLOCK_BYTES", size)
            assert "metadata are too large" in refusal(content)

    def test_of_a_jpeg_that_a_camera_writes(self, read):
        assert read(self.jpeg_of(exif(10_000))).shape == (SIDE, SIDE)

    @pytest.mark.skipif(not features.check("avif"), reason="this Pillow reads no AVIF")
    def test_of_an_avif_that_is_turned(self, refusal, read):
        def avif(numbers):
            file = io.BytesIO()
            Image.new("RGB", (SIDE, 32)).save(file, "AVIF", exif=b"Exif\0\0" + exif(numbers))
            return file.getvalue()

        assert b"irot" in avif(16)
        assert read(avif(10_000)).shape[:2] == (SIDE, 32)
        assert "metadata are too large" in refusal(avif(200_000))
