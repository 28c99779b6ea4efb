import gzip
import hashlib
import re
import struct
import threading
import tracemalloc

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st

import resources
from core.config.catalogue import NOISY_LINE, PIXEL_DEVIATION, PIXEL_MEAN
from core.config.choices import Pixels, Subset
from core.config.data import DataConfig
from core.data.datasets import (
    labelled_digits,
    load,
    mnist,
    noisy_line,
    one_hot,
    scaled,
)
from core.data.idx import read_idx, read_labels, read_pair
from core.errors import DataError

SHA_256 = {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
# How many of each digit there are, as published with the data.
TRAIN_COUNTS = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
TEST_COUNTS = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]

SMALL = np.arange(3 * 2 * 2, dtype=np.uint8).reshape(3, 2, 2)


def idx(values, shape=None, mark=8, dimensions=None):
    """An IDX file's bytes; what the header says may be told apart from the values."""
    shape = values.shape if shape is None else shape
    dimensions = len(shape) if dimensions is None else dimensions
    return (
        bytes((0, 0, mark, dimensions)) + struct.pack(f">{len(shape)}I", *shape) + values.tobytes()
    )


def packed(data):
    return gzip.compress(data, mtime=0)


@pytest.fixture(params=["plain", "gzipped"])
def write(request, tmp_path):
    """Writes an IDX file, plain or gzipped, and returns its path."""

    def write(data, name="file"):
        path = tmp_path / name
        path.write_bytes(data if request.param == "plain" else packed(data))
        return path

    return write


def refusal(path, shape=(2, 2)):
    with pytest.raises(DataError) as error:
        read_idx(path, shape)
    return str(error.value)


class TestMnist:
    def test_the_files_are_the_published_ones(self):
        described = dict(
            re.findall(
                r"\| (\S+) \| `([0-9a-f]{64})` \|", resources.path("mnist", "README.md").read_text()
            )
        )
        assert described == SHA_256
        for name, expected in SHA_256.items():
            with gzip.open(resources.path("mnist", f"{name}.gz")) as file:
                assert hashlib.sha256(file.read()).hexdigest() == expected

    def test_it_holds_sixty_and_ten_thousand_digits(self):
        data = mnist()
        assert (data.train_x.shape, data.test_x.shape) == ((60_000, 784), (10_000, 784))
        assert (data.train_x.dtype, data.test_x.dtype) == (torch.float32, torch.float32)
        assert data.train_y.bincount().tolist() == TRAIN_COUNTS
        assert data.test_y.bincount().tolist() == TEST_COUNTS
        assert (data.train_y.dtype, data.test_y.dtype) == (torch.int64, torch.int64)
        assert data.normals_drawn == 0

    def test_images_and_labels_are_those_of_the_files_in_their_order(self):
        data = mnist()
        for kind, x, y in (
            ("train", data.train_x, data.train_y),
            ("t10k", data.test_x, data.test_y),
        ):
            with gzip.open(resources.path("mnist", f"{kind}-images-idx3-ubyte.gz")) as file:
                grey = np.frombuffer(file.read(), np.uint8)[16:].reshape(-1, 784)
            with gzip.open(resources.path("mnist", f"{kind}-labels-idx1-ubyte.gz")) as file:
                labels = np.frombuffer(file.read(), np.uint8)[8:]
            for part in (slice(100), slice(-100, None)):
                assert np.array_equal(x[part].numpy(), grey[part] / np.float32(255))
            assert np.array_equal(y.numpy(), labels)

    def test_mean_and_deviation_are_those_of_the_training_pixels(self):
        pixels, _ = read_pair(
            resources.path("mnist", "train-images-idx3-ubyte.gz"),
            resources.path("mnist", "train-labels-idx1-ubyte.gz"),
        )
        counts = np.bincount(pixels.kept.ravel(), minlength=256)
        levels = np.arange(256) / 255
        mean = np.average(levels, weights=counts)
        deviation = np.sqrt(np.average((levels - mean) ** 2, weights=counts))
        assert (round(mean, 4), round(deviation, 4)) == (PIXEL_MEAN, PIXEL_DEVIATION)

    def test_each_way_of_scaling_gives_its_numbers(self):
        raw, unit, standardized = (
            mnist(pixels).test_x[:500].double().numpy()
            for pixels in (Pixels.RAW, Pixels.UNIT, Pixels.STANDARDIZED)
        )
        assert np.array_equal(raw, raw.astype(np.uint8))
        assert raw.max() == 255
        assert np.allclose(unit, raw / 255, rtol=1e-7, atol=0)
        assert np.allclose(standardized, (raw / 255 - 0.1307) / 0.3081, rtol=0, atol=1e-6)

    @pytest.mark.parametrize("pixels", Pixels)
    @pytest.mark.parametrize(
        "grey", [torch.arange(256, dtype=torch.uint8), torch.arange(256.0).reshape(16, 16)]
    )
    def test_scaling_leaves_its_input_alone(self, pixels, grey):
        before = grey.clone()
        values = scaled(grey, pixels)
        assert (values.dtype, values.shape) == (torch.float32, grey.shape)
        assert grey.equal(before)
        assert values.equal(scaled(grey.to(torch.uint8), pixels))

    def test_a_part_of_the_training_examples_are_the_first_without_a_copy(self):
        whole = mnist()
        part = load(DataConfig(train_size=1234, test_size=56))
        assert (len(part.train_x), len(part.train_y), len(part.test_x), len(part.test_y)) == (
            1234,
            1234,
            56,
            56,
        )
        for name in ("train_x", "train_y"):
            assert getattr(part, name).data_ptr() == getattr(whole, name).data_ptr()
        assert part.train_x.equal(whole.train_x[:1234])
        again = load(DataConfig(train_size=99, test_size=56))
        assert again.test_x.data_ptr() == part.test_x.data_ptr()

    @pytest.mark.parametrize("size", [1, 56, 2000, 9999, 10_000])
    def test_a_part_of_the_test_examples_is_spread_evenly_over_all(self, size):
        whole, part = mnist(), load(DataConfig(test_size=size))
        indices = [number * 10_000 // size for number in range(size)]
        assert part.test_x.equal(whole.test_x[indices])
        assert part.test_y.equal(whole.test_y[indices])
        images, labels = labelled_digits(DataConfig(test_size=size))
        assert np.array_equal(labels, part.test_y.numpy())
        assert np.array_equal(images.reshape(size, -1), (part.test_x * 255).round().numpy())

    def test_a_part_of_the_test_examples_may_be_the_first(self):
        part = load(DataConfig(test_size=56, test_subset=Subset.FIRST))
        assert part.test_x.equal(mnist().test_x[:56])

    def test_fewer_of_a_run_s_test_digits_are_spread_over_them(self):
        images, labels = labelled_digits(DataConfig(test_size=1000), 10)
        all_images, all_labels = labelled_digits(DataConfig(test_size=1000))
        assert np.array_equal(images, all_images[::100])
        assert np.array_equal(labels, all_labels[::100])

    def test_on_the_same_device_nothing_is_copied(self):
        assert mnist().to(torch.device("cpu")).train_x.data_ptr() == mnist().train_x.data_ptr()

    def test_all_who_ask_share_one_copy(self):
        first = load(DataConfig(pixels=Pixels.UNIT))
        assert first.train_x.data_ptr() == mnist().train_x.data_ptr()

    def test_two_who_ask_at_once_share_one_copy(self):
        mnist(Pixels.RAW)
        # only two are cached, so this one evicts the digits that are requested below
        mnist(Pixels.STANDARDIZED)
        both_are_ready = threading.Barrier(2)
        found = []

        def ask():
            both_are_ready.wait(60)
            found.append(mnist(Pixels.UNIT))

        threads = [threading.Thread(target=ask) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert found[0].train_x.data_ptr() == found[1].train_x.data_ptr()


class TestOneHot:
    @staticmethod
    def in_the_tutorial(x, n):
        x = x.flatten()
        o_h = np.zeros((len(x), n))
        o_h[np.arange(len(x)), x] = 1
        return o_h

    @pytest.mark.parametrize("dtype", [torch.int64, torch.int32, torch.uint8])
    @pytest.mark.parametrize("shape", [(-1,), (-1, 1)])
    def test_it_is_the_tutorials(self, dtype, shape):
        labels = mnist().test_y[:10].to(dtype).reshape(shape)
        rows = one_hot(labels)
        assert rows.dtype == torch.float32
        assert np.array_equal(rows.numpy(), self.in_the_tutorial(labels.numpy(), 10))

    def test_the_number_of_classes_can_be_chosen(self):
        assert one_hot(torch.tensor([1, 0]), 3).tolist() == [[0, 1, 0], [1, 0, 0]]


class TestNoisyLine:
    def test_it_is_the_tutorials(self):
        torch.manual_seed(42)
        x = torch.linspace(-1, 1, 101)
        y = 2 * x + torch.randn(x.size()) * 0.33
        after = torch.rand(1)
        data = noisy_line()
        assert data.train_x.equal(x.view(len(x), 1))
        assert data.train_y.equal(y.view(len(x), 1))
        generator = torch.Generator().manual_seed(42)
        torch.randn(data.normals_drawn, generator=generator)
        assert torch.rand(1, generator=generator) == after

    def test_the_test_points_have_a_noise_of_their_own(self):
        data = noisy_line()
        assert data.test_x.equal(data.train_x)
        train, test = ((y - 2 * data.train_x).flatten() for y in (data.train_y, data.test_y))
        assert 0.25 < test.std() < 0.4
        assert abs(np.corrcoef(train, test)[0, 1]) < 0.3

    def test_the_generator_that_all_share_is_left_alone(self):
        noisy_line.cache_clear()
        before = torch.get_rng_state()
        noisy_line()
        assert torch.get_rng_state().equal(before)

    def test_a_part_of_it_can_be_asked_for(self):
        config = DataConfig(dataset=NOISY_LINE, train_size=20, test_size=7, batch_size=10)
        data = load(config)
        assert (data.train_x.shape, data.train_y.shape, data.test_y.shape) == (
            (20, 1),
            (20, 1),
            (7, 1),
        )
        assert data.normals_drawn == 101


class TestReading:
    def test_a_right_file_is_read(self, write):
        values = read_idx(write(idx(SMALL)), (2, 2))
        assert values.dtype == np.uint8
        assert np.array_equal(values, SMALL)
        assert values.flags.writeable  # or torch warns
        assert np.array_equal(read_idx(write(idx(SMALL.ravel())), ()), SMALL.ravel())

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\0",
            b"P5 28 28 255 " + bytes(100),
            b"\1" + idx(SMALL)[1:],
            b"\0\1" + idx(SMALL)[2:],
            *(idx(SMALL, mark=mark) for mark in (0x00, 0x0A, 0xFF)),
        ],
    )
    def test_another_kind_of_file_is_refused(self, write, data):
        assert refusal(write(data)) == "file is not an IDX file."

    @pytest.mark.parametrize(
        ("mark", "named"),
        [
            (0x09, "signed bytes"),
            (0x0B, "16-bit integers"),
            (0x0C, "32-bit integers"),
            (0x0D, "32-bit floating-point numbers"),
            (0x0E, "64-bit floating-point numbers"),
        ],
    )
    def test_images_of_another_type_are_refused_by_its_name(self, write, mark, named):
        assert refusal(write(idx(SMALL, mark=mark))) == (
            f"file contains {named} (dimensions: 3); expected: unsigned bytes (dimensions: 3)."
        )

    @pytest.mark.parametrize(
        ("data", "dimensions"),
        [(idx(SMALL, dimensions=count), count) for count in (0, 1, 2, 4, 255)]
        + [(idx(SMALL.ravel()), 1)],
    )
    def test_another_number_of_dimensions_is_refused(self, write, data, dimensions):
        assert refusal(write(data)) == (
            f"file contains unsigned bytes (dimensions: {dimensions}); "
            "expected: unsigned bytes (dimensions: 3)."
        )

    @pytest.mark.parametrize(
        "shape",
        [
            (3, 2, 3),
            (3, 4, 1),
            (3, 0, 0),
            (0, 2, 2),
            (1_000_001, 2, 2),
            (2**32 - 1, 2, 2),
            (2**31, 2, 2),
            (3, 2**32 - 1, 2**32 - 1),
        ],
    )
    def test_an_unexpected_shape_is_refused_before_anything_is_read(self, write, shape):
        expected = (
            f"file announces the shape {shape}; expected: 1 to 1000000 examples of shape (2, 2)."
        )
        assert refusal(write(idx(SMALL, shape))) == expected

    def test_a_file_cut_short_anywhere_is_refused(self, write):
        whole = idx(SMALL)
        for length in range(len(whole)):
            text = refusal(write(whole[:length]))
            if length >= 16:
                assert text == f"file announces 12 values but ends after {length - 16}."
            elif length >= 4:
                assert text == "file ends within its header."
            else:
                assert text == "file is not an IDX file."

    def test_a_gzip_file_cut_short_anywhere_is_refused(self, tmp_path):
        path, whole = tmp_path / "file", packed(idx(SMALL))
        for length in range(len(whole)):
            path.write_bytes(whole[:length])
            assert "file" in refusal(path)

    def test_a_bit_flipped_anywhere_in_a_gzip_file_is_found_or_harmless(self, tmp_path):
        path, whole = tmp_path / "file", packed(idx(SMALL))
        refused = 0
        for place in range(len(whole)):
            damaged = bytearray(whole)
            damaged[place] ^= 0b100
            path.write_bytes(damaged)
            try:
                assert np.array_equal(read_idx(path, (2, 2)), SMALL)
            except DataError:
                refused += 1
        assert refused > len(whole) / 2

    @pytest.mark.parametrize("place", [-8, -4, -1])
    def test_a_wrong_checksum_or_length_is_found(self, tmp_path, place):
        path, damaged = tmp_path / "file", bytearray(packed(idx(SMALL)))
        damaged[place] ^= 1
        path.write_bytes(damaged)
        assert refusal(path).startswith(f"{path} cannot be read: ")

    @pytest.mark.parametrize("count", [1, 1000])
    def test_more_values_than_announced_are_refused(self, write, count):
        assert (
            refusal(write(idx(SMALL) + bytes(count)))
            == "file contains more than the 12 values it announces."
        )

    def test_what_follows_a_gzip_file_is_refused(self, tmp_path):
        path = tmp_path / "file"
        path.write_bytes(packed(idx(SMALL)) + b"and more")
        assert refusal(path).startswith(f"{path} cannot be read: ")
        path.write_bytes(packed(idx(SMALL)) + packed(b"more"))
        assert refusal(path) == "file contains more than the 12 values it announces."

    def test_a_gzip_bomb_is_not_unpacked(self, tmp_path):
        path = tmp_path / "bomb"
        path.write_bytes(packed(idx(SMALL)) + packed(bytes(10_000_000)) * 300)
        assert path.stat().st_size < 4_000_000
        tracemalloc.start()
        try:
            assert refusal(path) == "bomb contains more than the 12 values it announces."
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert most < 3_000_000

    def test_a_promise_of_a_million_digits_is_not_believed(self, write):
        path = write(idx(SMALL, (1_000_000, 28, 28)))
        assert refusal(path, (28, 28)) == "file announces 784000000 values but ends after 12."

    def test_a_missing_file_and_a_folder_are_refused(self, tmp_path):
        assert refusal(tmp_path / "none").startswith(f"{tmp_path / 'none'} cannot be read: ")
        assert refusal(tmp_path).startswith(f"{tmp_path} cannot be read: ")


class TestPairs:
    @staticmethod
    def pair(tmp_path, images, labels):
        (tmp_path / "images").write_bytes(idx(images))
        (tmp_path / "labels").write_bytes(idx(labels))
        return tmp_path / "images", tmp_path / "labels"

    def test_images_come_as_rows(self, tmp_path):
        images = np.random.default_rng(1).integers(0, 256, (10, 28, 28), np.uint8)
        rows, labels = read_pair(*self.pair(tmp_path, images, np.arange(10, dtype=np.uint8)))
        assert np.array_equal(rows.kept, images.reshape(10, 784))
        assert (rows.count, rows.sha256) == (10, None)
        assert labels.tolist() == list(range(10))

    @pytest.mark.parametrize("is_transposed", [False, True])
    def test_only_the_first_images_are_kept_and_all_are_hashed(self, tmp_path, is_transposed):
        images = np.random.default_rng(1).integers(0, 256, (2500, 28, 28), np.uint8)
        paths = self.pair(tmp_path, images, np.zeros(2500, np.uint8))
        rows, labels = read_pair(*paths, most=1300, is_transposed=is_transposed)
        upright = images.transpose(0, 2, 1) if is_transposed else images
        assert np.array_equal(rows.kept, upright[:1300].reshape(1300, 784))
        assert (rows.count, len(labels)) == (2500, 2500)
        assert rows.sha256 == hashlib.sha256(idx(np.ascontiguousarray(upright))).hexdigest()

    @pytest.mark.parametrize(("mark", "kind"), [(0x09, "i1"), (0x0B, ">i2"), (0x0C, ">i4")])
    @pytest.mark.parametrize("shape", [(10,), (10, 1), (10, 8)])
    def test_labels_may_be_integers_of_any_type(self, tmp_path, mark, kind, shape):
        labels = np.zeros(shape, kind)
        labels.reshape(10, -1)[:, 0] = range(10)
        header = bytes((0, 0, mark, len(shape))) + struct.pack(f">{len(shape)}I", *shape)
        (tmp_path / "labels").write_bytes(header + labels.tobytes())
        assert read_labels(tmp_path / "labels").tolist() == list(range(10))

    @pytest.mark.parametrize("label", [-1, 256, 2**31 - 1])
    def test_integers_that_are_no_labels_are_refused(self, tmp_path, label):
        header = bytes((0, 0, 0x0C, 1)) + struct.pack(">I", 2)
        (tmp_path / "labels").write_bytes(header + struct.pack(">2i", 3, label))
        with pytest.raises(DataError, match="labels contains numbers that are not labels"):
            read_labels(tmp_path / "labels")

    def test_labels_of_a_type_that_is_none_are_refused_by_its_name(self, tmp_path):
        header = bytes((0, 0, 0x0D, 1)) + struct.pack(">I", 2)
        (tmp_path / "labels").write_bytes(header + struct.pack(">2f", 3, 4))
        with pytest.raises(DataError) as error:
            read_labels(tmp_path / "labels")
        assert str(error.value) == (
            "labels contains 32-bit floating-point numbers (dimensions: 1); "
            "expected: unsigned bytes (dimensions: 1)."
        )

    @pytest.mark.parametrize("count", [1, 9, 11])
    def test_numbers_that_differ_are_refused(self, tmp_path, count):
        paths = self.pair(tmp_path, np.zeros((10, 28, 28), np.uint8), np.zeros(count, np.uint8))
        with pytest.raises(DataError) as error:
            read_pair(*paths)
        assert (
            str(error.value)
            == f"images contains 10 images, but labels contains {count} labels; the two must match."
        )

    @pytest.mark.parametrize("label", [10, 255])
    def test_a_label_that_is_no_digit_is_refused(self, tmp_path, label):
        paths = self.pair(
            tmp_path, np.zeros((3, 28, 28), np.uint8), np.array([9, label, 0], np.uint8)
        )
        with pytest.raises(DataError) as error:
            read_pair(*paths)
        assert str(error.value) == f"labels contains the label {label}; labels go from 0 to 9."

    def test_damaged_files_of_inkling_itself_are_told(self, tmp_path, monkeypatch):
        monkeypatch.setattr(resources, "path", tmp_path.joinpath)
        with pytest.raises(DataError, match="download it"):
            load(DataConfig())


VALID = (idx(SMALL), packed(idx(SMALL)))


@st.composite
def damaged_files(draw):
    """The bytes of a right file, some of them changed, taken out or put in."""
    data = bytearray(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(data)))
        data[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(data)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("idx") / "file"


class TestAnyBytes:
    @staticmethod
    def honest(data):
        """What a file of these bytes holds, read without any care."""
        data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        return np.frombuffer(data, np.uint8, offset=16).reshape(struct.unpack(">3I", data[4:16]))

    @given(data=st.binary(max_size=200) | damaged_files())
    @example(VALID[0])
    @example(VALID[1])
    def test_they_are_read_rightly_or_refused(self, path, data):
        path.write_bytes(data)
        try:
            values = read_idx(path, (2, 2))
        except DataError:
            values = None
        if values is None:
            assert data not in VALID
            return
        assert np.array_equal(values, self.honest(data))
        assert values.dtype == np.uint8
