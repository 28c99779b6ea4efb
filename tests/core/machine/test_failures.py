"""Errors of many types that mean too little memory, or a library that cannot be loaded."""

import errno
import importlib
import os
import py_compile
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from core.machine.failures import failure_of_machine, is_out_of_memory


def raised(function):
    with pytest.raises(Exception) as info:  # noqa: PT011 - of any type
        function()
    return info.value


@pytest.mark.parametrize(
    "ask",
    [
        lambda: bytearray(2**62),
        lambda: np.empty(2**60, np.uint8),
        lambda: torch.empty(2**60, dtype=torch.uint8),
    ],
    ids=["python", "numpy", "torch"],
)
def test_whoever_asks_for_too_much_memory_gets_a_sentence(ask):
    assert str(failure_of_machine(raised(ask))).startswith("Not enough memory.")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (MemoryError(), True),
        (torch.OutOfMemoryError("CUDA out of memory"), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (RuntimeError("std::bad_alloc"), True),
        (RuntimeError("can't start new thread"), True),
        (RuntimeError("shapes do not match"), False),
        (OSError(errno.ENOENT, "No such file"), False),
        (ValueError("out of memory"), False),
    ],
)
def test_errors_of_many_types_mean_too_little_memory(error, expected):
    assert is_out_of_memory(error) is expected
    assert (failure_of_machine(error) is not None) is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "raise ImportError('libbroken.so.1: cannot open shared object file')",
            "broken_library cannot be loaded: libbroken.so.1: cannot open shared object file. "
            "Its installation is incomplete or does not fit this machine; install it again: "
            "python -m pip install --force-reinstall broken_library",
        ),
        (
            "raise OSError('libbroken.so.1: cannot open shared object file')",
            "broken_library cannot be loaded: libbroken.so.1: cannot open shared object file. "
            "Its installation is incomplete or does not fit this machine; install it again: "
            "python -m pip install --force-reinstall broken_library",
        ),
        (
            "raise ImportError('libbroken.so: failed to map segment from shared object')",
            "There is too little memory to load broken_library: "
            "libbroken.so: failed to map segment from shared object.",
        ),
        (
            "try:\n    import no_such_part\nexcept ImportError as error:\n"
            "    raise ImportError('\\n\\nIMPORTANT: READ THIS\\n\\n') from error",
            "broken_library cannot be loaded: No module named 'no_such_part'. "
            "Its installation is incomplete or does not fit this machine; install it again: "
            "python -m pip install --force-reinstall broken_library",
        ),
    ],
)
def test_a_library_that_cannot_be_loaded_is_named(body, expected, tmp_path, monkeypatch):
    (tmp_path / "broken_library.py").write_text(body)
    monkeypatch.syspath_prepend(tmp_path)
    error = raised(lambda: importlib.import_module("broken_library"))
    sys.modules.pop("broken_library", None)
    assert str(failure_of_machine(error)) == expected


LACKS = "broken_library cannot be loaded: module 'broken_library' has no attribute 'Tensor'."


@pytest.mark.parametrize(
    ("content", "use", "expected"),
    [
        (b"raise RuntimeError('ABI')", "", "broken_library cannot be loaded: ABI."),
        (b"int('x')", "", "broken_library cannot be loaded: invalid literal"),
        (b"no_such_name", "", "broken_library cannot be loaded: name 'no_such_name' is not"),
        (b"def half(", "", "broken_library cannot be loaded: '(' was never closed"),
        (b"", "from broken_library import Tensor", "broken_library cannot be loaded: cannot"),
        (b"", "import broken_library.nn", "broken_library cannot be loaded: No module named"),
        (b"", "import broken_library; broken_library.Tensor", LACKS),
        (b"import os\nos.no_such()", "", "broken_library cannot be loaded: module 'os' has no"),
        (b"raise MemoryError", "", "Not enough memory."),
    ],
)
def test_a_damaged_library_is_named_whatever_its_error(
    content, use, expected, tmp_path, monkeypatch
):
    (tmp_path / "broken_library.py").write_bytes(content)
    monkeypatch.syspath_prepend(tmp_path)
    error = raised(lambda: exec(use or "import broken_library", {"__name__": "core.any"}))
    sys.modules.pop("broken_library", None)
    assert str(failure_of_machine(error)).startswith(expected)


def test_a_module_whose_compiled_file_is_cut_off_is_named(tmp_path, monkeypatch):
    source, compiled = tmp_path / "broken_library.py", tmp_path / "broken_library.pyc"
    source.write_text("value = 1")
    py_compile.compile(str(source), str(compiled))
    source.unlink()
    compiled.write_bytes(compiled.read_bytes()[:30])
    monkeypatch.syspath_prepend(tmp_path)
    error = raised(lambda: importlib.import_module("broken_library"))
    assert str(failure_of_machine(error)).startswith("broken_library cannot be loaded: ")


@pytest.mark.parametrize(
    "torch_text",
    ["", '__version__ = "2.4.0"', "class Tensor: pass\nclass Generator: pass\nclass device: pass",
     "raise RuntimeError('numpy ABI')", "raise ValueError('binary incompatibility')"],
)  # fmt: skip
def test_a_command_reports_a_torch_without_its_parts_in_one_line(torch_text, tmp_path):
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text(torch_text)
    (tmp_path / "torch" / "py.typed").touch()
    main = Path(__file__).parents[3] / "main.py"
    done = subprocess.run(
        [sys.executable, main, "train", "--preset", "mlp", "--runs-dir", tmp_path / "runs"],
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("inkling: PyTorch cannot be loaded: ")
    assert line.endswith("install it again: python -m pip install --force-reinstall torch")


def test_a_library_that_is_missing_is_named():
    error = raised(lambda: importlib.import_module("no_such_library.part"))
    assert str(failure_of_machine(error)).startswith(
        "no_such_library cannot be loaded: No module named 'no_such_library'."
    )


def test_faults_of_the_program_itself_are_no_failures_of_the_machine():
    assert failure_of_machine(raised(lambda: importlib.import_module("core.no_such"))) is None
    assert failure_of_machine(raised(lambda: open("/no/such/file"))) is None  # noqa: SIM115
