"""The page for anybody, in a real browser: it reads as Inkling does, and asks nobody."""

import base64
import json
import math
import re
import socket
import weakref
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import settings

from core.cli import main as cli
from core.config.choices import WeightsChoice
from core.config.fields import with_values
from core.config.presets import PRESETS
from core.data import datasets
from core.data.ink import StrokePoint, digit_from_strokes, ink_of_strokes, stages
from core.errors import ExportError
from core.evaluation import accuracy
from core.evaluation.assessment import Assessment
from core.export.formats import Format, export, write_page
from core.export.page import choosing
from core.export.report_contents import Network, Report
from core.export.source import Source
from core.network.quantization import compensated, exact, rounded
from core.plain_text import printable
from core.run.record import RunRecord
from tests import browser as browsers
from tests.core.running import final_weights, run_to_the_end, small

HOSTILE = (
    '</script><script>hacked = 1</script><img src=x onerror="hacked = 1">&quot;'
    "\u2028\u202e\u200b<!--"
)
PEN = 0.075
ANSWERED = "return !isAnswering && document.querySelector('.given strong').textContent !== '–'"
IS_LONG = settings().max_examples > 1000  # the long profile

# every kind of layer, activation and input that a configuration may ask for
ODD = {
    "cnn": {
        "model.norm": "batch",
        "data.pixels": "standardized",
        "model.hidden": [{"units": 40, "activation": "gelu"}],
    },
    "mlp": {
        "model.norm": "layer",
        "model.hidden": [
            {"units": 48, "activation": "tanh", "dropout": 0.2},
            {"units": 700, "activation": "gelu"},
            {"units": 33, "activation": "leaky-relu"},
        ],
        "data.pixels": "raw",
        "data.shuffle_pixels": True,
        "optimizer.learning_rate": 0.001,
    },
    "logistic": {
        "model.bias": False,
        "data.polarity": "inverted",
        "model.hidden": [{"units": 30, "activation": "identity"}],
    },
}


def trained(name, changes=None, run="run"):
    """A finished run of a small network, with its weights."""
    config = small(name, changes or {})
    record_ = RunRecord(run, config)
    events = run_to_the_end(config, run=run)
    for event in events:
        record_.apply(event)
    record_.weights = final_weights(events)
    return record_


def write(path, records, title=None):
    """Write a page with these runs; returns what was exported."""
    networks = [Network(one.run, title or one.run, (one,)) for one in records]
    sources = [Source(title or one.run, one) for one in records]
    return write_page(Report(networks), sources, path)


@pytest.fixture(scope="module")
def race():
    sizes = {"data.test_size": 10_000} if IS_LONG else {}
    return [trained(name, sizes, name) for name in ("sigmoid", "relu-dropout")]


@pytest.fixture(scope="module")
def odd():
    return [trained(name, changes, name) for name, changes in ODD.items()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def pages(folder, race, odd):
    write(folder / "race.html", race)
    write(folder / "odd.html", odd)
    write(folder / "hostile.html", race[:1], HOSTILE)
    return folder


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    if not browsers.is_installed():
        pytest.skip("needs chromium and chromium-driver")
    started = browsers.Browser(tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


def opened(browser, path):
    browser.log("browser")
    browser.requests()
    browser.open(path)
    browser.wait_for("return document.readyState === 'complete'")
    return browser


def answers_of(browser, number, grey):
    """The probabilities of a network of the page for grey levels (N, 784): (N, classes)."""
    text = base64.b64encode(grey.astype(np.uint8).tobytes()).decode()
    answers = browser.run(
        """const bytes = Uint8Array.from(atob(arguments[0]), (letter) => letter.charCodeAt(0));
        const ink = Float32Array.from(bytes, (grey) => grey / 255);
        return Array.from({ length: ink.length / 784 }, (_, at) => Array.from(
          probabilities(networks[arguments[1]], ink.subarray(784 * at, 784 * (at + 1)))));""",
        text,
        number,
    )
    return np.array(answers)


def check_answers(browser, records, count=None):
    for number, record_ in enumerate(records):
        config = record_.config
        images, _ = datasets.labelled_digits(config.data)
        images = 255 - images if config.data.is_dark_on_light else images
        data = datasets.load(config.data)
        own = accuracy.probabilities(config, record_.weights, data)
        for start in range(0, count or len(images), 1000):
            chunk = slice(start, min(start + 1000, count or len(images)))
            answers = answers_of(browser, number, images[chunk].reshape(-1, 784))
            assert (answers.argmax(axis=1) == own[chunk].argmax(axis=1)).all(), config.preset
            assert np.abs(answers - own[chunk]).max() < 1e-3, config.preset


@pytest.mark.timeout(600)
def test_the_race_s_networks_answer_test_digits_as_inkling_does(browser, pages, race):
    check_answers(opened(browser, pages / "race.html"), race)
    assert (pages / "race.html").stat().st_size <= 2_000_000


def test_networks_of_every_kind_of_layer_and_input_answer_as_inkling_does(browser, pages, odd):
    check_answers(opened(browser, pages / "odd.html"), odd, None if IS_LONG else 60)


def drawings(count):
    """Strokes as hands make them, with dots, straight lines and ones that leave the canvas."""
    random = np.random.default_rng(7)
    straight = [[[(x, y), (x, 1 - y)]] for x in (0.5, 0.25, 0.031) for y in (0.2, 0.1)]
    made = [[[(0.5, 0.5)]], [[(0.013, 0.987)]], *straight]
    while len(made) < count:
        strokes = []
        for _ in range(random.integers(1, 4)):
            point, speed, stroke = random.uniform(0.1, 0.9, 2), random.normal(0, 0.03, 2), []
            for _ in range(random.integers(1, 25)):
                stroke.append(tuple(point.clip(-0.02, 1.02)))
                speed = 0.8 * speed + random.normal(0, 0.03 if len(made) % 3 else 0.15, 2)
                point = point + speed
            strokes.append(stroke)
        made.append(strokes)
    return made


def test_drawings_are_prepared_as_inkling_does(browser, pages):
    made = drawings(2000 if IS_LONG else 200)
    opened(browser, pages / "race.html")
    digits = browser.run("return arguments[0].map((s) => Array.from(digitOfStrokes(s)));", made)
    for strokes, digit in zip(made, digits, strict=True):
        points = [[StrokePoint(x, y, PEN) for x, y in one] for one in strokes]
        prepared = stages(ink_of_strokes(points))
        page, own = np.array(digit), prepared.digit.ravel()
        # half-way between two pixels a last bit decides: the same digit, perhaps one pixel away
        if any(abs(centre % 1 - 0.5) < 1e-5 for centre in prepared.centre):
            page, own = np.sort(page), np.sort(own)
        assert np.abs(page - own).max() <= 1 / 255, strokes


def test_nothing_is_prepared_of_an_empty_canvas(browser, pages):
    opened(browser, pages / "race.html")
    assert browser.run("return digitOfStrokes([])") is None
    assert browser.text("#answers").count("–") == 2


def shape(browser, points):
    """Points given as shares of the canvas, in the window."""
    left, top, side = browser.run(
        """canvas.scrollIntoView({ block: "center" });
        const box = canvas.getBoundingClientRect();
        return [box.left + canvas.clientLeft, box.top + canvas.clientTop, canvas.clientWidth];"""
    )
    return [(left + x * side, top + y * side) for x, y in points]


ONE = [(0.5, 0.2 + 0.05 * step) for step in range(13)]
SEVEN = [(0.3, 0.25), (0.7, 0.25), (0.55, 0.5), (0.45, 0.8)]


@pytest.mark.parametrize("kind", ["mouse", "touch", "pen"])
def test_what_is_drawn_is_read_as_inkling_reads_it(browser, pages, race, kind):
    opened(browser, pages / "race.html")
    browser.draw(shape(browser, SEVEN), kind)
    strokes = browser.run("return strokes")
    assert [len(one) for one in strokes] == [len(SEVEN)]
    np.testing.assert_allclose(strokes[0], SEVEN, atol=0.004)  # whole pixels of the window

    digit = digit_from_strokes([[StrokePoint(x, y, PEN) for x, y in strokes[0]]])
    browser.wait_for(ANSWERED)
    shown = browser.run("return [...document.querySelectorAll('.given')].map((e) => e.innerText)")
    for text, record_ in zip(shown, race, strict=True):
        ink = torch.from_numpy(digit.reshape(1, -1))
        x = datasets.input_of_ink(ink, record_.config.data)
        data = replace(datasets.load(record_.config.data), test_x=x)
        own = accuracy.probabilities(record_.config, record_.weights, data)[0]
        given, share = text.split("\n")
        assert given == str(own.argmax())
        assert abs(float(share.removesuffix("%")) / 100 - own.max()) < 0.0016

    # two strokes, undone one by one
    browser.draw(shape(browser, ONE), kind)
    assert browser.run("return strokes.length") == 2
    browser.run("document.getElementById('undo').click()")
    assert browser.run("return strokes") == strokes
    browser.run("document.getElementById('clear').click()")
    browser.wait_for("return document.querySelector('.given strong').textContent === '–'")


def test_a_second_finger_does_not_draw(browser, pages):
    opened(browser, pages / "race.html")
    shape(browser, ONE)
    browser.run(
        """for (const [kind, pointerId, x] of [["down", 1, 90], ["down", 2, 60], ["move", 2, 70],
            ["up", 2, 70], ["move", 1, 95]]) {
          const box = canvas.getBoundingClientRect();
          canvas.setPointerCapture = () => {}; // made-up pointers cannot be captured
          canvas.dispatchEvent(new PointerEvent(`pointer${kind}`, { pointerId, button: 0,
            clientX: box.left + x, clientY: box.top + 50 }));
        }"""
    )
    assert browser.run("return strokes.map((stroke) => stroke.length)") == [2]


def test_the_keyboard_draws(browser, pages):
    opened(browser, pages / "race.html")
    tab, space, down, shift = "\ue004", " ", "\ue015", "\ue008"
    browser.press([tab])
    assert browser.run("return document.activeElement.id") == "canvas"
    browser.press([space, *[down] * 8, space, down])
    strokes = browser.run("return strokes")
    assert [len(one) for one in strokes] == [9]
    np.testing.assert_allclose(strokes[0][-1], (0.5, 0.5 + 8 / 56))
    browser.wait_for(ANSWERED)
    browser.wait_for("return spoken.textContent.startsWith('sigmoid: ')")
    browser.press([tab, space])  # Undo
    assert browser.run("return strokes") == []
    assert shift  # moves in larger steps, as in the window


def test_names_are_shown_as_text(browser, pages):
    opened(browser, pages / "hostile.html")
    shown = printable(HOSTILE)
    assert browser.run("return typeof hacked") == "undefined"
    assert browser.run("return document.images.length") == 0
    for selector in ("h1", ".answer h3", ".card h3"):
        text = browser.run("return document.querySelector(arguments[0]).textContent", selector)
        assert text == shown, selector
    browser.draw(shape(browser, ONE))
    browser.wait_for("return spoken.textContent.includes('onerror')")
    assert browser.run("return document.images.length") == 0


def test_a_page_asks_nobody_and_may_load_nothing(browser, pages):
    opened(browser, pages / "race.html")
    assert {url.partition(":")[0] for url in browser.requests()} == {"file"}
    assert browser.log("browser") == []

    server = socket.create_server(("127.0.0.1", 0))
    server.setblocking(False)
    address = f"127.0.0.1:{server.getsockname()[1]}/x"
    blocked = browser.run(
        """const blocked = [];
        document.addEventListener("securitypolicyviolation", (event) => {
          blocked.push(event.effectiveDirective);
        });
        const add = (tag, values) => document.body.append(Object.assign(
          document.createElement(tag), values));
        const address = `http://${arguments[0]}`;
        add("img", { src: address });
        add("script", { src: address });
        add("script", { textContent: "hacked = 1" });
        add("iframe", { src: "http://127.0.0.1:9/" }); // it connects before the policy is asked
        add("link", { rel: "stylesheet", href: address });
        add("style", { textContent: "body { background: url(" + address + ") }" });
        add("video", { src: address });
        add("div", { innerHTML: "<b onclick='hacked = 1' style='color: red'>x</b>" });
        document.querySelector("b").click();
        fetch(address).catch(() => {});
        navigator.sendBeacon(address, "x");
        try { new WebSocket(`ws://${arguments[0]}`); } catch {}
        return new Promise((resolve) => setTimeout(() => resolve(blocked), 200));""",
        address,
    )
    assert {
        "img-src", "script-src-elem", "frame-src", "style-src-elem", "media-src", "style-src-attr",
        "script-src-attr", "connect-src",
    } <= set(blocked)  # fmt: skip
    assert browser.run("return typeof hacked") == "undefined"
    with server, pytest.raises(BlockingIOError):
        server.accept()  # nobody connected


def test_a_page_fits_a_phone_and_has_large_buttons(browser, pages):
    try:
        browser.devtools(
            "Emulation.setDeviceMetricsOverride",
            width=390, height=844, deviceScaleFactor=2, mobile=True,
        )  # fmt: skip
        opened(browser, pages / "odd.html")
        assert browser.run("return document.documentElement.scrollWidth") <= 390
        heights = browser.run(
            "return [...document.querySelectorAll('button')].map((e) => e.offsetHeight)"
        )
        assert heights
        assert min(heights) >= 44
    finally:
        browser.devtools("Emulation.clearDeviceMetricsOverride")


def test_everything_but_the_drawing_can_be_read_without_javascript(browser, pages):
    try:
        browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
        browser.open(pages / "race.html")
        text = browser.text("body")
    finally:
        browser.devtools("Emulation.setScriptExecutionDisabled", value=False)
    assert "Drawing needs JavaScript" in text
    assert "Canvas" not in text
    for part in ("What it is not for", "LAYERS.linear", "Every run", "Accuracy"):
        assert part in text


class TestWithoutABrowser:
    def test_only_scripts_that_the_policy_knows_are_in_a_page(self, pages):
        for page in pages.glob("*.html"):
            text = page.read_text(encoding="utf-8")
            assert not re.search(r"https?://(?!jmlr|arxiv)|url\(|@import| src=[^x]", text), page
            assert len(re.findall("<script", text)) == 2
            policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
            assert policy.startswith("default-src &#39;none&#39;;")
            assert "unsafe" not in policy

    def test_a_page_has_the_lines_that_its_networks_need(self, pages):
        assert "LAYERS.convolution" not in (pages / "race.html").read_text(encoding="utf-8")
        odd = (pages / "odd.html").read_text(encoding="utf-8")
        assert all(name in odd for name in ("LAYERS.convolution", "LAYERS.scale", "errorFunction"))

    def test_the_card_names_accuracy_and_confusions(self, pages, race):
        record_ = race[0]
        data = datasets.load(record_.config.data)
        shares = accuracy.probabilities(record_.config, record_.weights, data)
        labels = data.test_y.numpy()
        confusion = Assessment(shares, labels).confusion
        np.fill_diagonal(confusion, 0)
        label, given = np.unravel_index(confusion.argmax(), confusion.shape)
        text = (pages / "race.html").read_text(encoding="utf-8")
        assert f"{label} → {given} ({confusion.max()})" in text
        assert f"{record_.last.accuracy:.2%} (" in text

    @pytest.mark.parametrize("data", ["noisy-line", "points-spiral"])
    def test_networks_for_which_nothing_can_be_drawn_are_refused(self, data, tmp_path):
        sizes = {"data.train_size": 100, "data.test_size": 100, "data.batch_size": 10}
        config = PRESETS["linear"].config
        if data != "noisy-line":
            changes = {"data.dataset": data, "data.class_names": (), "model.outputs": 2}
            config = with_values(PRESETS["mlp"].config, changes | sizes)
        record_ = RunRecord("run", config)
        with pytest.raises(ExportError, match="nothing to draw"):
            export(Source("x", record_), Format.PAGE, tmp_path / "x.html")
        assert not list(tmp_path.iterdir())

    def test_more_than_three_networks_are_refused(self, race, tmp_path):
        with pytest.raises(ExportError, match="one to 3 networks, not 4"):
            write(tmp_path / "x.html", race * 2)

    def test_weights_stay_as_they_are_where_the_data_are_missing(self, race, monkeypatch, tmp_path):
        def missing(_config):
            raise datasets.DataError(datasets.message("gone"))

        monkeypatch.setattr(choosing.datasets, "load", missing)
        done = write(tmp_path / "x.html", race[:1])
        assert done.facts["bits"] == [32]
        assert "stored in 32 bits" in (tmp_path / "x.html").read_text(encoding="utf-8")

    def test_weights_stay_as_they_are_where_an_answer_would_change(self, race, monkeypatch):
        monkeypatch.setattr(choosing, "MAX_CHANGE", 0.0)
        chosen = choosing.choose(race[0].config, race[0].weights)
        assert chosen.bits == 32
        for name, packed in chosen.layers.items():
            np.testing.assert_array_equal(packed.weights(), race[0].weights[name])

    @pytest.mark.parametrize("size", [1e30, 3e38])
    def test_weights_stay_as_they_are_where_sums_would_overflow(self, size, race):
        for record_ in race:
            weights = {
                name: np.sign(array) * np.float32(size) for name, array in record_.weights.items()
            }
            chosen = choosing.choose(record_.config, weights)
            assert chosen.bits == 32
            for name, packed in chosen.layers.items():
                np.testing.assert_array_equal(packed.weights(), weights[name])

    def test_the_race_is_packed_in_less_than_sixteen_bits_with_the_same_answers(self, race):
        for record_ in race:
            chosen = choosing.choose(record_.config, record_.weights)
            assert 8 <= chosen.bits < 16
            others = {
                **record_.weights,
                **{name: packed.weights() for name, packed in chosen.layers.items()},
            }
            data = datasets.load(record_.config.data)
            own, packed = (
                accuracy.probabilities(record_.config, weights, data)
                for weights in (record_.weights, others)
            )
            assert (own.argmax(axis=1) == packed.argmax(axis=1)).all()
            assert np.abs(own - packed).max() <= choosing.MAX_CHANGE

    def test_inputs_of_one_layer_are_held_at_a_time(self, monkeypatch):
        wide = {"model.hidden": [{"units": 200, "activation": "relu", "dropout": 0}] * 3}
        record_ = trained("mlp", wide)
        held, most = weakref.WeakSet(), 0

        class Inputs(np.ndarray):
            """An array that can be counted while anybody holds it."""

            __hash__ = object.__hash__

        concatenate = np.concatenate

        def counted(arrays):
            nonlocal most
            array = concatenate(arrays).view(Inputs)
            held.add(array)
            most = max(most, len(held))
            return array

        monkeypatch.setattr(choosing.np, "concatenate", counted)
        chosen = choosing.choose(record_.config, record_.weights)
        assert chosen.bits < 32
        assert most == 1

    def test_errors_are_made_up_for_on_inputs_that_are_alike(self):
        random = np.random.default_rng(3)
        inputs = np.cumsum(random.normal(size=(2000, 64)), axis=1).astype(np.float32)
        weights = random.normal(size=(20, 64)).astype(np.float32)
        own = inputs @ weights.T

        def error(packed):
            return np.abs(inputs @ packed.weights().T - own).max()

        assert error(compensated(weights, 8, inputs, 0.001)) < error(rounded(weights, 8)) / 2
        assert error(exact(weights)) == 0

    def test_a_layer_of_zeros_is_packed(self):
        zeros = np.zeros((3, 16), np.float32)
        for packed in (rounded(zeros, 8), compensated(zeros, 12, zeros, 0.01)):
            assert not packed.weights().any()
            assert math.isfinite(packed.scales.sum())


class TestCommands:
    SMALL = ("--set", "data.train_size=600", "--set", "data.test_size=200", "--epochs", "1")

    @pytest.fixture
    def run(self, tmp_path, capsys):
        """Runs a command on a runs folder of the test's own; returns status, lines and errors."""

        def run_command(*command):
            status = cli.main([*map(str, command), "--json", "--runs-dir", str(tmp_path / "runs")])
            out, err = capsys.readouterr()
            return status, [json.loads(line) for line in out.splitlines()], err

        return run_command

    def trained(self, run, preset):
        status, lines, _ = run("train", "--preset", preset, *self.SMALL)
        assert status == 0
        return lines[-1]["run"]

    def test_export_writes_a_page_of_several_runs(self, run, tmp_path):
        runs = [self.trained(run, preset) for preset in ("logistic", "mlp")]
        command = ("export", "--format", "page", "--output", tmp_path / "x.html", "--run", *runs)
        status, (line,), _ = run(*command, "--lang", "zh_CN")
        assert (status, line["format"], len(line["bits"])) == (0, "page", 2)
        text = (tmp_path / "x.html").read_text(encoding="utf-8")
        assert "不适用于什么" in text
        assert text.count("<article") == 2

        before = (tmp_path / "x.html").read_bytes()
        status, _, err = run(*command)
        assert (status, (tmp_path / "x.html").read_bytes()) == (1, before)
        assert "already exists" in err

    def test_other_formats_are_of_one_run(self, run, tmp_path):
        one = self.trained(run, "logistic")
        status, _, err = run(
            "export", "--format", "csv", "--output", tmp_path / "x.csv", "--run", one, one
        )
        assert status == 2
        assert "Only a page" in err

    def test_compare_writes_a_page_with_the_verdict(self, run, tmp_path):
        path = tmp_path / "x.html"
        compare = ("compare", "--presets", "logistic", "mlp", *self.SMALL, "--seeds", 2)
        status, _, _ = run(*compare, "--page", path)
        text = path.read_text(encoding="utf-8")
        assert status == 0
        assert 'class="verdict"' in text
        assert text.count("<article") == 2

    def test_compare_refuses_too_many_networks_before_it_trains(self, run, tmp_path):
        presets = ("logistic", "mlp", "sigmoid", "cnn")
        status, lines, err = run("compare", "--presets", *presets, "--page", tmp_path / "x.html")
        assert (status, lines) == (2, [])
        assert "one to 3 networks" in err


def test_the_best_epoch_s_weights_answer(race, tmp_path):
    config = with_values(race[0].config, {"epochs": 1})
    source = Source(
        "x", RunRecord("run", config, weights=race[0].weights), None, WeightsChoice.BEST
    )
    export(source, Format.PAGE, tmp_path / "x.html")
    assert "Accuracy on the test examples" in (tmp_path / "x.html").read_text(encoding="utf-8")
