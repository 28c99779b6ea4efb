"""Checks of a checkpoint's numbers, which may come from a file that somebody else made.

PyTorch trusts the state that it is given: an inconsistent random generator reads beyond its array,
an incomplete memory ends an optimizer's step with an exception.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from core.run.checkpoint import Arrays

# What each optimizer remembers of a weight, always and sometimes; PyTorch's own names.
MEMORY_NAMES: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "SGD": (frozenset(), frozenset({"momentum_buffer"})),
    "Adam": (frozenset({"step", "exp_avg", "exp_avg_sq"}), frozenset()),
    "AdamW": (frozenset({"step", "exp_avg", "exp_avg_sq"}), frozenset()),
    "RMSprop": (frozenset({"step", "square_avg"}), frozenset({"momentum_buffer"})),
    "Adagrad": (frozenset({"step", "sum"}), frozenset()),
}
STEP = "step"  # the steps taken, one number; all other memories have the shape of their weight
NEVER_NEGATIVE = (STEP, "exp_avg_sq", "square_avg", "sum")  # a root is drawn, or a power raised

# The state of a generator on the processor: `CPUGeneratorImplState` in ATen/CPUGeneratorImpl.cpp.
MERSENNE_NUMBERS = 624
CPU_STATE = np.dtype(
    [
        ("initial_seed", np.uint64),
        ("left", np.int32),
        ("seeded", np.int32),
        ("next", np.uint64),
        ("numbers", np.uint64, MERSENNE_NUMBERS),
        ("normal_x", np.float64),
        ("normal_y", np.float64),
        ("normal_rho", np.float64),
        ("has_normal_y", np.int32),
        ("padding", np.int32),
        ("next_normal", np.float32),
        ("has_next_normal", np.uint8),
    ],
    align=True,
)
# That of one on a GPU of NVIDIA or AMD: `set_state` in ATen/cuda/CUDAGeneratorImpl.cpp.
CUDA_STATE = np.dtype([("seed", np.uint64), ("offset", np.int64)])
CUDA_STRIDE = 4  # offsets are multiples of it


def is_sound_memory(arrays: Arrays, shapes: Sequence[tuple[int, ...]]) -> bool:
    """Return whether an optimizer can go on from what it remembers of each weight, or of none.

    Args:
        arrays: by ``number of the weight.name``.
        shapes: those of the weights.
    """
    names: defaultdict[str, set[str]] = defaultdict(set)
    for full_name, array in arrays.items():
        number, _, name = full_name.partition(".")
        names[number].add(name)
        if name in NEVER_NEGATIVE and (array < 0).any():
            return False
    if not names:
        return True

    # each weight has the same memories, which are those of one optimizer
    first = next(iter(names.values()))
    if names != {str(number): first for number in range(len(shapes))} or not any(
        always <= first <= always | sometimes for always, sometimes in MEMORY_NAMES.values()
    ):
        return False

    return all(
        arrays[f"{number}.{name}"].shape == (() if name == STEP else shape)
        for number, shape in enumerate(shapes)
        for name in first
    )


def is_sound_generator(state: NDArray[np.uint8]) -> bool:
    """Return whether PyTorch can draw from a generator in this state, as far as its kind is known.

    Args:
        state: uint8, with the length of a state on the processor or on a GPU.
    """
    if state.dtype != np.uint8 or state.ndim != 1:
        return False
    if len(state) == CPU_STATE.itemsize:
        return _is_sound_on_processor(state)
    if len(state) == CUDA_STATE.itemsize:
        offset = int(state.view(CUDA_STATE)["offset"][0])
        return offset >= 0 and offset % CUDA_STRIDE == 0
    return True


def _is_sound_on_processor(state: NDArray[np.uint8]) -> bool:
    """Check a Mersenne twister, whose next number PyTorch reads without looking at its index.

    After a seed, one number is left and the next is number 0: the draw makes new ones first (see
    `mt19937_engine` in ATen/core/MT19937RNGEngine.h). Then ``left + next`` is always 625.
    """
    # the last field is followed by bytes without a meaning
    fields = np.frombuffer(state.tobytes(), CPU_STATE)[0]
    left, following = int(fields["left"]), int(fields["next"])
    is_seeded = (left, following) == (1, 0)
    is_drawn_from = 1 <= left <= MERSENNE_NUMBERS and left + following == MERSENNE_NUMBERS + 1
    numbers = fields["numbers"]
    return (
        fields["seeded"] == 1
        and (is_seeded or is_drawn_from)
        and bool(numbers.any())  # zeros make nothing but zeros
        and bool((numbers <= np.iinfo(np.uint32).max).all())
        and fields["has_normal_y"] in (0, 1)
        and fields["has_next_normal"] in (0, 1)
        and bool(np.isfinite([fields["normal_y"], fields["next_normal"]]).all())
    )
