"""Files of tensors are read array by array, as strictly as by the package that defines them."""

import json
import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors import SafetensorError
from safetensors.numpy import load, save

from core.config.live import live_settings
from core.config.model import Layer, ModelConfig
from core.config.run import RunConfig
from core.errors import RunFolderError
from core.network.weights import expected_shapes
from core.run.checkpoint import Checkpoint
from core.run.moment import Moment
from core.storage import weight_files
from core.storage.weight_files import read_checkpoint, read_weights, write_checkpoint, write_weights

ARRAYS = {
    "a": np.arange(6, dtype=np.float32).reshape(2, 3),
    "b": np.arange(5, dtype=np.uint8),
    "none": np.zeros((0, 4), np.float32),
    "one": np.array(7, np.int64),
}
SOUND = save(ARRAYS, {"epoch": "2"})
LENGTH = int.from_bytes(SOUND[:8], "little")


def read(path, content):
    path.write_bytes(content)
    return weight_files._read_tensors(path, 1_000_000)


def must_agree(path, content):
    """Whatever is read here is what the package reads; it may read more kinds of numbers."""
    try:
        found = read(path, content)
    except RunFolderError:
        return
    expected = load(content)
    assert found.tensors.keys() == expected.keys()
    for name, array in found.tensors.items():
        assert (array.dtype, array.shape) == (expected[name].dtype, expected[name].shape)
        assert array.tobytes() == expected[name].tobytes()


def stated(name, **changes):
    """A file whose header states something else of one array."""
    header = json.loads(SOUND[8 : 8 + LENGTH])
    header[name] |= changes
    text = json.dumps(header, separators=(",", ":")).encode()
    return len(text).to_bytes(8, "little") + text + SOUND[8 + LENGTH :]


def test_all_is_read_and_can_be_changed(tmp_path):
    found = read(tmp_path / "x", SOUND)
    assert found.metadata == {"epoch": "2"}
    must_agree(tmp_path / "x", SOUND)
    assert all(array.flags.writeable and array.flags.aligned for array in found.tensors.values())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1))
def test_damaged_bytes(tmp_path, changes):
    content = bytearray(SOUND)
    for position, value in changes:
        content[position] = value
    must_agree(tmp_path / "x", bytes(content))


numbers = st.integers(-2, 100) | st.sampled_from([2**31, 10**17, 10**30, True, 1.0, None, "1"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([*ARRAYS]),
    st.fixed_dictionaries(
        {},
        optional={
            "dtype": st.sampled_from(["F32", "U8", "I64", "BF16", "BOOL", "F33", "", 5]),
            "shape": st.lists(numbers, max_size=4),
            "data_offsets": st.lists(numbers, max_size=3),
        },
    ),
    st.binary(max_size=8),
)
def test_headers_that_state_something_else(tmp_path, name, changes, rest):
    must_agree(tmp_path / "x", stated(name, **changes) + rest)


def test_an_array_has_a_few_dimensions(tmp_path):
    """The product of half a million sizes would take ten seconds in one step of Python."""
    few = stated("one", shape=[1] * weight_files.MAX_DIMENSIONS)
    assert read(tmp_path / "x", few).tensors["one"].ndim == weight_files.MAX_DIMENSIONS
    with pytest.raises(RunFolderError, match="one is not described"):
        read(tmp_path / "x", stated("one", shape=[1] * (weight_files.MAX_DIMENSIONS + 1)))


def test_the_name_of_an_array_is_cut_in_messages(tmp_path):
    content = json.dumps({"n" * 900_000: {"dtype": "U8", "shape": [2], "data_offsets": [1, 3]}})
    with pytest.raises(RunFolderError) as refused:
        read(tmp_path / "x", len(content).to_bytes(8, "little") + content.encode() + bytes(3))
    assert len(str(refused.value)) < 1000


@pytest.mark.parametrize(
    "content",
    [b"", b"x", bytes(8), bytes(7) + b"\xff", SOUND[:-1], SOUND + b"\0", SOUND[: 8 + LENGTH - 1]],
)
def test_what_is_cut_off_or_too_long(content, tmp_path):
    with pytest.raises(RunFolderError, match="x is damaged: "):
        read(tmp_path / "x", content)
    with pytest.raises(SafetensorError):
        load(content)


def test_tensors_fill_the_memory_once(tmp_path):
    model = ModelConfig(hidden=tuple(Layer(units=2048) for _ in range(2)))
    weights = {name: np.zeros(shape, np.float32) for name, shape in expected_shapes(model).items()}
    size = sum(array.nbytes for array in weights.values())
    write_weights(tmp_path / "weights", weights, Moment(1))
    optimizer = {f"{index}.momentum_buffer": array for index, array in enumerate(weights.values())}
    live = live_settings(RunConfig(model=model))
    write_checkpoint(tmp_path / "checkpoint", Checkpoint(1, 1.0, live, weights, optimizer, {}))
    del optimizer, weights
    tracemalloc.start()
    try:
        for name, reader, arrays in (
            ("weights", read_weights, 1),
            ("checkpoint", read_checkpoint, 2),
        ):
            tracemalloc.reset_peak()
            assert reader(tmp_path / name, model)
            # and, of the largest array, which of its numbers are finite
            assert tracemalloc.get_traced_memory()[1] < (arrays + 0.4) * size
    finally:
        tracemalloc.stop()


class TestMarksOfACut:
    MODEL = ModelConfig(hidden=(Layer(units=3),))

    def written(self, path, kept):
        weights = {
            name: np.ones(shape, np.float32) for name, shape in expected_shapes(self.MODEL).items()
        }
        live = live_settings(RunConfig(model=self.MODEL))
        write_checkpoint(path, Checkpoint(2, 1.0, live, weights, {}, {}, kept))

    def marks(self):
        shapes = expected_shapes(self.MODEL)
        return {
            name: (np.arange(np.prod(shape)) % 2).astype(np.uint8).reshape(shape)
            for name, shape in shapes.items()
            if name.endswith("weight")
        }

    def test_they_are_kept(self, tmp_path):
        for kept in ({}, self.marks()):
            self.written(tmp_path / "x", kept)
            found = read_checkpoint(tmp_path / "x", self.MODEL).kept
            assert found.keys() == kept.keys()
            assert all(np.array_equal(found[name], kept[name]) for name in kept)

    @pytest.mark.parametrize(
        "damage",
        [
            lambda marks: marks | {"linear_1.weight": marks["linear_1.weight"] + 1},
            lambda marks: marks | {"linear_1.weight": marks["linear_1.weight"].astype(np.float32)},
            lambda marks: marks | {"linear_1.weight": marks["linear_1.weight"][:1]},
            lambda marks: {"linear_1.weight": marks["linear_1.weight"]},
            lambda marks: marks | {"linear_1.bias": np.ones(3, np.uint8)},
        ],
    )
    def test_others_are_refused(self, damage, tmp_path):
        self.written(tmp_path / "x", damage(self.marks()))
        with pytest.raises(RunFolderError, match="does not contain a checkpoint"):
            read_checkpoint(tmp_path / "x", self.MODEL)
