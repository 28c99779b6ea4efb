"""Inkling installed from its wheel, where other packages have the same names."""

import json
import os
import subprocess
import sys
import tomllib
import zipfile
from configparser import ConfigParser

import pytest

from core.storage.layout import RUN_FILE
from tests.installed import PACKED, ROOT, SOURCES, build_wheel, copy, install

NOT_PACKED = ("resources/pictures/", "core/DECISIONS.md")
TINY = (
    *("train", "--preset", "logistic", "--epochs", "1", "--threads", "1", "--device", "cpu"),
    *("--set", "data.train_size=1000", "--set", "data.test_size=500"),
)
FOREIGN = ("core", "gui", "resources", "main")

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def site(wheel, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    install(wheel, folder)
    return folder


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """A folder with packages of the names that Inkling uses; importing one of them is an error."""
    folder = tmp_path_factory.mktemp("foreign")
    for name in FOREIGN:
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(f"raise SystemExit('foreign {name}')\n")
    return folder


@pytest.fixture
def started_by(site, foreign, tmp_path):
    """Start Inkling in the foreign folder, which is searched first too; returns its output."""

    def start(way, *arguments):
        script = site / "bin" / ("inkling.exe" if sys.platform == "win32" else "inkling")
        command = {
            "script": [str(script)],
            "module": [sys.executable, "-m", "inkling"],
            "file": [sys.executable, str(site / "inkling" / "main.py")],
            "isolated": [sys.executable, "-I", str(site / "inkling" / "main.py")],
        }[way]
        done = subprocess.run(
            [*command, *map(str, arguments)],
            cwd=foreign,
            env=os.environ
            | {"PYTHONPATH": os.pathsep.join(map(str, (foreign, site))), "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return start


def is_of_a_tool(file):
    """Whether a file is a cache or the configuration of a linter."""
    parts = file.parts
    return file.suffix == ".toml" or any(part.startswith((".", "__pycache__")) for part in parts)


def test_the_wheel_holds_one_folder_and_in_it_all_that_is_needed(wheel):
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = {
        file.relative_to(ROOT).as_posix()
        for packed in PACKED
        for file in ([ROOT / packed] if packed.endswith(".py") else (ROOT / packed).rglob("*"))
        if file.is_file() and not is_of_a_tool(file.relative_to(ROOT))
    }
    assert names == {f"inkling/{name}" for name in files if not name.startswith(NOT_PACKED)}


def test_the_window_has_a_command_without_a_console_and_the_rest_one_that_prints(wheel):
    packed = zipfile.ZipFile(wheel)
    (file,) = (name for name in packed.namelist() if name.endswith("entry_points.txt"))
    entries = ConfigParser()
    entries.read_string(packed.read(file).decode())
    assert dict(entries["console_scripts"]) == {"inkling": "inkling.main:run"}
    assert dict(entries["gui_scripts"]) == {"inkling-window": "inkling.main:run"}


@pytest.mark.parametrize("way", ["script", "module", "file", "isolated"])
def test_packages_of_the_same_names_are_not_in_the_way(way, started_by, tmp_path):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    if way != "isolated":  # which sees nothing of what the package manager knows
        assert started_by(way, "--version") == f"inkling {version['version']}\n"
    started_by(way, "--runs-dir", tmp_path / "runs", *TINY)
    (file,) = (tmp_path / "runs").glob(f"*/{RUN_FILE}")
    run = json.loads(file.read_text(encoding="utf-8"))
    assert (run["state"], run["epochs_done"]) == ("completed", 1)


def test_other_commands_find_theirs_too(started_by, tmp_path):
    assert "relu-dropout" in started_by("script", "info")
    assert started_by("script", "--runs-dir", tmp_path, "runs", "--json") == ""


def test_no_module_of_the_current_folder_is_run(site, tmp_path):
    """It may be a folder of data from somebody else."""
    for name in ("signal", "pathlib", "typing", "argparse", "json", "numpy", *FOREIGN):
        (tmp_path / f"{name}.py").write_text(f"raise SystemExit('foreign {name}')\n")
    done = subprocess.run(
        [sys.executable, "-m", "inkling", "--version"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout[:8]) == (0, "inkling "), done.stderr


@pytest.mark.parametrize(
    ("way", "command"),
    [("script", "inkling"), ("module", "python -P -m inkling"), ("file", "python main.py")],
)
def test_the_help_names_the_command_that_was_typed(way, command, started_by):
    assert started_by(way, "--help").startswith(f"usage: {command} [")


def test_the_window_finds_everything_it_shows(started_by, site, foreign):
    code = (
        "import inkling.main as main; main.search_own_folder_first();"
        "import gui.window.main_window, core.program.script, resources;"
        "print(gui.__file__); print(resources.path())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=foreign,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (foreign, site)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == [
        str(site / "inkling" / "gui" / "__init__.py"),
        str(site / "inkling" / "resources"),
    ], done.stderr


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="for the desktops of Linux")
def test_the_entry_in_the_menu_starts_the_installed_one(site, foreign, tmp_path):
    environment = {"PYTHONPATH": os.pathsep.join(map(str, (foreign, site)))}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "inkling.resources.desktop"],
        cwd=foreign,
        env=os.environ | environment | {"XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    entry = (tmp_path / "applications" / "inkling.desktop").read_text(encoding="utf-8")
    assert f'Exec="{sys.executable}" "{site / "inkling" / "main.py"}"\n' in entry


SEARCHED = """
import os, site, sys
site.addsitedir(sys.argv[1])
print([path for path in sys.path if not os.path.isabs(path)])
"""


def test_an_editable_installation_has_no_relative_folder_searched(tmp_path):
    """A folder of that name in the current one could hold modules that Python imports by itself."""
    copy(SOURCES, tmp_path / "sources")
    build = "import sys; from setuptools import build_meta; build_meta.build_editable(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", build, tmp_path],
        cwd=tmp_path / "sources",
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    command = [sys.executable, "-I", "-S", "-c", SEARCHED, tmp_path / "site"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert list((tmp_path / "site").glob("*finder.py"))
    assert done.stdout.strip() == "[]"
