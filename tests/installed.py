"""All tests on an installed Inkling instead of this folder: ``python -m tests.installed``.

A wheel is built and installed into a temporary folder, what only the tests need is put next to it,
and pytest runs there. Arguments are passed to pytest.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKED = ("__init__.py", "main.py", "__main__.py", "core", "gui", "resources")
FOR_TESTS = ("tests", "pyproject.toml", "core/DECISIONS.md", "resources/pictures", ".gitignore")
SOURCES = (*PACKED, "tests", "pyproject.toml", "LICENSE", "README.md")


def copy(names, target):
    """Copy files and folders of the repository; none of them may exist in `target`."""
    for name in names:
        source, copied = ROOT / name, target / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        assert not copied.exists(), copied
        if source.is_dir():
            shutil.copytree(source, copied, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, copied)


def pip(*arguments):
    """Run pip without a network; its output is shown only if it fails."""
    command = (sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def build_wheel(folder):
    """Build the wheel from a copy of the sources, so that no earlier build gets into it."""
    copy(SOURCES, folder / "sources")
    options = ("--no-deps", "--no-build-isolation", "--no-index")
    pip("wheel", *options, "--wheel-dir", folder, folder / "sources")
    (wheel,) = folder.glob("*.whl")
    return wheel


def install(wheel, folder):
    """Install the wheel alone; its libraries are those of this Python."""
    pip("install", "--no-deps", "--no-index", "--target", folder, wheel)


def main():
    """Run pytest on an installed Inkling; returns the exit status."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site = folder / "site"
        install(build_wheel(folder), site)

        documents = [document.name for document in ROOT.glob("*.md")]
        copy((*FOR_TESTS, *documents, "LICENSE", "CITATION.cff"), site / "inkling")
        command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
        environment = os.environ | {"PYTHONPATH": str(site)}
        return subprocess.run(
            command, cwd=site / "inkling", env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
