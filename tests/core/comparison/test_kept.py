"""What comparisons are is kept and read again; what they came to is computed from their runs'
weights.
"""

import copy
import itertools
import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.comparison import experiment as experiments
from core.comparison import trials
from core.comparison.experiment import Axis, Experiment, Grid, Kind, Member
from core.comparison.kept import files as comparison_files
from core.comparison.kept.comparison import KeptComparison, new_name
from core.comparison.kept.files import StoredComparisons, delete, read, read_all, write
from core.comparison.kept.schema import SCHEMA, description_of
from core.comparison.kept.titles import MAX_DEPTH
from core.comparison.ladders.between import ladder_between
from core.comparison.results import Results
from core.comparison.run_status import RunStatus, excluded
from core.config.catalogue import POINTS_OWN
from core.config.choices import Activation, OptimizerKind
from core.config.fields import with_values
from core.config.naming import automatic_name, run_name
from core.config.presets import LADDER, preset
from core.errors import DeletedFileError, FileError
from core.lifecycle.job import TrainingJob
from core.lifecycle.session import train_and_keep
from core.locks import WAIT_S, exclusive, exclusive_if_possible
from core.messages import Message
from core.run.control import Control
from core.run.identity import MAX_ID
from core.run.record import RunRecord, RunState
from core.storage import layout
from core.storage.description import described as described_run
from core.storage.description import write_description
from core.storage.layout import COMPARISONS_FOLDER, DAMAGED_FOLDER, RUN_FILE, WEIGHTS_FILE
from tests.core.running import config_of, small

MADE = datetime(2026, 11, 24, 13, 45, 1, tzinfo=UTC)
NESTED = Message(
    "{title}, {made}",
    {"title": Message("{title} {number}", {"title": Message("{"), "number": 2}), "made": "11-24"},
)


def kept(experiment, kind=Kind.COMPARISON, grid=None, name="20261124-134501-x"):
    titles = grid.titles() if grid is not None else dict.fromkeys(experiment.names, NESTED)
    planned = {f"run-{number}": each for number, each in enumerate(experiment.plan())}
    return KeptComparison(name, MADE, kind, experiment, titles, grid, planned)


def of_two():
    return kept(
        Experiment(
            (Member("a", small("logistic")), Member("b", small("mlp", {"seed": 7}))), (42, 43)
        )
    )


def of_grid():
    axes = (
        Axis("optimizer.kind", (OptimizerKind.SGD, OptimizerKind.ADAM)),
        Axis("optimizer.learning_rate", (0.01, 1.0)),
    )
    grid = Grid(small("logistic"), axes)
    return kept(grid.experiment(2), Kind.GRID, grid)


def described(rows, columns, seeds=(1,), points=500):
    """Describe a grid of points as its file does."""
    own = [[0.001 * number, 0.5, number % 2] for number in range(points)]
    base = small(
        "plane-logistic", {"data.dataset": POINTS_OWN, "data.points.own": own} if own else {}
    )
    rates = [0.001 * (row + 1) for row in range(rows)]
    axes = [
        {"path": "optimizer.learning_rate", "values": rates},
        {"path": "epochs", "values": list(range(1, columns + 1))},
    ]
    runs = {
        f"r{seed}-{row}-{column}": {"member": f"{row},{column}", "seed": seed}
        for seed in seeds
        for row in range(rows)
        for column in range(columns)
    }
    grid = {"base": base.model_dump(mode="json"), "axes": axes}
    return json.dumps(
        {
            **{"schema": 1, "made": MADE.isoformat(), "kind": "grid", "members": []},
            **{"grid": grid, "seeds": list(seeds), "runs": runs},
        }
    )


def of_layers():
    axes = (
        Axis("model.hidden.activation", (Activation.RELU, Activation.TANH)),
        Axis("model.hidden.count", (1, 3)),
    )
    grid = Grid(small("mlp"), axes)
    return kept(grid.experiment(), Kind.GRID, grid)


def of_two_runs():
    """The ladder between two runs, whose steps are named by their layers, too."""
    before, after = preset(LADDER[0]).config, preset(LADDER[-1]).config
    ladder = ladder_between(before, after, automatic_name(before), automatic_name(after))
    made = kept(ladder.experiment(2), Kind.LADDER)
    return replace(made, titles=ladder.titles)


def test_one_that_a_clock_without_battery_dates_is_read_again(tmp_path):
    comparison = replace(of_two(), made=datetime(1970, 1, 1, 0, 0, 9, tzinfo=UTC))
    write(tmp_path, comparison)
    assert read_all(tmp_path) == StoredComparisons((comparison,), ())


def written(folder, comparison):
    write(folder, comparison)
    return folder / COMPARISONS_FOLDER / f"{comparison.name}.json"


class TestKept:
    @pytest.mark.parametrize(
        "comparison",
        [
            of_two(),
            of_grid(),
            of_layers(),
            of_two_runs(),
            kept(experiments.ladder(2, small("sigmoid")), Kind.LADDER),
        ],
        ids=["two", "grid", "layers", "two runs", "ladder"],
    )
    def test_comes_back_as_it_was(self, tmp_path, comparison):
        file = written(tmp_path, comparison)
        assert read(file) == comparison
        assert read_all(tmp_path) == StoredComparisons((comparison,), ())
        assert file.stat().st_size < 20_000

    @pytest.mark.parametrize("name", ["n" * 1_000, "{n}" * 500])
    def test_a_title_of_any_length_is_shortened_to_one_that_can_be_read(self, tmp_path, name):
        both = {"a": Message(name), "b": Message("{run}", {"run": name})}
        comparison = replace(of_two(), titles=both)
        again = read(written(tmp_path, comparison))
        for title in map(str, again.titles.values()):
            assert title.endswith("…")
            assert name.startswith(title[:-1])
        assert read_all(tmp_path).problems == ()

    def test_a_title_that_is_too_long_with_its_values_is_shortened_as_a_whole(self, tmp_path):
        long = Message("{a}, {b}, {c}, {d}", dict.fromkeys("abcd", "n" * 290))
        comparison = replace(of_two(), titles={"a": long, "b": Message("b")})
        again = read(written(tmp_path, comparison)).titles["a"]
        assert str(again) == str(long)[:299] + "…"

    def test_the_longest_name_that_a_run_can_have_comes_back(self, tmp_path):
        changes = {
            "data.train_size": 500,
            "data.batch_size": 7,
            "data.augment.shift": 2.0,
            "data.augment.noise": 0.5,
            "optimizer.learning_rate": 0.3,
            "seed": 5,
        }
        name = run_name(config_of("relu-dropout", changes), number=3)
        comparison = replace(of_two(), titles={"a": name, "b": name})
        assert str(read(written(tmp_path, comparison)).titles["a"]) == str(name)

    def test_a_grids_choices_are_choices_again(self, tmp_path):
        found = read(written(tmp_path, of_grid()))
        assert [type(value) for value in found.grid.axes[0].values] == [OptimizerKind] * 2

    def test_no_result_is_written(self, tmp_path):
        told = json.loads(written(tmp_path, of_two()).read_bytes())
        assert set(told) == {"schema", "made", "kind", "members", "grid", "seeds", "runs"}

    def test_their_folder_is_no_run(self, tmp_path):
        written(tmp_path, of_two())
        assert layout.folders(tmp_path) == []

    def test_a_second_writing_replaces_the_first_and_leaves_nothing_behind(self, tmp_path):
        first = of_two()
        file = written(tmp_path, first)
        others = {f"other-{number}": planned for number, planned in enumerate(first.runs.values())}
        again = KeptComparison(
            first.name, MADE, first.kind, first.experiment, first.titles, None, others
        )
        write(tmp_path, again, first)
        assert read(file) == again
        assert list(file.parent.iterdir()) == [file]

    def test_deleted_it_is_gone_and_may_be_deleted_twice(self, tmp_path):
        written(tmp_path, of_two())
        for _ in range(2):
            delete(tmp_path, "20261124-134501-x")
            assert read_all(tmp_path).comparisons == ()

    def test_where_nothing_can_be_written_it_says_so(self, tmp_path):
        (tmp_path / COMPARISONS_FOLDER).write_bytes(b"")
        with pytest.raises(FileError, match="cannot be kept in"):
            write(tmp_path, of_two())
        assert read_all(tmp_path) == StoredComparisons((), ())

    def test_names_sort_by_time_and_differ(self):
        names = {new_name(Kind.GRID) for _ in range(50)}
        assert len(names) == 50
        assert all("-grid-" in name for name in names)


def told(comparison):
    """What stands in the file, as plain values."""
    return description_of(comparison)


TWO, GRID = told(of_two()), told(of_grid())


def changed(base, *path, to):
    values = copy.deepcopy(base)
    *parents, last = path
    part = values
    for parent in parents:
        part = part[parent]
    part[last] = to
    return values


def nested(depth):
    """A title in a title, that many times."""
    values = {"a": nested(depth - 1)} if depth else {"a": {"template": "x"}}
    return {"template": "{a}", "values": values}


def multiplied(depth, times=50):
    """A title in a title, that many times, and many times in each."""
    values = {"a": multiplied(depth - 1, times) if depth else {"template": "x" * 100}}
    return {"template": "{a}" * times, "values": values}


def titled(template, values=None):
    return changed(
        TWO, "members", 0, "title", to={"template": template, "values": values or {"a": "x"}}
    )


def of_copies(count):
    """A comparison of one network with itself, that many times."""
    (first, _), names = TWO["members"], [f"c{number}" for number in range(count)]
    return {
        **TWO,
        "members": [{**first, "name": name} for name in names],
        "seeds": [1],
        "runs": {f"run-{name}": {"member": name, "seed": 1} for name in names},
    }


WRONG = {
    "more than can be compared two by two": of_copies(experiments.MAX_COMPARED + 1),
    "no version": {key: value for key, value in TWO.items() if key != "schema"},
    "version 0": changed(TWO, "schema", to=0),
    "version true": changed(TWO, "schema", to=True),
    "more": {**TWO, "more": 1},
    "kind": changed(TWO, "kind", to="race"),
    "a grid without axes": changed(TWO, "kind", to="grid"),
    "members and grid": {**TWO, "grid": GRID["grid"]},
    "made": changed(TWO, "made", to="yesterday"),
    "made without zone": changed(TWO, "made", to="2026-11-24T13:45:01"),
    "made after all local times of Windows": changed(TWO, "made", to="3001-06-01T00:00:00+00:00"),
    "made long ago": changed(TWO, "made", to="0001-01-01T00:00:00+14:00"),
    "no seeds": changed(TWO, "seeds", to=[]),
    "seed twice": changed(TWO, "seeds", to=[42, 42]),
    "seed below 0": changed(TWO, "seeds", to=[-1]),
    "too many seeds": changed(TWO, "seeds", to=list(range(2000))),
    "config": changed(TWO, "members", 0, "config", "epochs", to=0),
    "config more": changed(TWO, "members", 0, "config", "more", to=0),
    "a line": changed(
        TWO, "members", 0, "config", to=preset("linear").config.model_dump(mode="json")
    ),
    "name twice": changed(TWO, "members", 1, "name", to="a"),
    "run path": {**TWO, "runs": {f"../{run}": place for run, place in TWO["runs"].items()}},
    "run called like a folder that holds none": {
        **TWO,
        "runs": {run.replace("run-0", "Damaged"): place for run, place in TWO["runs"].items()},
    },
    "run missing": {**TWO, "runs": dict(list(TWO["runs"].items())[1:])},
    "run twice": {**TWO, "runs": {**TWO["runs"], "again": {"member": "a", "seed": 42}}},
    "run of nobody": changed(TWO, "runs", "run-0", "member", to="c"),
    "axis": changed(GRID, "grid", "axes", 0, "path", to="optimizer.magic"),
    "axis twice": changed(GRID, "grid", "axes", 0, "path", to="optimizer.learning_rate"),
    "axis value": changed(GRID, "grid", "axes", 0, "values", to=["best"]),
    "axis empty": changed(GRID, "grid", "axes", 0, "values", to=[]),
    "axis long": changed(GRID, "grid", "axes", 1, "values", to=[0.1] * 1000),
    "template reaches": titled("{a.__class__}"),
    "template indexes": titled("{a[0]}"),
    "template wide": titled("{a:999999999}"),
    "template converts": titled("{a!r}"),
    "template numbers": titled("{0}"),
    "template without value": titled("{b}"),
    "template broken": titled("{a"),
    "title value": titled("{a}", {"a": [1]}),
    "title multiplied": titled("{a}", {"a": multiplied(8)}),
    "title multiplied at once": titled("{a}" * 11, {"a": "x" * 100}),
    "title blank": titled("{a}", {"a": " \u3000"}),
    "title deep": titled("{a}", {"a": nested(MAX_DEPTH)}),
    "a list": [],
    "nothing": None,
}


NO_RUN = changed(TWO, "runs", to={})


@pytest.mark.usefixtures("nothing_is_new")
class TestHostile:
    @pytest.mark.parametrize("name", WRONG)
    def test_what_cannot_be_is_refused(self, tmp_path, name):
        file = tmp_path / "one.json"
        file.write_text(json.dumps(WRONG[name]))
        with pytest.raises(FileError, match="is damaged: "):
            read(file)

    def test_as_many_as_can_be_compared_two_by_two_are_read(self, tmp_path):
        file = tmp_path / "one.json"
        file.write_text(json.dumps(of_copies(experiments.MAX_COMPARED)))
        assert len(read(file).experiment.members) == experiments.MAX_COMPARED

    @pytest.mark.parametrize(
        "content", [b"", b"{", b"\xff", b"[" * 100_000, b'{"schema": 1e999}', b" " * 5_000_001]
    )
    def test_what_is_no_json_is_refused(self, tmp_path, content):
        file = tmp_path / "one.json"
        file.write_bytes(content)
        with pytest.raises(FileError):
            read(file)

    @settings(
        max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    @given(st.data())
    def test_any_value_anywhere_is_taken_or_refused(self, tmp_path, data):
        values = copy.deepcopy(data.draw(st.sampled_from([TWO, GRID])))
        part, places = values, st.sampled_from
        while True:
            keys = list(part) if isinstance(part, dict) else range(len(part))
            key = data.draw(places(list(keys)))
            inner = part[key]
            if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
                break
            part = inner
        scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
        part[key] = data.draw(
            st.recursive(
                scalars, lambda s: st.lists(s) | st.dictionaries(st.text(), s), max_leaves=5
            )
        )
        file = tmp_path / "one.json"
        file.write_text(json.dumps(values))
        try:
            found = read(file)
        except FileError:
            return
        assert len(found.runs) == len(found.experiment.plan())
        for title in found.titles.values():
            str(title)

    @pytest.mark.parametrize(
        ("name", "content"),
        [("20261124-134501-comparison-3f2ab4c7.json", "{}"), ("worse.json", json.dumps(NO_RUN))],
    )
    def test_a_damaged_one_is_told_of_once_and_hides_no_other(self, name, content, tmp_path):
        sound = of_two()
        file = written(tmp_path, sound)
        (file.parent / name).write_text(content)
        found = read_all(tmp_path)
        assert found.comparisons == (sound,)
        (problem,) = found.problems
        assert f"{name} is damaged" in str(problem)
        assert (file.parent / DAMAGED_FOLDER / name).exists()
        assert read_all(tmp_path) == StoredComparisons((sound,), ())

    def test_small_files_that_describe_very_many_networks_do_not_fill_the_memory(
        self, tmp_path, monkeypatch
    ):
        """Each describes four; the newest ones are shown, and the others named and left alone."""
        for number in range(5):
            written(tmp_path, replace(of_grid(), name=f"20261124-13450{number}-x"))
        monkeypatch.setattr(comparison_files, "MAX_ALL_NETWORKS", 11)
        found = read_all(tmp_path)
        names = [comparison.name for comparison in found.comparisons]
        assert sorted(names) == ["20261124-134503-x", "20261124-134504-x"]
        (problem,) = found.problems
        for number in range(3):
            assert f"20261124-13450{number}-x.json" in str(problem)
        assert len(list((tmp_path / COMPARISONS_FOLDER).glob("*.json"))) == 5

    def test_points_of_their_own_count_as_further_networks(self, tmp_path, monkeypatch):
        own = [[0.001 * number, 0.5, number % 2] for number in range(500)]
        base = small("plane-logistic", {"data.dataset": POINTS_OWN, "data.points.own": own})
        grid = Grid(base, (Axis("optimizer.learning_rate", (0.01, 0.1)),))
        written(tmp_path, kept(grid.experiment(), Kind.GRID, grid))
        for most, count in ((12, 1), (11, 0)):
            monkeypatch.setattr(comparison_files, "MAX_ALL_NETWORKS", most)
            assert len(read_all(tmp_path).comparisons) == count

    def test_a_large_one_of_somebody_else_hides_none_of_the_users_own(self, tmp_path):
        """Two files of 1,000 networks with 500 points each; they come first by their names."""
        mine = [f"2026112{day}-134501-x" for day in range(3)]
        for name in mine:
            written(tmp_path, replace(of_two(), name=name))
        for name in ("z1", "29991231-235959-grid-3f2ab4c7"):
            (tmp_path / COMPARISONS_FOLDER / f"{name}.json").write_text(described(40, 25))
        found = read_all(tmp_path)
        names = [comparison.name for comparison in found.comparisons]
        assert set(names) == {*mine, "29991231-235959-grid-3f2ab4c7"}
        (problem,) = found.problems
        assert "z1.json" in str(problem)

    @pytest.mark.parametrize("has_imported_runs", [True, False])
    def test_many_of_somebody_else_that_fill_the_space_hide_no_small_one(
        self, has_imported_runs, tmp_path, monkeypatch
    ):
        """They were made later by their names, and may have come with runs of theirs."""
        mine = written(tmp_path, replace(of_two(), name="20200101-000000-x"))
        trained = {mine.stem: "run-0"} if has_imported_runs else {}
        for number in range(20):
            theirs = {f"theirs-{number}-{run}": planned for run, planned in of_grid().runs.items()}
            name = f"29991231-2359{number:02}-x"
            written(tmp_path, replace(of_grid(), name=name, runs=theirs))
            if has_imported_runs:
                trained[name] = next(iter(theirs))
        for name, run in trained.items():
            (tmp_path / run).mkdir()
            record = RunRecord(run, small("logistic"), RunState.RUNNING, comparison=name)
            write_description(tmp_path / run, described_run(record))
        monkeypatch.setattr(comparison_files, "MAX_ALL_NETWORKS", 100)  # twenty of theirs
        found = read_all(tmp_path)
        assert mine.stem in [comparison.name for comparison in found.comparisons]
        (problem,) = found.problems
        assert "29991231-235900-x.json" in str(problem)
        assert len(found.comparisons) == 20

    @pytest.mark.parametrize("names_mine", [True, False])
    @pytest.mark.parametrize("is_earlier", [True, False])
    def test_those_with_runs_that_are_here_come_first(
        self, is_earlier, names_mine, tmp_path, monkeypatch
    ):
        """Of somebody else are many of an ordinary size, made later by their names.

        They may name the user's runs; these state what they were trained for.
        """
        mine = written(tmp_path, replace(of_grid(), name="20200101-000000-x"))
        for number in range(5):
            runs = {f"theirs-{run}": planned for run, planned in of_grid().runs.items()}
            runs = of_grid().runs if names_mine and not is_earlier else runs
            written(tmp_path, replace(of_grid(), name=f"29991231-23595{number}-x", runs=runs))
        record = RunRecord("run-3", small("logistic"), RunState.RUNNING, comparison=mine.stem)
        if is_earlier:
            record.comparison = ""
        (tmp_path / "run-3").mkdir()
        write_description(tmp_path / "run-3", described_run(record))
        monkeypatch.setattr(comparison_files, "MAX_ALL_NETWORKS", 5)
        (comparison,) = read_all(tmp_path).comparisons
        assert comparison.name == mine.stem

    def test_one_run_of_an_earlier_version_lets_nobody_s_go_ahead_of_those_that_are_stated(
        self, tmp_path, monkeypatch
    ):
        mine = written(tmp_path, replace(of_grid(), name="20200101-000000-x"))
        theirs = {"old" if run == "run-0" else run: it for run, it in of_grid().runs.items()}
        for number in range(5):
            written(tmp_path, replace(of_grid(), name=f"29991231-23595{number}-x", runs=theirs))
        for run, stated in (("run-3", mine.stem), ("old", "")):
            (tmp_path / run).mkdir()
            record = RunRecord(run, small("logistic"), RunState.RUNNING, comparison=stated)
            write_description(tmp_path / run, described_run(record))
        monkeypatch.setattr(comparison_files, "MAX_ALL_NETWORKS", 5)
        (comparison,) = read_all(tmp_path).comparisons
        assert comparison.name == mine.stem

    def test_another_window_s_runs_are_taken_over_unless_they_belong_elsewhere(self, tmp_path):
        """A file that was exchanged must not make a run of the user's one of its own."""
        before = of_two()
        run, other, *_ = before.runs
        file = written(tmp_path, before)
        record = RunRecord("mine", small("logistic"), RunState.COMPLETED)
        (tmp_path / "mine").mkdir()
        write_description(tmp_path / "mine", described_run(record))

        names = {run: "mine", other: "of-another-window"}
        theirs = {names.get(one, one): planned for one, planned in before.runs.items()}
        file.unlink()
        written(tmp_path, replace(before, runs=theirs))
        again = write(tmp_path, before, before)
        assert list(again.runs)[:2] == [run, "of-another-window"]
        assert set(read(file).runs) == set(again.runs)

    def test_a_run_that_another_window_is_just_starting_is_taken_over(self, tmp_path):
        """Its folder is made before its description is written."""
        mine = of_two()
        run, *_ = mine.runs
        theirs = {"theirs" if one == run else one: plan for one, plan in mine.runs.items()}
        written(tmp_path, replace(mine, runs=theirs))
        (tmp_path / "theirs").mkdir()
        assert set(write(tmp_path, mine).runs) == set(theirs)

    def test_planned_runs_count_as_networks(self, tmp_path):
        """Each file has 2 networks and 1,000 seeds, so that 39 of them fill what there may be."""
        folder = tmp_path / COMPARISONS_FOLDER
        folder.mkdir()
        for number in range(42):
            (folder / f"a{number}.json").write_text(described(2, 1, list(range(1000)), points=0))
        found = read_all(tmp_path)
        assert len(found.comparisons) == 39
        assert "a0.json" in str(found.problems[0])

    def test_the_configs_of_a_networks_runs_share_what_is_large(self):
        own = [[0.001 * number, 0.5, number % 2] for number in range(500)]
        config = small("plane-logistic", {"data.dataset": POINTS_OWN, "data.points.own": own})
        plan = Experiment((Member("a", config),), tuple(range(1000))).plan()
        assert all(planned.config.data is config.data for planned in plan)
        assert plan[7].config == with_values(config, {"seed": 7})

    @pytest.mark.parametrize("content", ["{}", "[1]", '{"schema": 1, "runs": [', "no JSON"])
    def test_a_file_of_another_program_stays_where_it_is(self, content, tmp_path):
        file = written(tmp_path, of_two()).with_name("prices.json")
        file.write_text(content)
        for _ in range(2):
            (problem,) = read_all(tmp_path).problems
            assert "prices.json is damaged" in str(problem)
        assert file.read_text() == content

    @pytest.mark.parametrize("letter", ["\n", "\u202e", "\ud800", "\u2028", "\x1b"])
    @pytest.mark.parametrize("where", ["title", "name", "value"])
    def test_one_with_a_character_that_no_title_holds_hides_no_other(self, tmp_path, where, letter):
        sound = of_two()
        file = written(tmp_path, sound)
        values = {
            "title": titled(f"my {{a}}{letter}"),
            "name": changed(TWO, "members", 0, "name", to=f"a{letter}"),
            "value": titled("my {a}", {"a": letter}),
        }[where]
        (file.parent / "worse.json").write_text(json.dumps(values))
        found = read_all(tmp_path)
        assert found.comparisons == (sound,)
        (problem,) = found.problems
        escape = letter.encode("unicode_escape").decode()
        assert f"must not contain the character {escape}" in str(problem)

    def test_one_of_a_later_version_stays_where_it_is(self, tmp_path):
        file = written(tmp_path, of_two())
        file.write_text(json.dumps({**TWO, "schema": SCHEMA + 1, "more": 1}))
        for _ in range(2):
            (problem,) = read_all(tmp_path).problems
            assert "was written by a later version of Inkling" in str(problem)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A comparison whose runs are kept, and its results as they were when it was trained."""
    folder = tmp_path_factory.mktemp("runs")
    experiment = Experiment(
        (Member("a", small("logistic")), Member("b", small("sigmoid"))), (42, 43)
    )
    results, ids = Results(experiment), {}

    def start(planned):
        run = f"{planned.member}-{planned.seed}"
        ids[run] = planned
        return Control(run, 1)

    def train(planned, control):
        return train_and_keep(
            TrainingJob(control.run, planned.config, folder / control.run), control
        )

    for _ in trials.run(results, start, train):
        pass
    return folder, experiment, results, ids


CHANGE = {
    "run": "a-42",
    "epoch": 1,
    "batch": 1,
    "batches": 12,
    "path": "optimizer.learning_rate",
    "before": 0.1,
}


def tell(run, **changes):
    file = run / RUN_FILE
    file.write_text(json.dumps({**json.loads(file.read_bytes()), **changes}))


def go_further(run):
    tell(run, config=with_values(small("logistic"), {"epochs": 9}).model_dump(mode="json"))


def change_by_hand(run):
    (run / layout.CHANGES_FILE).write_text(json.dumps({**CHANGE, "value": 0.5}) + "\n")


class TestJudgedAgain:
    @pytest.fixture
    def again(self, trained, tmp_path):
        """Have them judged anew after something was done to their folders."""
        folder, experiment, _, ids = trained
        place = shutil.copytree(folder, tmp_path / "runs")

        def judge(act=lambda _folder: None):
            act(place)
            results, statuses = Results(experiment), {}
            for run, planned in ids.items():
                statuses[run], outcome = trials.judge_kept_run(run, planned, place, is_sealed=False)
                if outcome is not None:
                    results.add(planned, outcome)
            return results, statuses

        return judge

    def test_it_is_the_same_bit_for_bit(self, trained, again):
        results, statuses = again()
        before = trained[2]
        assert set(statuses.values()) == {RunStatus.JUDGED}
        assert results.verdicts() == before.verdicts()
        assert results.p_values() == before.p_values()
        assert results.contributions() == before.contributions()
        assert results._outcomes.keys() == before._outcomes.keys()
        for place, outcome in results._outcomes.items():
            was = before._outcomes[place]
            assert (outcome.final, outcome.best) == (was.final, was.best)
            assert (outcome.right == was.right).all()

    @pytest.mark.parametrize(
        ("act", "status"),
        [
            (shutil.rmtree, RunStatus.MISSING),
            (lambda run: (run / RUN_FILE).unlink(), RunStatus.MISSING),
            (lambda run: (run / RUN_FILE).write_text("{"), RunStatus.UNREADABLE),
            (lambda run: (run / WEIGHTS_FILE).unlink(), RunStatus.UNREADABLE),
            (lambda run: tell(run, state="stopped"), RunStatus.UNFINISHED),
            (lambda run: tell(run, state="running"), RunStatus.UNFINISHED),
            (lambda run: tell(run, state="failed"), RunStatus.FAILED),
            (go_further, RunStatus.CONTINUED),
            (change_by_hand, RunStatus.ALTERED),
        ],
    )
    def test_what_became_of_a_run_is_said_and_the_rest_judged(self, trained, again, act, status):
        results, statuses = again(lambda folder: act(folder / "a-42"))
        assert statuses == {
            "a-42": status,
            "b-42": RunStatus.JUDGED,
            "a-43": RunStatus.JUDGED,
            "b-43": RunStatus.JUDGED,
        }
        assert results.seeds_of("a", "b") == (43,)
        assert results.p_values() == {43: trained[2].p_values()[43]}
        assert excluded(statuses.values()) == {status: 1}

    def test_a_run_that_diverged_counts_as_one_that_guesses(self, again):
        results, statuses = again(lambda folder: tell(folder / "a-42", state="diverged"))
        assert statuses["a-42"] is RunStatus.DIVERGED
        assert excluded(statuses.values()) == {}
        (found,) = results.verdicts()
        assert (found.seeds, found.diverged_a, found.diverged_b) == (2, 1, 0)
        assert results.completed_seeds_of("a", "b") == (43,)
        assert list(results.p_values()) == [43]
        assert results.by_seed()[42][0].is_diverged

    def test_a_run_that_somebody_trains_is_waited_for(self, again):
        held = []

        def train(folder):
            tell(folder / "a-42", state="running")
            held.append(layout.lock_of(folder / "a-42"))
            held[0].acquire()

        _, statuses = again(train)
        held[0].release()
        assert statuses["a-42"] is RunStatus.TRAINING


class TestSize:
    """A comparison that can be read can be written again, and one that is written can be read."""

    @staticmethod
    def short(count, letters):
        """A file of so many networks, as short as JSON can be, with long titles."""
        titles = [
            {"template": "{a}", "values": {"a": f"{n}" + "x" * letters}} for n in range(count)
        ]
        members = [
            {"name": f"m{number}", "title": title, "config": {"seed": number}}
            for number, title in enumerate(titles)
        ]
        planned = {f"r{number}": {"member": f"m{number}", "seed": 0} for number in range(count)}
        head = {"schema": 1, "made": MADE.isoformat(), "kind": "comparison", "seeds": [0]}
        return json.dumps(head | {"members": members, "runs": planned}, separators=(",", ":"))

    @given(count=st.integers(1, 120), letters=st.integers(0, 290), most=st.integers(1, 200_000))
    @settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_what_can_be_read_can_be_written_and_read_again(
        self, count, letters, most, tmp_path_factory
    ):
        runs_dir = tmp_path_factory.mktemp("runs")
        (runs_dir / COMPARISONS_FOLDER).mkdir()
        file = runs_dir / COMPARISONS_FOLDER / "20261124-134501-comparison-3f2ab4c7.json"
        file.write_text(self.short(count, letters))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(comparison_files, "MAX_COMPARISON_BYTES", most)
            try:
                first = read(file)
            except FileError:
                return

            longest = {  # as runs that are trained again may have
                "a" * (MAX_ID - 6) + f"{number:06}": planned
                for number, planned in enumerate(first.runs.values())
            }
            for again in (first, replace(first, runs=longest)):
                write(runs_dir, again, first)
                assert file.stat().st_size <= most
                assert description_of(read(file)) == description_of(again)

    def test_one_that_grows_beyond_the_limit_is_refused_when_it_is_read(
        self, tmp_path, monkeypatch
    ):
        content = self.short(100, 10)
        monkeypatch.setattr(comparison_files, "MAX_COMPARISON_BYTES", len(content) + 12_000)
        file = tmp_path / "20261124-134501-comparison-3f2ab4c7.json"
        file.write_text(content)
        with pytest.raises(FileError, match="too large"):
            read(file)

    def test_one_that_could_not_be_read_again_replaces_none(self, tmp_path, monkeypatch):
        write(tmp_path, of_two())
        (file,) = (tmp_path / COMPARISONS_FOLDER).iterdir()
        before = file.read_bytes()
        monkeypatch.setattr(comparison_files, "MAX_COMPARISON_BYTES", len(before))
        with pytest.raises(FileError, match="cannot be kept"):
            write(tmp_path, of_two())
        assert file.read_bytes() == before

    def test_the_largest_that_can_be_made_of_common_networks_fits(self, tmp_path):
        names = [f"n{number}" for number in range(experiments.MAX_COMPARED)]
        networks = {name: small("cnn", {"seed": int(name[1:])}) for name in names}
        members = tuple(Member(name, config) for name, config in networks.items())
        largest = kept(Experiment(members, tuple(range(20))))
        write(tmp_path, largest)
        assert read_all(tmp_path).problems == ()


def test_a_folder_that_somebody_locks_is_waited_for_once(tmp_path, monkeypatch):
    folder = tmp_path / COMPARISONS_FOLDER
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.json").write_text("{")
    waited = []

    @contextmanager
    def locked(_folder, wait_s):
        waited.append(wait_s)
        raise TimeoutError
        yield

    monkeypatch.setattr(comparison_files, "exclusive", locked)
    assert len(read_all(tmp_path).unread) == 3
    assert waited == [WAIT_S, 0, 0]


class TestWithoutTheLock:
    """Somebody who may read the folder of comparisons holds its lock."""

    @pytest.fixture(autouse=True)
    def comparison(self, tmp_path, monkeypatch):
        """A comparison that is kept."""
        comparison = of_two()
        file = written(tmp_path, comparison)
        without_waiting = partial(exclusive_if_possible, wait_s=0)
        monkeypatch.setattr(
            comparison_files, "exclusive_if_possible", without_waiting, raising=False
        )
        with exclusive(file.parent):
            yield comparison

    def test_a_comparison_is_written(self, comparison, tmp_path):
        changed = with_run(comparison, 0, "other")
        write(tmp_path, changed, comparison)
        assert read_all(tmp_path).comparisons == (changed,)

    def test_a_new_one_waits_for_nobody(self, tmp_path, monkeypatch):
        """Its runs may begin at once, and must not be there without it."""
        monkeypatch.setattr(comparison_files, "exclusive_if_possible", Mock(side_effect=OSError))
        new = replace(of_two(), name="new")
        write(tmp_path, new)
        assert new in read_all(tmp_path).comparisons

    def test_what_another_window_writes_meanwhile_stays(self, comparison, tmp_path, monkeypatch):
        mine, theirs = with_run(comparison, 0, "mine"), with_run(comparison, 1, "theirs")
        happens_first(monkeypatch, lambda: write(tmp_path, theirs, comparison))
        both = with_run(mine, 1, "theirs")
        assert write(tmp_path, mine, comparison) == both
        assert read_all(tmp_path).comparisons == (both,)

    def test_one_that_another_window_deletes_meanwhile_is_gone(
        self, comparison, tmp_path, monkeypatch
    ):
        (file,) = (tmp_path / COMPARISONS_FOLDER).glob("*.json")
        happens_first(monkeypatch, file.unlink)
        with pytest.raises(DeletedFileError):
            write(tmp_path, with_run(comparison, 0, "mine"), comparison)
        assert not list(file.parent.glob("*.json"))

    def test_one_that_changes_all_the_time_is_told(self, comparison, tmp_path, monkeypatch):
        (file,) = (tmp_path / COMPARISONS_FOLDER).glob("*.json")
        times = itertools.count()
        monkeypatch.setattr(
            comparison_files, "_content", lambda _: os.utime(file, (0, next(times))) or b""
        )
        with pytest.raises(FileError, match="cannot be kept"):
            write(tmp_path, with_run(comparison, 0, "mine"), comparison)
        monkeypatch.undo()
        assert read_all(tmp_path).comparisons == (comparison,)


def with_run(comparison, index, run):
    """The same comparison with another run at one place."""
    runs = {
        run if place == index else before: planned
        for place, (before, planned) in enumerate(comparison.runs.items())
    }
    return replace(comparison, runs=runs)


def happens_first(monkeypatch, act):
    """Have something happen before a comparison is next replaced, after its file was read."""
    content, acts = comparison_files._content, [act]

    def act_first(kept):
        if acts:
            acts.pop()()
        return content(kept)

    monkeypatch.setattr(comparison_files, "_content", act_first)
