"""Files of comparisons with any value in any position, shown in the window among sound ones."""

import copy
import json
import random
from datetime import UTC, datetime

from hypothesis import settings

from core.comparison.experiment import Axis, Experiment, Grid, Kind, Member, of_presets
from core.comparison.kept import files
from core.comparison.kept.comparison import KeptComparison
from core.comparison.kept.schema import description_of
from core.comparison.ladders.tuning import tuning_for
from core.errors import FileError
from core.messages import Message
from core.storage.layout import COMPARISONS_FOLDER
from tests.faults.damage import HOSTILE_TEXTS
from tests.gui.driving import quick

VALUES = (
    *(None, True, -1, 0, 1, 7, 2**31 - 1, 2**31, 10**17, 1e99, -1e-99, 0.5),
    *("x", "a" * 299, "{a.__class__}", "{a!r:>99999999}", *HOSTILE_TEXTS),
    *("2000-01-01T00:00:00+23:59", "9000-12-31T23:59:59-23:59", "0001-01-01T00:00:00Z"),
    *([], {}, [[]], [0] * 1001, {"template": "{x}", "values": {"x": None}}, {"template": "<b>"}),
)
SHOWN = settings().max_examples // 2  # of those that can be read


def comparisons(run_of):
    """One of each kind; `run_of` returns the id of a run that was planned."""
    grid = Grid(quick("logistic"), (Axis("optimizer.learning_rate", (0.1, 0.2)),))
    members = of_presets(["logistic", "sigmoid"], conditions=quick())
    ladder = of_presets(["logistic", "sigmoid", "mlp"], conditions=quick())
    pair = (Member(name, config) for name, config in zip("01", _configs(members), strict=True))
    orders = Experiment(tuple(pair), members.seeds, has_all_orders=True)
    tuning = tuning_for(members, (0.1, 0.2))
    for number, (kind, experiment, design) in enumerate(
        (
            (Kind.COMPARISON, members, None),
            (Kind.LADDER, ladder, None),
            (Kind.LADDER, orders, None),
            (Kind.GRID, grid.experiment(), grid),
            (Kind.TUNING, tuning.experiment(), tuning),
        )
    ):
        titles = {name: Message("{a} 2", {"a": Message(name)}) for name in experiment.names}
        yield KeptComparison(
            f"20261124-134501-{kind.value}-3f2ab4c{number}",
            datetime(2026, 11, 24, tzinfo=UTC),
            kind,
            experiment,
            grid.titles() if design is grid else titles,
            design,
            {run_of(planned): planned for planned in experiment.plan()},
        )


def _configs(experiment):
    return [member.config for member in experiment.members]


def positions(value, path=()):
    """Every path to a value within a parsed JSON value."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from positions(part, (*path, key))


def with_value(description, path, value):
    """The description with another value in one position."""
    changed = copy.deepcopy(description)
    part = changed
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return changed


def test_any_value_anywhere_is_refused_or_shown(open_application, kept, settle, runs_dir, wait):
    descriptions = [description_of(each) for each in comparisons(lambda run: kept(run.config))]
    mutations = [
        (description, path, value)
        for description in descriptions
        for path in positions(description)
        for value in VALUES
    ]
    random.Random(1).shuffle(mutations)
    folder = runs_dir / COMPARISONS_FOLDER
    folder.mkdir(parents=True)
    made = {}
    for number, mutation in enumerate(mutations):
        file = folder / f"mutated-{number}.json"
        file.write_text(json.dumps(with_value(*mutation)))
        try:
            made[files.read(file).name] = mutation[1:]
        except FileError:
            file.unlink()
        if len(made) == SHOWN:
            break

    application = open_application()
    window = application.window
    application.comparisons.find()
    settle(application)
    listed = application.comparisons.all()
    assert {comparison.kept.name for comparison in listed} == {*made}
    window.tabs.show_page("comparison")
    for comparison in listed:
        window.comparison.show_steps_of(comparison)
        assert window.comparison.shown() is comparison
        wait(lambda comparison=comparison: comparison.is_over)
        assert not window.notice.isVisible(), (made[comparison.kept.name], window.notice.text)
