"""What holds on every processor, tried with the kernels that other processors choose.

PyTorch's own kernels are chosen by `ATEN_CPU_CAPABILITY`, those of the matrix product by
`MKL_CBWR`; both are read once, when torch is loaded, so each choice has a process of its own. With
`COMPATIBLE` the product is rounded otherwise for other numbers of threads, as on some Intel
processors.
"""

import json
import os
import subprocess
import sys
from itertools import cycle
from pathlib import Path

import pytest
import torch

ROOT = Path(__file__).parents[3]
KERNELS = {"AVX512": ["default", "avx2", "avx512"], "AVX2": ["default", "avx2"]}
HERE = KERNELS.get(torch.backends.cpu.get_cpu_capability(), ["default"])


@pytest.mark.parametrize(
    ("kernels", "product"), list(zip(HERE, cycle(["COMPATIBLE", "AUTO"]), strict=False))
)
def test_what_is_promised_holds(kernels, product):
    done = subprocess.run(
        [sys.executable, "-m", "tests.core.promised_numbers"],
        cwd=ROOT,
        env=os.environ | {"ATEN_CPU_CAPABILITY": kernels, "MKL_CBWR": product},
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    found = json.loads(done.stdout)
    assert found.pop("kernels").lower() == kernels
    promised = {
        "again": "is_identical",
        "written plainly": "is_equal",
        "by any number of threads": "is_identical",
    }
    assert set(found) == {"logistic", "mlp"}
    for numbers in found.values():
        assert {what: numbers[what][word] for what, word in promised.items()} == dict.fromkeys(
            promised, True
        )
