"""The page about a comparison, read as a browser reads it."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import numpy as np
import pytest

from core.comparison import trials
from core.comparison.experiment import Axis, Grid, of_presets
from core.comparison.judgement import judge
from core.comparison.judgement import sentence as best_sentence
from core.comparison.results import Contribution, Results
from core.comparison.trials import run as trained
from core.comparison.verdict_card import verdict_card
from core.comparison.verdicts import sentence
from core.export import report_curves
from core.export.formats import write_report
from core.export.report import html
from core.export.report_contents import Network, Report, report_of
from core.export.report_curves import Curve
from core.number_text import signed_cost, signed_points
from core.run import colours as run_colours
from core.run.control import Control
from core.run.events import RunStarted
from core.run.record import RunRecord, RunState, TrainingSession
from core.run.series import combined
from tests.core.running import config_of, outcome_of, run_to_the_end, small

VOID = {"meta", "br", "link", "img", "hr"}


class Page(HTMLParser):
    """What a page shows, and whether its elements are closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.tags, self.rows = [], [], [], []
        self.feed(text)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if data.strip() and "style" not in self.open:
            self.texts.append(data.strip())
            if self.open[-1] in ("td", "th"):
                self.rows[-1].append(data.strip())


@pytest.fixture(scope="module")
def records():
    found = {}
    for name in ("logistic", "mlp"):
        for seed in (42, 43):
            config = small(name, {"seed": seed})
            record = RunRecord(f"{name}-{seed}", config)
            for event in run_to_the_end(config, run=record.run):
                record.apply(event)
            found.setdefault(name, []).append(record)
    return found


def networks(records, **titles):
    return [Network(name, titles.get(name, name.title()), runs) for name, runs in records.items()]


def test_it_is_well_formed_and_needs_nothing_else(records):
    text = html(Report(networks(records)))
    page = Page(text)
    assert not [tag for tag, _ in page.tags if tag in ("script", "link", "img", "iframe", "object")]
    assert not re.search(r"https?://|url\(|@import|src=", text)
    for drawing in re.findall(r"<svg.*?</svg>", text, re.S):
        ElementTree.fromstring(drawing)


def test_it_tells_every_run_s_numbers(records):
    page = Page(html(Report(networks(records))))
    for name, runs in records.items():
        for record in runs:
            (row,) = [
                row
                for row in page.rows
                if len(row) > 6 and (row[0], row[2]) == (name.title(), str(record.config.seed))
            ]
            assert row[1] == "completed"
            assert row[4:6] == [f"{record.last.cost:.4f}", f"{record.last.test_cost:.4f}"]
            assert row[6].startswith(f"{record.last.accuracy:.2%} (")
    (means,) = [row for row in page.rows if row[0] == "Mean"]
    (a, b), (cost_a, cost_b) = (
        [np.mean([getattr(record.last, name) for record in runs]) for runs in records.values()]
        for name in ("accuracy", "test_cost")
    )
    accuracies = [f"{a:.2%}", f"{b:.2%}", signed_points(b - a)]
    assert means[1:] == [
        *accuracies,
        f"{cost_a:.4f}",
        f"{cost_b:.4f}",
        signed_cost(cost_b - cost_a),
    ]


def test_accuracies_and_costs_by_seed_have_a_heading_each(records):
    text = html(Report(networks(records)))
    groups = re.findall(r'<th colspan="(\d)"(?: scope="colgroup")?>([^<]*)</th>', text)
    assert groups == [("1", ""), ("3", "Test accuracy"), ("3", "Test cost")]
    assert "Difference: Mlp minus Logistic; of accuracies in percentage points." in Page(text).texts


def test_a_grid_has_its_table_and_its_best_cell():
    axes = (Axis("optimizer.learning_rate", (0.01, 0.1)), Axis("data.batch_size", (50,)))
    grid = Grid(small("mlp", {"epochs": 1}), axes)
    results, members = Results(grid.experiment(2)), {}
    for planned in results.experiment.plan():
        record = RunRecord(f"{planned.member}-{planned.seed}", planned.config)
        for event in run_to_the_end(planned.config, run=record.run):
            record.apply(event)
        members.setdefault(planned.member, []).append(record)
        results.add(planned, trials.outcome_of(record, is_sealed=False))
    judged = judge(results, grid)
    found = [Network(name, str(grid.titles()[name]), runs) for name, runs in members.items()]
    page = Page(html(report_of(found, judged, grid)))
    assert "Learning rate × Batch size" in page.texts
    assert str(best_sentence(judged.best, grid.titles())) in page.texts
    table = [row for row in page.rows if row[0] in ("0.01", "0.1")][:2]
    accuracies = [
        np.mean([record.last.accuracy for record in members[name]]) for name in ("0,0", "1,0")
    ]
    assert [row[1] for row in table] == [f"{accuracy:.2%}" for accuracy in accuracies]


def test_equal_budgets_are_those_of_the_judgement_or_else_of_the_runs(records):
    results = Results(of_presets([*records], 2, small("logistic")))
    for planned in results.experiment.plan():
        run = records[planned.member][planned.seed - 42]
        results.add(planned, trials.outcome_of(run, is_sealed=False))
    judged = judge(results)
    first, *others = judged.budgets
    budgets = (replace(first, accuracies=(0.1234, 0.5678)), *others)
    report = Report(networks(records), replace(judged, budgets=budgets))
    (row,) = (row for row in Page(html(report)).rows if row[0] == "2 epochs")
    assert row[1:3] == ["12.34%", "56.78%"]
    (row,) = (row for row in Page(html(Report(networks(records)))).rows if row[0] == "2 epochs")
    means = [np.mean([record.last.accuracy for record in runs]) for runs in records.values()]
    assert row[1:3] == [f"{mean:.2%}" for mean in means]


def test_a_running_run_is_called_training_as_in_the_run_table():
    record = RunRecord("run", small("logistic"), RunState.RUNNING)
    page = Page(html(Report([Network("logistic", "Logistic", [record])])))
    assert "training" in [row[1] for row in page.rows if row[0] == "Logistic"]


def test_it_tells_what_differs_and_what_does_not(records):
    page = Page(html(Report(networks(records))))
    assert ["Hidden layers", "–", "128 ReLU · 64 ReLU"] in page.rows
    differing = {row[0] for row in page.rows}
    assert "Optimizer" not in differing
    place = page.texts.index("Settings in common")
    assert page.texts[page.texts.index("Batch size", place) + 1] == "50"
    assert "Seed" not in page.texts[place:]


def test_names_are_escaped(records):
    nasty = '<script>alert(1)</script>"&'
    text = html(Report(networks(records, mlp=nasty)))
    assert "<script" not in text
    assert nasty in " ".join(Page(text).texts)


HOSTILE = (
    "</title><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '\'" onload=alert(1) x="',
    "]]></svg><iframe srcdoc=x>",
    "<!-- {{ 7*7 }} {% raw %}",
    "&lt;b&gt;\udcff",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_foreign_text_adds_an_element_or_an_attribute(records, text, tmp_path):
    """Titles, names of classes and folders, versions, devices: the page's elements stay ours."""

    def page(word):
        found = []
        for name, (record, *_) in records.items():
            data = record.config.data.model_copy(
                update={"dataset": f"/{word}", "class_names": (word,) * 10}
            )
            config = record.config.model_copy(update={"data": data, "preset": word})
            session = TrainingSession(
                0, 2, word, word, 1, environment={word: word}, data={word: word}
            )
            started = RunStarted(word, 1, word, 1, 12, 2)
            found.append(
                Network(
                    name,
                    f"{word} {name}",
                    [replace(record, config=config, sessions=[session], started=started)],
                )
            )
        path = tmp_path / f"{len(word)}.html"
        write_report(Report(found), path)
        return Page(path.read_text(encoding="utf-8"))

    hostile, harmless = page(text), page("word")
    assert hostile.tags == harmless.tags
    shown = text.replace("\udcff", r"\udcff")
    assert any(shown in part for part in hostile.texts)


def test_all_that_is_said_goes_through_the_translation(records):
    english = html(Report(networks(records)), lambda text: f"«{text}»")
    page = Page(english)
    told = [text for text in page.texts if re.search(r"[a-z]{3}", text)]
    own = {"Logistic", "Mlp", "mlp", "logistic"}
    untranslated = [
        t for t in told if "«" not in t and t not in own and "torch" not in t and " / " not in t
    ]
    assert not untranslated


def test_a_verdict_and_a_ladder_are_told():
    experiment = of_presets(["logistic", "mlp", "sigmoid"], 1, small("logistic", {"epochs": 1}))
    results, found = Results(experiment), {}

    def start(planned):
        found[planned.member] = RunRecord(planned.member, planned.config)
        return Control(planned.member, 1)

    for event in trained(results, start):
        found[event.run].apply(event)
    members = [Network(name, name, [record]) for name, record in found.items()]
    page = Page(html(report_of(members, judge(results))))
    assert str(sentence(results.verdicts()[-1])) in page.texts
    steps: tuple[Contribution, ...] = results.contributions()
    rows = {row[0]: row for row in page.rows}
    for step in steps:
        assert rows[f"{step.before} → {step.after}"][1] == f"{100 * step.difference:+.2f}".replace(
            "-", "−"
        )
    total = sum(float(rows[f"{s.before} → {s.after}"][1].replace("−", "-")) for s in steps)
    assert float(rows["together"][1].replace("−", "-")) == pytest.approx(
        total, abs=0.011 * len(steps)
    )


def test_a_line_and_a_run_without_an_epoch_are_told():
    config = config_of("linear", {"epochs": 2})
    line = RunRecord("line", config)
    for event in run_to_the_end(config, run="line"):
        line.apply(event)
    page = Page(html(Report([Network("line", "Line", [line])])))
    assert "Slope" in page.texts
    assert f"{line.last.weight:.4f}" in page.texts
    queued = RunRecord("queued", small("mlp"))
    page = Page(html(Report([Network("queued", "Queued", [queued])])))
    assert ["Queued", "queued", "42", "0", "–", "–", "–", "–", "0.0"] in page.rows
    assert not [tag for tag, attributes in page.tags if tag == "svg" and "role" in attributes]


def test_devices_and_versions_are_told(records):
    page = Page(html(Report(networks(records))))
    (footer,) = [text for text in page.texts if "torch" in text]
    started = records["mlp"][0].started
    assert isinstance(started, RunStarted)
    assert f"{started.device}, threads: {started.threads}" in footer


class TestCurves:
    def curve(self, *values, number=0):
        ys = np.array(values, np.float64)
        epochs = np.arange(1.0, len(ys) + 1)
        return Curve(number, combined([(epochs, epochs, ys)]))

    def points(self, drawing):
        line = ElementTree.fromstring(drawing).find("polyline")
        return [tuple(map(float, point.split(","))) for point in line.get("points").split()]

    def test_points_lie_where_their_numbers_say(self):
        points = self.points(report_curves.svg([self.curve(0.0, 0.5, 1.0)], "n", "x", "y"))
        (x1, y1), (x2, y2), (x3, y3) = points
        assert x2 - x1 == pytest.approx(x3 - x2, abs=0.2)
        assert y1 - y2 == pytest.approx(y2 - y3, abs=0.2)
        assert y1 > y3

    def test_numbers_far_apart_are_drawn_over_their_logarithms(self):
        (_, y1), (_, y2), (_, y3) = self.points(
            report_curves.svg([self.curve(10.0, 1.0, 0.1)], "n", "x", "y")
        )
        assert y2 - y1 == pytest.approx(y3 - y2, abs=0.2)

    @pytest.mark.parametrize("values", [(), (float("nan"),)])
    def test_nothing_is_drawn_of_nothing(self, values):
        assert report_curves.svg([self.curve(*values)], "n", "x", "y") == ""

    @pytest.mark.parametrize(
        "values", [(0.0,), (1.0, 1.0), (-3.0, 2.0), (1e-9, 1e9), (1e300, 1e-300), (5e-324, 1.0)]
    )
    def test_any_numbers_can_be_drawn(self, values):
        drawing = report_curves.svg([self.curve(*values)], "n", "x", "y")
        ElementTree.fromstring(drawing)
        assert "nan" not in drawing
        assert "inf" not in drawing

    def test_many_epochs_stay_a_small_page(self):
        noise = np.random.default_rng(1).random(10_000)
        drawing = report_curves.svg([self.curve(*noise)], "n", "x", "y")
        assert len(drawing) < 30_000

    def test_networks_are_told_apart(self):
        looks = {run_colours.colour_and_dash(number) for number in range(12)}
        assert len(looks) == 12


def texts_of(drawn):
    """The texts of a plot: the numbers of the value axis with their x, and its name's."""
    root = ElementTree.fromstring(drawn)
    texts = [element for element in root.iter() if element.tag.endswith("text")]
    numbers = [(element.text, float(element.get("x"))) for element in texts
               if element.get("text-anchor") == "end"]  # fmt: skip
    (name,) = (float(element.get("x")) for element in texts if element.get("transform"))
    return numbers, name


@pytest.mark.parametrize(
    ("values", "is_share"),
    [
        ((0.965, 0.975, 0.99), True),
        ((0.98765, 0.98766, 0.98767), True),
        ((-123456.7, -123456.6, -123456.5), False),
        ((-1e-9, 0.0, 2e-9), False),
        ((1e-12, 1.0, 1e12), False),
        ((0.5, 0.5, 0.5), False),
        ((1.0, 1.0 + 2**-52, 1.0), False),
        ((-1e100, 1e100, 0.0), False),
    ],
)
def test_the_axis_name_stands_clear_of_its_numbers_which_are_all_different(values, is_share):
    x, y = np.arange(1.0, 4.0), np.array(values)
    curve = Curve(0, combined([(x, x, y)]))
    numbers, name = texts_of(report_curves.svg([curve], "n", "Epoch", "Cost", is_share=is_share))
    assert len(numbers) >= 2
    assert len({text for text, _ in numbers}) == len(numbers)
    for text, end in numbers:
        # a digit is 8 of 500 pixels wide, the letters of the name reach 4 below their line
        assert end - 7.5 * len(text) > name + 4, text


def test_the_headings_of_a_wide_table_wrap_and_the_table_scrolls(records):
    text = html(Report(networks(records)))
    assert text.count("<table>") == text.count('<div class="wide" tabindex="0"><table>') > 0
    style = text[text.index("<style>") : text.index("</style>")]
    assert ".wide { overflow-x: auto;" in style
    assert "nowrap" not in style


class TestVerdict:
    """The card that heads the page, drawn from the same description as the window's."""

    @pytest.fixture
    def page(self, records):
        experiment = of_presets(["logistic", "mlp"], 2, small("logistic"))
        results = Results(experiment)
        rights = {"logistic": (100, 90), "mlp": (150, 160)}
        for planned in experiment.plan():
            count = rights[planned.member][planned.seed - 42]
            results.add(planned, outcome_of(np.arange(200) < count))
        report = report_of(networks(records, mlp="M" * 80), judge(results))
        return html(report), verdict_card(report.judgement, report.titles, 2)

    def test_the_difference_is_large_and_the_sentence_under_it(self, page):
        text, card = page
        assert card.by_seed == pytest.approx({42: 0.25, 43: 0.35})
        texts = Page(text).texts
        first = texts.index("30.00")
        assert texts[first + 1 : first + 3] == ["percentage points", "2 seeds"]
        assert str(card.sentence) in texts

    def test_every_seed_is_a_dot_on_one_line_with_zero_and_the_interval(self, page):
        text, card = page
        drawing = ElementTree.fromstring(re.search(r"<svg viewBox.*?</svg>", text, re.S)[0])
        width, _ = map(float, drawing.get("viewBox").split()[2:])
        (axis,) = drawing.findall("line[@class='axis']")
        dots = drawing.findall("circle[@class='seed']")
        places = [float(dot.get("cx")) / width for dot in dots]
        assert places == pytest.approx([card.position(0.25), card.position(0.35)], abs=1e-3)
        assert {dot.get("cy") for dot in dots} == {axis.get("y1")}
        (zero,) = drawing.findall("line[@class='zero']")
        assert float(zero.get("x1")) / width == pytest.approx(card.position(0.0), abs=1e-3)
        (bar,) = drawing.findall("rect")
        ends = float(bar.get("x")), float(bar.get("x")) + float(bar.get("width"))
        expected = [width * card.position(end) for end in card.interval]
        assert ends == pytest.approx(expected, abs=0.2)

    def test_long_titles_above_the_line_do_not_meet(self, page):
        text, _ = page
        behind, ahead = re.findall(r'<text x="(?:0|500)" y="12".*?>(.*?)</text>', text)
        assert behind == "← Logistic"
        assert ahead.startswith("MMM")
        assert len(behind) + len(ahead) < 500 / 7.8

    def test_it_has_no_colour_of_a_network(self, page):
        drawing = re.search(r"<svg viewBox.*?</svg>", page[0], re.S)[0]
        assert not re.search(r'class="[^"]*\bc\d', drawing)

    def test_a_single_run_has_none(self, records):
        single = Report(networks({"mlp": records["mlp"][:1]}))
        assert '<section class="verdict">' not in html(single)
