"""Torch's libraries are loaded before torch, while other threads go on."""

import _ctypes
import getpass
import os
import shutil
import subprocess
import sys
from importlib import util
from importlib.machinery import PathFinder
from pathlib import Path

import pytest

from core.machine import torch_libraries

CODE = """
import sys, threading, time
from pathlib import Path
from core.machine.torch_libraries import load_torch_libraries

loading = threading.Thread(target=load_torch_libraries)
loading.start()
turns = 0
while loading.is_alive():
    turns += 1
    time.sleep(0.001)
print(turns, "libtorch_cpu" in Path("/proc/self/maps").read_text(), "torch" in sys.modules)
import torch
print(torch.ones(3, 2).mm(torch.ones(2, 1)).sum().item())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the list of a process's libraries is Linux's")
def test_they_are_loaded_while_another_thread_runs_and_torch_computes_afterwards():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    turns, is_loaded, is_imported, total = done.stdout.split()
    assert int(turns) > 20  # with Python stopped there would be one or two
    assert (is_loaded, is_imported, total) == ("True", "False", "6.0")


def test_without_torch_nothing_happens(monkeypatch):
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.setattr(PathFinder, "find_spec", lambda _name: None)
    torch_libraries.load_torch_libraries()


def test_a_library_that_is_missing_is_left_to_the_import(monkeypatch, tmp_path):
    spec = util.spec_from_file_location("torch", tmp_path / "torch" / "__init__.py")
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.setattr(PathFinder, "find_spec", lambda _name: spec)
    torch_libraries.load_torch_libraries()


PLANTED = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from core.machine import torch_libraries
if sys.argv[2] == "forbidden":
    import ctypes

    class Container(ctypes.CDLL):
        unshare = staticmethod(lambda _flags: -1)

    ctypes.CDLL = Container
import torch
torch.cuda.is_available()
print(os.getcwd())
print(Path("/proc/self/maps").read_text())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the list of a process's libraries is Linux's")
@pytest.mark.parametrize("own_folder_of_a_thread", ["allowed", "forbidden"])
def test_none_is_loaded_from_the_current_folder(tmp_path, own_folder_of_a_thread):
    """NVIDIA's libcusparseLt looks there for that of a driver, where there is none."""
    planted = tmp_path / "libcuda.so.1"
    shutil.copyfile(_ctypes.__file__, planted)
    (tmp_path / "tls").mkdir()
    shutil.copyfile(_ctypes.__file__, tmp_path / "tls" / planted.name)
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-P", "-c", PLANTED, root, own_folder_of_a_thread],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    here, _, libraries = done.stdout.partition("\n")
    assert Path(here) == tmp_path
    assert "libtorch_cpu" in libraries
    assert str(tmp_path) not in libraries


IMPORTING = """
import os, sys
sys.path.insert(0, sys.argv[1])
import core, torch, torch._inductor.compiler_bisector
print(os.environ["TORCHINDUCTOR_CACHE_DIR"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a user's temporary folder is his own there")
def test_nothing_that_others_have_left_for_torch_is_read(tmp_path):
    """Torch would read this pipe, and so wait for ever."""
    orders = tmp_path / f"torchinductor_{getpass.getuser()}" / "bisect"
    orders.mkdir(parents=True)
    os.mkfifo(orders / "bisect_status.txt")
    done = subprocess.run(
        [sys.executable, "-P", "-c", IMPORTING, Path(__file__).parents[3]],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={
            **{name: os.environ[name] for name in os.environ if name != "TORCHINDUCTOR_CACHE_DIR"},
            "TMPDIR": str(tmp_path),
        },
    )
    assert done.stdout.strip() == "/"
