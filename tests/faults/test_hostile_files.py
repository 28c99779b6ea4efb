"""Pictures, data sets, archives, handwriting and texts from anywhere: read rightly, or refused in
words.
"""

import gzip
import io
import shutil
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.config.data import DataConfig
from core.config.fields import FIELDS, parse_assignment, with_values
from core.config.run import RunConfig
from core.config.settings_text import config_from_text, settings_text
from core.data import datasets, handwriting
from core.data import folders as data_folders
from core.data.idx import read_labels
from core.data.photographs.photograph import digit_from_picture
from core.data.pictures import FORMATS, read_picture
from core.errors import DataError, PictureError
from core.lifecycle import archive as archives
from core.lifecycle.continuing import continuation
from core.storage import labels, layout
from core.storage import records as runs
from tests.core.export.test_formats import kept
from tests.core.running import small
from tests.faults.damage import HOSTILE_JSON, HOSTILE_TEXTS, bomb, damaged, hostile, refusal

NAME = "20261124-120000-mlp-00000001"


def picture(form, size=(40, 30), mode="L"):
    """A picture of a stroke, as a file of this format."""
    packed, shown = io.BytesIO(), Image.new(mode, size, "white")
    shown.paste("black", (size[0] // 3, 3, size[0] // 2, size[1] - 3))
    shown.save(packed, form)
    return packed.getvalue()


PICTURES = {form: picture(form) for form in FORMATS} | {
    "APNG": picture("PNG", mode="RGBA"),
    "L16": picture("TIFF"),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("hostile")


@given(data=st.data(), form=st.sampled_from(sorted(PICTURES)))
def test_pictures(data, form, place):
    file = place / "picture"
    file.write_bytes(data.draw(damaged(PICTURES[form], PICTURES["JPEG"])))
    try:
        grey = read_picture(file)
    except PictureError as error:
        assert str(file) in str(error)  # noqa: PT017
        return
    assert (grey.ndim, grey.dtype) == (2, np.uint8)
    assert grey.size <= 50_000_000
    digit = digit_from_picture(grey)
    assert digit is None or (digit.shape == (28, 28) and np.isfinite(digit).all())


def idx(values):
    kind = struct.pack(">HBB", 0, 8, values.ndim)
    return kind + b"".join(struct.pack(">I", size) for size in values.shape) + values.tobytes()


IDX = {
    "train-images-idx3-ubyte": idx(
        np.arange(20 * 784, dtype=np.uint64).reshape(20, 28, 28).astype(np.uint8)
    ),
    "train-labels-idx1-ubyte": idx(np.arange(20, dtype=np.uint8) % 4),
    "t10k-images-idx3-ubyte": idx(np.ones((8, 28, 28), np.uint8)),
    "t10k-labels-idx1-ubyte": idx(np.arange(8, dtype=np.uint8) % 4),
    "classes.txt": b"zero\none\ntwo\nthree\n",
}


@given(data=st.data(), name=st.sampled_from(sorted(IDX)), is_packed=st.booleans())
def test_data_folders(data, name, is_packed, place):
    folder = fresh(place / "data")
    for each, content in IDX.items():
        (folder / each).write_bytes(content)
    content = IDX[name]
    if is_packed and name != "classes.txt":
        (folder / name).unlink()
        name, content = name + ".gz", gzip.compress(content, mtime=0)
    other = data.draw(st.sampled_from(sorted(IDX)))
    (folder / name).write_bytes(data.draw(damaged(content, IDX[other])))

    def use():
        changes = data_folders.changes_for(RunConfig(), str(folder))
        config = with_values(RunConfig(), changes)
        loaded = datasets.load(config.data)
        assert len(loaded.train_x) == len(loaded.train_y) == config.data.train_size
        assert 0 <= int(loaded.train_y.min()) <= int(loaded.train_y.max()) < len(config.classes)

    said = refusal(use)
    assert said is None or said.strip()


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@given(
    data=st.data(),
    names=st.lists(st.text(max_size=12) | st.sampled_from(HOSTILE_TEXTS), max_size=4),
)
def test_folders_of_pictures(data, names, place):
    folder = fresh(place / "classes")
    for name in ["a", "b", *names]:
        try:
            (folder / name.replace("/", "_")).mkdir(exist_ok=True)
        except (OSError, ValueError):  # no file system takes it
            continue
        for number in range(2):
            (folder / name.replace("/", "_") / f"{number}.png").write_bytes(PICTURES["PNG"])
    if data.draw(st.booleans()):
        (folder / "a" / "1.png").write_bytes(data.draw(damaged(PICTURES["PNG"], PICTURES["JPEG"])))

    def use():
        config = with_values(RunConfig(), data_folders.changes_for(RunConfig(), str(folder)))
        datasets.load(config.data)
        assert config_from_text(settings_text(config)) == config

    said = refusal(use)
    assert said is None or said.strip()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return kept(
        small("mlp", {"model.hidden": [{"units": 2}]}), tmp_path_factory.mktemp("runs"), NAME
    )


@given(data=st.data())
def test_archives(data, folder, place):
    """What is in the zip is damaged before it is packed, so that no checksum tells."""
    runs_dir, file = fresh(place / "runs"), place / "given.zip"
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    chosen = data.draw(st.sampled_from(sorted(set(names) - {layout.LOCK_FILE})))
    with zipfile.ZipFile(file, "w") as archive:
        for name in sorted(set(names) - {layout.LOCK_FILE}):
            content = (folder / name).read_bytes()
            if name == chosen and name.endswith(".json") and data.draw(st.booleans()):
                content = data.draw(hostile(content.decode())).encode()
            elif name == chosen:
                content = data.draw(damaged(content, (folder / layout.WEIGHTS_FILE).read_bytes()))
            archive.writestr(f"{NAME}/{name}", content)
    said = refusal(lambda: archives.unpack(file, runs_dir))
    if said is not None:
        assert not list(runs_dir.iterdir())
        return
    (taken,) = layout.folders(runs_dir)
    runs.read_record(taken)
    assert (
        refusal(lambda: continuation(taken, 9)) is None
        or not (taken / layout.CHECKPOINT_FILE).exists()
    )


@given(data=st.data(), form=st.sampled_from(sorted(PICTURES)))
def test_handwriting(data, form, place):
    source, own = fresh(place / "theirs"), fresh(place / "mine")
    for name in ("good", "doubtful"):
        (source / "3").mkdir(exist_ok=True)
        (source / "3" / f"{name}.png").write_bytes(PICTURES["PNG"])
    (source / "3" / "doubtful.png").write_bytes(data.draw(damaged(PICTURES[form])))
    taken = handwriting.import_from(source, own)
    assert taken.count + len(taken.problems) == 2
    assert all("doubtful.png" in str(problem) for problem in taken.problems)
    found, problems = handwriting.samples(own)
    assert (len(found), problems) == (taken.count, [])


@given(data=st.data(), around=st.text(max_size=20))
def test_settings_as_text(data, around, place):
    text = settings_text(with_values(small("mlp"), {"optimizer.learning_rate": 0.5}))
    if data.draw(st.booleans()):
        text = data.draw(hostile(text))
    else:
        text = data.draw(damaged(text.encode())).decode(errors="surrogateescape")

    def use():
        config = config_from_text(around + text + around)
        assert config_from_text(settings_text(config)) == config

    said = refusal(use)
    assert said is None or said.strip()


@given(
    path=st.sampled_from(sorted(FIELDS)), value=st.sampled_from(HOSTILE_JSON) | st.text(max_size=20)
)
def test_settings_of_the_command_line(path, value):
    def use():
        config = with_values(RunConfig(), dict([parse_assignment(f"{path}={value}")]))
        assert RunConfig.model_validate_json(config.model_dump_json()) == config

    said = refusal(use)
    assert said is None or path.split(".")[0] in said


def test_a_data_set_that_no_system_can_name():
    for name in HOSTILE_TEXTS:
        for dataset in (name, "/" + name):
            said = refusal(lambda dataset=dataset: use_of(dataset))
            assert said is None or said.strip()


def use_of(dataset):
    config = with_values(RunConfig(), {"data.dataset": dataset, "data.class_names": ["a", "b"]})
    datasets.load(config.data)


class TestNothingIsEverRun:
    """A pickle that makes a folder is put in the place of each file, by turns."""

    @pytest.fixture
    def sprung(self, tmp_path):
        yield tmp_path / "sprung"
        assert not (tmp_path / "sprung").exists()

    def test_in_runs(self, sprung, folder, tmp_path):
        for name in [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]:
            victim = Path(shutil.copytree(folder, tmp_path / "victim" / NAME, dirs_exist_ok=True))
            (victim / name).write_bytes(bomb(sprung))
            for use in (
                runs.read_record,
                runs.open_run,
                labels.read_label,
                lambda each: continuation(each, 9),
            ):
                refusal(lambda use=use, victim=victim: use(victim))
            archives.pack(victim, tmp_path / "run.zip")
            refusal(lambda: archives.unpack(tmp_path / "run.zip", tmp_path / "taken"))

    def test_in_data_pictures_and_texts(self, sprung, tmp_path):
        content = bomb(sprung)
        for name in IDX:
            victim = fresh(tmp_path / "data")
            for each, honest in IDX.items():
                (victim / each).write_bytes(content if each == name else honest)
            with pytest.raises(DataError):
                datasets.load(
                    DataConfig(dataset=str(victim), class_names=("a", "b", "c", "d"), train_size=20)
                )
        (tmp_path / "x.png").write_bytes(content)
        with pytest.raises(PictureError):
            read_picture(tmp_path / "x.png")
        assert refusal(lambda: config_from_text(content.decode("latin-1")))
        (tmp_path / "x.zip").write_bytes(content)
        assert refusal(lambda: archives.unpack(tmp_path / "x.zip", tmp_path / "taken"))


def zipped(name, size):
    """A zip whose one file of zeros is much larger than it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(size))
    return packed.getvalue()


def png(width, height):
    """A picture that announces this size, in a few bytes."""
    content = bytearray(PICTURES["PNG"])
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    return bytes(content)


BOMBS = {
    "gzip": (
        read_labels,
        lambda: gzip.compress(struct.pack(">HBBI", 0, 8, 1, 60_000) + bytes(300_000_000), 9),
    ),
    "zip": (
        lambda file: archives.unpack(file, file.with_name("runs")),
        lambda: zipped("run.json", 300_000_000),
    ),
    "giant": (read_picture, lambda: png(60_000, 60_000)),
    "strip": (read_picture, lambda: png(2**31 - 1, 1)),
    "gif": (
        read_picture,
        lambda: b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + PICTURES["GIF"][13:],
    ),
    "bmp": (
        read_picture,
        lambda: PICTURES["BMP"][:18] + struct.pack("<ii", 60_000, 60_000) + PICTURES["BMP"][26:],
    ),
    "ppm": (read_picture, lambda: b"P5 60000 60000 255 " + bytes(99)),
}


def directory(members, is_64=False, offset=0):
    """A zip of nothing but a directory, which lists an empty file again and again.

    Args:
        is_64: whether its size is announced in 64 bits.
        offset: where the directory begins, or the announcement of 64 bits, as the file pretends.
    """
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<HHH", 1, 0, 0) + bytes(12) + b"x"
    content = entry * members
    if is_64:
        end = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, members, members,
                          len(content), 0)  # fmt: skip
        end += struct.pack("<4sIQI", b"PK\x06\x07", 0, offset or len(content), 1)
        return content + end + b"PK\x05\x06" + bytes(4) + b"\xff" * 12 + bytes(2)
    counts = min(members, 0xFFFF)
    return content + struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, counts, counts, len(content), offset, 0
    )


def packed_larger(size):
    """A zip whose description has a few bytes and is announced to take this many packed."""
    content = bytearray(zipped("run.json", 9))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 20, size)
    return bytes(content[:at]) + bytes(size) + content[at:-6] + struct.pack("<IH", at + size, 0)


def announced_smaller(announced, size):
    """A zip whose description is announced to have fewer bytes than it unpacks to."""
    content = bytearray(zipped("run.json", size))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, 22, announced)
    struct.pack_into("<I", content, at + 24, announced)
    return bytes(content)


END_MARK = 0x06054B50  # as the end of a zip begins
BOMBS |= {
    name: (BOMBS["zip"][0], make)
    for name, make in {
        "directory": lambda: directory(200_000),
        "directory whose end holds another mark": lambda: directory(200_000, offset=END_MARK),
        "directory of 64 bits": lambda: directory(200_000, is_64=True),
        "directory of 64 bits, elsewhere": lambda: directory(200_000, is_64=True, offset=25),
        "member that is larger when packed": lambda: packed_larger(60_000_000),
        "member that unpacks to more": lambda: announced_smaller(900_000, 500_000_000),
        "member that unpacks to far more": lambda: announced_smaller(1000, 500_000_000),
    }.items()
}


def test_a_line_of_a_run_that_would_become_large_is_refused(folder, tmp_path):
    victim = Path(shutil.copytree(folder, tmp_path / NAME))
    (victim / layout.LAYERS_FILE).write_bytes(b"[" + b"[]," * 10_000_000 + b"[]]\n")
    tracemalloc.start()
    try:
        assert "a line is too long" in refusal(lambda: runs.read_record(victim))
        # the file three times, as it is read and split; parsed it would be ten million lists
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("part", ["train", "t10k"])
def test_of_many_images_only_those_that_a_run_uses_fill_the_memory(part, tmp_path):
    for name, content in IDX.items():
        (tmp_path / name).write_bytes(content)
    count = 300_000
    for name, shape in (("images-idx3", (count, 28, 28)), ("labels-idx1", (count,))):
        kind = struct.pack(f">HBB{len(shape)}I", 0, 8, len(shape), *shape)
        path = tmp_path / f"{part}-{name}-ubyte"
        path.unlink()
        with gzip.open(path.with_name(path.name + ".gz"), "wb", 1) as file:
            file.write(kind)
            for _ in range(count // 1000):
                file.write(bytes(1000 * (784 if len(shape) == 3 else 1)))
    (tmp_path / "classes.txt").write_bytes(IDX["classes.txt"])

    config = DataConfig(dataset=str(tmp_path), class_names=("a", "b", "c", "d"),
                        train_size=10, test_size=8)  # fmt: skip
    tracemalloc.start()
    try:
        examples = data_folders.read_for(config)
        assert tracemalloc.get_traced_memory()[1] < 120_000_000  # all would be 235 million bytes
    finally:
        tracemalloc.stop()
    assert len(examples.train_labels if part == "train" else examples.test_labels) == count


@pytest.mark.parametrize("kind", BOMBS)
def test_bombs_are_refused_before_they_fill_the_memory(kind, tmp_path):
    reader, make = BOMBS[kind]
    (tmp_path / "bomb").write_bytes(make())
    tracemalloc.start()
    try:
        assert refusal(lambda: reader(tmp_path / "bomb"))
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
