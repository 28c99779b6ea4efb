"""The whole program in processes of its own."""

import gzip
import json
import os
import re
import signal
import struct
import subprocess
import sys
import time
from ctypes.util import find_library
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors import safe_open
from safetensors.numpy import load_file

import resources
from core.cli import main as cli
from core.data import datasets, idx
from core.run.control import Control
from core.run.events import WeightsPublished
from core.storage.layout import METRICS_FILE, RUN_FILE, WEIGHTS_FILE
from core.storage.records import open_run
from core.training.loop import train

ROOT = Path(__file__).parents[1]
PATIENCE_S = 60
SIZES = (
    "--set data.train_size=10000 --set data.test_size=500 --set data.batch_size=100 "
    "--threads 1 --device cpu"
)
LOGISTIC = ("train", "--preset", "logistic", *SIZES.split(" "))

needs_x11 = pytest.mark.skipif(
    sys.platform == "linux" and find_library("xcb-cursor") is None,
    reason="needs the system's libraries for X11",
)
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


def surroundings(home, **changes):
    """The variables of this process, with a home that is no one's; None takes one away."""
    variables = {**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen", **changes}
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        variables.pop(name, None)
    return {name: value for name, value in variables.items() if value is not None}


def start(*arguments, home, cwd=ROOT, before=(), **variables):
    """Inkling with these arguments, as a process whose output can be read."""
    return subprocess.Popen(
        [*before, sys.executable, str(ROOT / "main.py"), *map(str, arguments)],
        cwd=cwd,
        env=surroundings(home, **variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def finish(process):
    """The exit status of a process that ends by itself, and what is left to be read of both
    outputs.
    """
    with process:  # not communicate, which would miss what was read ahead together with a line
        try:
            out, err = process.stdout.read(), process.stderr.read()
            return process.wait(PATIENCE_S), out, err
        finally:
            process.kill()


def inkling(*arguments, **settings):
    return finish(start(*arguments, **settings))


def python(code, home):
    """What a fresh interpreter prints when it runs `code` at the root."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=surroundings(home),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def events_in(text):
    return [json.loads(line) for line in text.splitlines()]


def read_until_epoch(process, epoch):
    """The events of a running process until it has completed that epoch."""
    seen = []
    while not seen or (seen[-1]["event"], seen[-1].get("epoch")) != ("epoch_completed", epoch):
        line = process.stdout.readline()
        assert line, f"ended too soon: {process.stderr.read()}"
        seen.append(json.loads(line))
    return seen


def description_of(folder):
    return json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))


def metrics_of(folder):
    return events_in((folder / METRICS_FILE).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def digits(tmp_path_factory):
    """Pictures of the first twenty test digits, and what they show."""
    folder = tmp_path_factory.mktemp("digits")
    images = idx.read_idx(resources.path("mnist", "t10k-images-idx3-ubyte.gz"), (28, 28))[:20]
    labels = idx.read_idx(resources.path("mnist", "t10k-labels-idx1-ubyte.gz"), ())[:20]
    for number, image in enumerate(images):
        Image.fromarray(255 - image).save(folder / f"{number}.png")
    return folder, labels.tolist()


@pytest.fixture(scope="class")
def trainings(request, tmp_path_factory, home):
    """A class's long trainings, under way at once because starting takes longest, and where each
    keeps its run.
    """
    runs_dir = tmp_path_factory.mktemp("runs")
    processes = {
        name: start(
            *LOGISTIC, "--epochs", 10_000, "--runs-dir", runs_dir / name, "--json", home=home
        )
        for name in request.cls.ENDS
    }
    yield processes, runs_dir
    for process in processes.values():
        with process:
            process.kill()


@pytest.fixture(scope="module")
def trained(tmp_path_factory, home):
    """What a short training printed, and the folder where it keeps its runs."""
    runs_dir = tmp_path_factory.mktemp("trained")
    status, out, err = inkling(
        *LOGISTIC, "--epochs", 2, "--runs-dir", runs_dir, "--json", home=home
    )
    assert status == 0, err
    return events_in(out), runs_dir


def test_what_was_trained_can_be_asked(trained, digits, home):
    events, runs_dir = trained
    assert [event["event"] for event in events] == [
        "run_started",
        *["epoch_completed"] * 2,
        "run_ended",
    ]
    folder, labels = digits
    files = [f"{number}.png" for number in range(len(labels))]
    run = events[-1]["run"]
    status, out, err = inkling(
        "predict", "--run", run, "--runs-dir", runs_dir, *files, "--json", home=home, cwd=folder
    )
    assert (status, err) == (0, "")
    answers = events_in(out)
    assert [answer["file"] for answer in answers] == files
    assert (
        sum(answer["digit"] == label for answer, label in zip(answers, labels, strict=True)) >= 15
    )


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    """A folder of plain and gzipped IDX files of three classes with names of their own, and a
    picture of each class.
    """
    folder, pictures = tmp_path_factory.mktemp("shapes"), tmp_path_factory.mktemp("pictures")
    random = np.random.default_rng(3)
    for kind, count, pack in (("train", 300, bytes), ("test", 60, gzip.compress)):
        labels = (np.arange(count) % 3).astype(np.uint8)
        images = random.integers(0, 40, (count, 28, 28), dtype=np.uint8)
        for image, label in zip(images, labels, strict=True):
            draw_shape(image, label)
        for what, array in (("images-idx3-ubyte", images), ("labels-idx1-ubyte", labels)):
            header = struct.pack(">BBBB", 0, 0, 8, array.ndim) + struct.pack(
                f">{array.ndim}I", *array.shape
            )
            ending = ".gz" if kind == "test" else ""
            (folder / f"{kind}-{what}{ending}").write_bytes(pack(header + array.tobytes()))
    (folder / "classes.txt").write_text("\n".join(SHAPES), encoding="utf-8")
    for label in range(3):
        image = np.zeros((28, 28), np.uint8)
        draw_shape(image, label)
        Image.fromarray(255 - image).save(pictures / f"{label}.png")
    return folder, pictures


SHAPES = ("Balken", "竖线", "ring/open")


def draw_shape(image, label):
    """Something that drawing's preparation leaves as it is: a bar, an upright line, a
    square ring.
    """
    if label == 0:
        image[11:17, 4:24] = 250
    elif label == 1:
        image[4:24, 11:17] = 250
    else:
        image[4:24, 4:24] = 250
        image[8:20, 8:20] = 0


@pytest.fixture(scope="module")
def kept(shapes, home, tmp_path_factory):
    """The run's folder, what training printed, and where runs are kept."""
    runs_dir = tmp_path_factory.mktemp("own")
    line = (
        "train",
        "--preset",
        "mlp",
        "--set",
        f"data.dataset={shapes[0]}",
        "--epochs",
        8,
        "--threads",
        1,
    )
    status, out, err = inkling(
        *line, "--device", "cpu", "--runs-dir", runs_dir, "--json", home=home
    )
    assert status == 0, err
    events = events_in(out)
    return runs_dir / events[-1]["run"], events, runs_dir


class TestDataOfOnesOwn:
    """Another IDX data set from a folder, from the command line: its classes' names are
    everywhere.
    """

    def test_it_trains_and_says_what_on(self, kept, shapes):
        folder, events, _ = kept
        assert events[-2]["accuracy"] > 0.95
        config = description_of(folder)["config"]
        assert config["data"]["dataset"] == str(shapes[0])
        assert config["data"]["class_names"] == list(SHAPES)
        assert (
            config["data"]["train_size"],
            config["data"]["test_size"],
            config["model"]["outputs"],
        ) == (300, 60, 3)

    def test_pictures_are_read_as_its_classes(self, kept, shapes, capsys):
        folder, _, _ = kept
        files = [str(shapes[1] / f"{label}.png") for label in range(3)]
        assert cli.main(["predict", "--run", str(folder), *files, "--json"]) == 0
        answers = events_in(capsys.readouterr().out)
        assert [(answer["digit"], answer["class"]) for answer in answers] == list(enumerate(SHAPES))
        assert all(len(answer["probabilities"]) == 3 for answer in answers)
        assert cli.main(["predict", "--run", str(folder), files[2]]) == 0
        assert f"{files[2]}: ring/open (" in capsys.readouterr().out

    def test_pictures_of_its_images_size_are_read_as_they_are(self, kept, tmp_path, capsys):
        image = np.zeros((28, 28), np.uint8)
        image[1:4, 2:9] = 255  # small and in a corner, as no drawing stays
        Image.fromarray(image).save(tmp_path / "corner.png")
        assert (
            cli.main(["predict", "--run", str(kept[0]), str(tmp_path / "corner.png"), "--json"])
            == 0
        )
        (answer,) = events_in(capsys.readouterr().out)
        x = image.reshape(784) / 255
        with safe_open(kept[0] / "weights.safetensors", "numpy") as weights:
            for layer in ("linear_1", "linear_2", "linear_3"):
                x = weights.get_tensor(f"{layer}.weight") @ np.maximum(x, 0) + weights.get_tensor(
                    f"{layer}.bias"
                )
        assert answer["probabilities"] == pytest.approx(np.exp(x) / np.exp(x).sum(), abs=1e-5)

    def test_its_names_are_in_the_exported_weights(self, kept, tmp_path):
        folder, _, _ = kept
        file = tmp_path / "weights.safetensors"
        assert (
            cli.main(
                ["export", "--run", str(folder), "--format", "safetensors", "--output", str(file)]
            )
            == 0
        )
        with safe_open(file, "numpy") as opened:
            assert json.loads(opened.metadata()["classes"]) == list(SHAPES)
            assert opened.get_tensor(sorted(opened.keys())[-2]).shape[0] == 3

    def test_its_names_are_in_the_exported_network_which_answers_alike(
        self, kept, shapes, tmp_path
    ):
        onnxruntime = pytest.importorskip("onnxruntime")
        folder, _, _ = kept
        file = tmp_path / "network.onnx"
        assert (
            cli.main(["export", "--run", str(folder), "--format", "onnx", "--output", str(file)])
            == 0
        )
        session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
        assert json.loads(session.get_modelmeta().custom_metadata_map["classes"]) == list(SHAPES)
        images, labels = idx.read_pair(*sorted(shapes[0].glob("test-*")), classes=3)
        (logits,) = session.run(
            None, {session.get_inputs()[0].name: images.kept.astype(np.float32) / 255}
        )
        assert logits.shape == (60, 3)
        right = float((logits.argmax(axis=1) == labels).mean())
        assert right == pytest.approx(kept[1][-2]["accuracy"], abs=1e-9)

    def test_its_exported_program_gives_the_runs_costs(self, kept, tmp_path, home):
        folder, events, _ = kept
        file = tmp_path / "program.py"
        assert (
            cli.main(["export", "--run", str(folder), "--format", "script", "--output", str(file)])
            == 0
        )
        text = file.read_text(encoding="utf-8")
        assert all(name in text for name in SHAPES)
        done = subprocess.run(
            [sys.executable, str(file)],
            cwd=tmp_path,
            env=surroundings(home, OMP_NUM_THREADS="1", PYTHONUTF8="1"),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        told = [float(cost) for cost in re.findall(r"Epoch \d+, cost = ([0-9.]+)", done.stdout)]
        costs = [event["cost"] for event in events if event["event"] == "epoch_completed"]
        assert told == pytest.approx(costs, abs=5e-4)


@needs_signals
class TestAskedToEnd:
    ENDS = ("SIGINT", "SIGTERM")

    @pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143)])
    def test_a_signal_stops_the_run_in_good_order(self, name, status, trainings, digits, capsys):
        processes, runs_dir = trainings
        process = processes[name]
        seen = read_until_epoch(process, 1)
        process.send_signal(getattr(signal, name))
        ended, out, err = finish(process)
        seen += events_in(out)
        folder = runs_dir / name / seen[0]["run"]
        assert (ended, err) == (status, f"kept in {folder}\n")
        epochs = [event["epoch"] for event in seen[1:-1]]
        assert epochs == list(range(1, len(epochs) + 1))
        end = {"event": "run_ended", "run": folder.name, "reason": "stopped", "epochs": len(epochs)}
        assert seen[-1] == end
        assert (description_of(folder)["state"], description_of(folder)["epochs_done"]) == (
            "stopped",
            len(epochs),
        )
        assert len(metrics_of(folder)) == len(epochs)

        pictures, labels = digits
        files = [str(pictures / f"{number}.png") for number in range(len(labels))]
        assert cli.main(["predict", "--run", str(folder), *files, "--json"]) == 0
        answers = [event["digit"] for event in events_in(capsys.readouterr().out)]
        assert sum(answer == label for answer, label in zip(answers, labels, strict=True)) >= 15

    def test_ctrl_c_while_a_picture_is_read_leaves_no_traceback(self, trained, home, tmp_path):
        events, runs_dir = trained
        picture = tmp_path / "picture.png"
        Image.fromarray(np.full((400, 400), 255, np.uint8)).save(picture)
        draw = ["predict", "--run", events[0]["run"], "--runs-dir", runs_dir]
        process = start(*draw, *[picture] * 5000, home=home)
        assert process.stderr.readline()  # nothing is drawn on the first of them
        process.send_signal(signal.SIGINT)
        status, out, err = finish(process)
        assert (status, out) == (130, "")
        assert "Traceback" not in err


@needs_signals
class TestEndedWithoutAsking:
    ENDS = ("SIGKILL", "reader")

    def test_a_killed_process_loses_at_most_the_epoch_in_progress(self, trainings):
        processes, runs_dir = trainings
        process = processes["SIGKILL"]
        seen = read_until_epoch(process, 3)
        process.kill()
        status, out, err = finish(process)
        assert (status, err) == (-signal.SIGKILL, "")
        told = [*seen, *events_in(out[: out.rfind("\n") + 1])][1:]
        folder = runs_dir / "SIGKILL" / seen[0]["run"]
        kept = metrics_of(folder)
        assert [line["epoch"] for line in kept] == list(range(1, len(kept) + 1))
        assert [{"event": "epoch_completed"} | line for line in kept[: len(told)]] == told
        assert len(kept) - len(told) in (0, 1)
        assert description_of(folder)["state"] == "running"
        opened = open_run(folder)
        epochs = len(kept)
        assert any(
            np.array_equal(opened.weights["linear_1.weight"], weights["linear_1.weight"])
            for weights in weights_after(opened.config, (epochs - 1, epochs))
        )

    def test_a_reader_who_leaves_stops_the_run_in_good_order(self, trainings):
        processes, runs_dir = trainings
        process = processes["reader"]
        seen = read_until_epoch(process, 1)
        process.stdout.close()
        err = process.stderr.read()
        assert process.wait(PATIENCE_S) == 1
        folder = runs_dir / "reader" / seen[0]["run"]
        assert err == f"inkling: The output cannot be written: Broken pipe.\nkept in {folder}\n"
        assert description_of(folder)["state"] == "stopped"
        assert description_of(folder)["epochs_done"] == len(metrics_of(folder)) >= 1
        open_run(folder)


def weights_after(config, epochs):
    """The weights after these epochs of a run that nobody disturbs."""
    for event in train(config, datasets.load(config.data), Control("again", 1)):
        if isinstance(event, WeightsPublished):
            latest = event.weights
        elif getattr(event, "epoch", 0) in epochs and hasattr(event, "test_cost"):
            yield latest
            if event.epoch == max(epochs):
                return


class TestPoorSurroundings:
    @needs_signals
    def test_training_without_standard_output_and_home(self, home, tmp_path):
        closing = ("sh", "-c", 'exec "$@" >&-', "sh")
        line = ("train", "--preset", "linear", "--epochs", 2, "--runs-dir", tmp_path)
        status, out, err = inkling(*line, before=closing, home=home, HOME=None)
        (folder,) = tmp_path.iterdir()
        assert (status, out) == (0, "")
        assert err.splitlines()[1:] == ["completed after 2 epochs", f"kept in {folder}"]
        assert description_of(folder)["state"] == "completed"
        assert [line["epoch"] for line in metrics_of(folder)] == [1, 2]
        assert load_file(folder / WEIGHTS_FILE).keys() == {"linear_1.weight"}

    @pytest.mark.skipif(sys.platform != "linux", reason="asks /proc what is open")
    def test_no_file_takes_the_number_of_a_stream_that_is_closed(self, home, tmp_path):
        """Messages of libraries in C would go into it."""
        code = (
            "import os, sys, main\n"
            "main.open_closed_streams()\n"
            "where = [os.readlink(f'/proc/self/fd/{number}') for number in range(3)]\n"
            "with open(sys.argv[1], 'w') as file:\n"
            "    print(file.fileno(), *where, file=file)\n"
        )
        closing = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, "-c", code]
        file = tmp_path / "seen"
        subprocess.run([*closing, file], cwd=ROOT, env=surroundings(home), check=True, timeout=60)
        number, *where = file.read_text().split()
        assert int(number) > 2
        assert where == [os.devnull] * 3

    def test_a_home_that_cannot_be_written(self, tmp_path):
        (tmp_path / "home").write_text("a file")
        status, out, err = inkling("train", "--preset", "linear", "--json", home=tmp_path / "home")
        assert (status, out) == (1, "")
        folder = tmp_path / "home" / ".local" / "share" / "inkling" / "runs"
        assert err.startswith(f"inkling: The runs folder {folder} cannot be made: ")
        assert len(err.splitlines()) == 1

    @pytest.mark.skipif(sys.platform != "linux", reason="limits the address space")
    @pytest.mark.parametrize("line", [("info",), ("train", "--preset", "linear")])
    def test_too_little_memory_to_load_torch(self, line, home, tmp_path):
        little = ("sh", "-c", 'ulimit -v 1500000; exec "$@"', "sh")
        status, out, err = inkling(*line, "--runs-dir", tmp_path, before=little, home=home)
        assert (status, out) == (1, "")
        assert err.startswith("inkling: There is too little memory to load PyTorch: ")
        assert len(err.splitlines()) == 1

    @pytest.mark.parametrize("line", [("info",), ("train", "--preset", "linear")])
    def test_a_torch_that_cannot_be_loaded(self, line, home, tmp_path):
        (tmp_path / "torch.py").write_text(
            "raise OSError('libtorch_cpu.so: cannot open shared object file')"
        )
        status, out, err = inkling(*line, home=home, PYTHONPATH=str(tmp_path))
        assert (status, out) == (1, "")
        assert err.startswith("inkling: PyTorch cannot be loaded: libtorch_cpu.so: cannot open")
        assert len(err.splitlines()) == 1


@pytest.fixture(scope="class")
def windows(tmp_path_factory):
    """Two windows that open in poor surroundings, at once because starting takes longest, and
    their homes.
    """
    silent, file = (tmp_path_factory.mktemp("home") / "home" for _ in range(2))
    settings = silent / ".config" / "inkling" / "inkling.conf"
    settings.parent.mkdir(parents=True)
    settings.write_bytes(bytes(range(256)) * 100)
    file.write_text("not a folder")
    processes = (
        start("--verbose", home=silent, before=("sh", "-c", 'exec "$@" >&- 2>&-', "sh")),
        start("--verbose", home=file),
    )
    yield tuple(zip(processes, (silent, file), strict=True))
    for process in processes:
        with process:
            process.kill()


def close(process):
    """Ask a window to close; what it says meanwhile."""
    process.send_signal(signal.SIGTERM)
    status, _, err = finish(process)
    assert status == 0, err
    return err


@needs_signals
class TestWindow:
    def test_damaged_settings_and_neither_standard_output_nor_error(self, windows):
        process, home = windows[0]
        log = home / ".local" / "state" / "inkling" / "log" / "inkling.log"
        end = time.monotonic() + PATIENCE_S
        loaded = "what the first run needs is loaded"  # closed before that, it may not wait
        while not (log.exists() and loaded in log.read_text(encoding="utf-8")):
            assert time.monotonic() < end
            time.sleep(0.1)
        close(process)
        written = log.read_text(encoding="utf-8")
        assert "inkling.conf are damaged" in written
        assert "Traceback" not in written
        assert written.endswith(" end\n")
        assert b"window_layout=" in (home / ".config" / "inkling" / "inkling.conf").read_bytes()
        assert (home / ".local" / "share" / "inkling" / "runs").is_dir()

    def test_a_home_that_cannot_be_written_to(self, windows):
        process, home = windows[1]
        said = []
        for line in process.stderr:
            said.append(line)
            if "the window is open" in line:
                break
        for part in (
            "The settings cannot be kept in",
            "Runs are kept only until the window closes",
            "The log cannot be",
        ):
            assert f"WARNING:gui.start:{part}" in "".join(said)
        assert "Traceback" not in close(process)
        assert home.read_text() == "not a folder"

    @pytest.mark.skipif(sys.platform == "darwin", reason="macOS always has a display")
    @pytest.mark.parametrize(
        ("display", "words"),
        [
            (None, "neither DISPLAY nor WAYLAND_DISPLAY is set"),
            pytest.param(":987", "could not connect to display :987", marks=needs_x11),
        ],
    )
    def test_without_a_display_it_says_so_instead_of_aborting(self, home, display, words):
        no_screen = {"QT_QPA_PLATFORM": None, "WAYLAND_DISPLAY": None, "DISPLAY": display}
        status, out, err = inkling(home=home, **no_screen)
        assert (status, out) == (1, "")
        assert words in err


class TestWhatIsLoaded:
    def test_core_never_loads_a_window(self, home):
        code = (
            "import importlib, json, pkgutil, sys, core\n"
            "for module in pkgutil.walk_packages(core.__path__, 'core.'):\n"
            "    importlib.import_module(module.name)\n"
            "print(json.dumps(sorted(sys.modules)))"
        )
        loaded = json.loads(python(code, home))
        files = {file.relative_to(ROOT).with_suffix("") for file in (ROOT / "core").rglob("*.py")}
        assert {".".join(file.parts).removesuffix(".__init__") for file in files} <= set(loaded)
        windows = {
            "PySide6",
            "shiboken6",
            "PyQt5",
            "PyQt6",
            "pyqtgraph",
            "superqt",
            "qtawesome",
            "qtpy",
        }
        assert not windows & {name.split(".")[0] for name in loaded}

    def test_the_splash_waits_for_nothing_that_it_does_not_show(self, home):
        code = "import sys, main, gui.start; print(*sys.modules)"
        loaded = python(code, home).split()
        assert "gui.splash" in loaded
        assert not {"numpy", "pydantic", "superqt", "pyqtgraph", "qtawesome"} & set(loaded)

    def test_the_window_never_waits_for_large_libraries(self, home):
        loaded = python("import sys, gui.window.main_window; print(*sys.modules)", home).split()
        assert "gui.window.main_window" in loaded
        assert not {"torch", "torchvision", "scipy"} & set(loaded)

    def test_wrong_usage_and_help_never_wait_for_torch(self, home):
        code = (
            "import sys, main\n"
            "for arguments in (['--help'], ['--version'], ['train', '--preset', 'x'],\n"
            "                  ['train', '--preset', 'mlp', '--epochs', 'x'], "
            "['predict'], ['x']):\n"
            "    sys.argv[1:] = arguments\n"
            "    try: status = main.run()\n"
            "    except SystemExit as end: status = end.code\n"
            "    print('status', status, 'torch' in sys.modules)\n"
        )
        lines = [line for line in python(code, home).splitlines() if line.startswith("status ")]
        assert lines == [f"status {status} False" for status in (0, 0, 2, 2, 2, 2)]
