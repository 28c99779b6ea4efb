"""A comparison that somebody else made as large as one may be: the window does not stand still."""

import json
import shutil
import time

import pytest

from core.comparison.experiment import MAX_COMPARED, Experiment, Kind, Member
from core.comparison.kept import files
from core.comparison.kept.comparison import begun
from core.comparison.results import Results
from core.messages import Message
from core.storage.layout import RUN_FILE
from gui.comparison import comparison as comparison_module
from gui.comparison.comparison import Comparison, ComparisonNames
from gui.comparison.text_table import TextTableView
from tests.gui.driving import Recorder, quick

NAME = "20261124-134501-comparison-3f2ab4c7"
MAX_S = 40  # of computing; it takes three, and once took some hundred


def of_many(config):
    """Compare as many networks as there may be, with titles as long as they may be."""
    parts = dict.fromkeys("abc", "W" * 290)
    names = [f"m{number}" for number in range(MAX_COMPARED)]
    titles = {name: Message("{a}{b}{c}{name}", {**parts, "name": name}) for name in names}
    members = tuple(Member(name, config) for name in names)
    return begun(Kind.COMPARISON, Experiment(members, (config.seed,)), titles, name=NAME)


def test_its_name_is_made_of_its_ends(translation, monkeypatch):
    """All comparisons are named anew for each fifty runs that are found."""
    many, asked = of_many(quick()), []
    monkeypatch.setattr(
        comparison_module, "translate", lambda text: asked.append(text) or str(text)
    )
    names = ComparisonNames(lambda _comparison: False)
    name = names.of(Comparison(many, Results(many.experiment), lambda _run: None))
    assert name.count("/ … /") == 1
    assert asked == [many.titles["m0"], many.titles[f"m{MAX_COMPARED - 1}"]]


@pytest.mark.parametrize("count", [0, 2])
def test_it_is_shown_within_seconds(count, kept, runs_dir, open_application, settle, wait):
    config = quick(changes={"epochs": 1, "data.train_size": 60, "data.test_size": 20})
    run, comparison = kept(config), of_many(config)
    files.write(runs_dir, comparison)
    for other in list(comparison.runs)[:count]:
        shutil.copytree(runs_dir / run, runs_dir / other)
        file = runs_dir / other / RUN_FILE
        file.write_text(json.dumps(json.loads(file.read_text()) | {"comparison": NAME}))

    application = open_application()
    began_s = time.process_time()
    reviewed = Recorder(application.comparisons.reviewed)
    application.comparisons.find()
    wait(application.comparisons.all)
    (shown,) = application.comparisons.all()
    assert isinstance(shown, Comparison)
    application.window.tabs.show_page("comparison")
    turns = []  # after how many of its runs other work of the window is done
    application.jobs.submit(lambda: None, lambda _none: turns.append(len(shown.statuses)))
    wait(lambda: shown.is_over)
    assert turns[0] < len(shown.runs) // 2
    settle(application)
    for table in application.window.findChildren(TextTableView):
        table.grab()
    assert len(reviewed.heard) == 1  # however many runs are read
    model = application.window.table.view.model()
    assert max(len(str(model.index(row, 0).data())) for row in range(model.rowCount())) < 5_000
    assert time.process_time() - began_s < MAX_S
