"""The recorded gradient steps of a line: PyTorch's own numbers, kept and continued."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
import torch
from torch import nn

from core.config.run import RunConfig
from core.data import datasets
from core.lifecycle import archive
from core.lifecycle.continuing import continuation, fork
from core.lifecycle.job import TrainingJob, job_from
from core.lifecycle.session import train_and_keep
from core.run.control import Control
from core.run.events import (
    MAX_EPOCH_STEPS,
    BatchProgress,
    EpochCompleted,
    RunEnded,
    Steps,
    WeightsPublished,
    as_json,
)
from core.run.moment import Moment
from core.storage import layout
from core.storage import records as runs
from core.training import step_log
from core.training.loop import train
from tests.core.running import completed, config_of, epochs_of, run_to_the_end, small

NAME = "20261124-120000-linear-00000001"
LINE = {"epochs": 3, "data.order": "file"}


def steps_of(events):
    return [epoch.steps for epoch in epochs_of(events)]


def plain_loop(config: RunConfig):
    """Train a line with PyTorch as the tutorial does; slopes, gradients and costs of each epoch."""
    data = datasets.load(config.data)
    first = next(e for e in run_to_the_end(config) if isinstance(e, EpochCompleted)).steps.slopes[0]
    model = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        model.weight.fill_(first)
    optimizer = torch.optim.SGD(
        model.parameters(), config.optimizer.learning_rate, config.optimizer.momentum
    )
    size = config.data.batch_size
    for _ in range(config.epochs):
        slopes, gradients, costs = [model.weight.item()], [], []
        for start in range(0, len(data.train_x) - size + 1, size):
            optimizer.zero_grad()
            outputs = model(data.train_x[start : start + size])
            cost = nn.functional.mse_loss(outputs, data.train_y[start : start + size])
            cost.backward()
            gradients.append(model.weight.grad.item())
            costs.append(cost.item())
            optimizer.step()
            slopes.append(model.weight.item())
        yield Steps(tuple(slopes), tuple(gradients), tuple(costs))


def job(tmp_path, changes=None):
    return TrainingJob(NAME, config_of("linear", LINE | (changes or {})), tmp_path / NAME)


def keep(the_job, stop_after=None):
    """Train and keep a run; stop it after so many batches."""
    control = Control(the_job.run, 1, takes_checkpoints=True)
    if stop_after is not None:
        control.reports_each_batch.set()
    events = []
    for event in train_and_keep(the_job, control):
        events.append(event)
        if sum(isinstance(one, BatchProgress) for one in events) == stop_after:
            control.stop.set()
    return events


@pytest.mark.parametrize("batch_size", [10, 101, 1])
def test_every_step_is_the_one_that_pytorch_takes(batch_size):
    config = config_of("linear", LINE | {"data.batch_size": batch_size})
    recorded = steps_of(completed(run_to_the_end(config)))
    for steps, expected in zip(recorded, plain_loop(config), strict=True):
        assert len(steps.gradients) == 101 // batch_size
        assert steps.slopes == pytest.approx(expected.slopes, rel=1e-5)
        assert steps.gradients == pytest.approx(expected.gradients, rel=1e-4, abs=1e-6)
        assert steps.costs == pytest.approx(expected.costs, rel=1e-4, abs=1e-6)


def test_an_epoch_begins_where_the_last_one_ended():
    epochs = epochs_of(run_to_the_end(config_of("linear", LINE)))
    assert [epoch.weight for epoch in epochs] == [epoch.steps.slopes[-1] for epoch in epochs]
    for before, after in pairwise(epochs):
        assert before.steps.slopes[-1] == after.steps.slopes[0]


def test_networks_that_classify_record_none():
    events = run_to_the_end(small("logistic", {"epochs": 1}))
    assert steps_of(events) == [None]


def test_a_run_records_no_more_than_it_may(monkeypatch):
    monkeypatch.setattr(step_log, "MAX_RUN_STEPS", 25)
    recorded = steps_of(run_to_the_end(config_of("linear", LINE | {"epochs": 4})))
    assert [steps is not None for steps in recorded] == [True, True, False, False]


def test_steps_to_infinity_are_left_out():
    config = config_of("linear", LINE | {"optimizer.learning_rate": 10.0, "epochs": 100})
    events = run_to_the_end(config)
    assert events[-1].reason == "diverged"
    assert max(map(abs, events[-1].steps.slopes)) > 1e18


def test_after_every_batch_progress_and_weights_are_reported_if_asked_for():
    config = config_of("linear", LINE)
    control = Control("run", 1)
    control.reports_each_batch.set()
    events = list(train(config, datasets.load(config.data), control))
    progress = [event for event in events if isinstance(event, BatchProgress)]
    assert [(event.epoch, event.batch) for event in progress] == [
        (epoch, batch) for epoch in (1, 2, 3) for batch in range(1, 11)
    ]
    assert [len(event.steps.costs) for event in progress] == [*range(1, 11)] * 3
    published = [event.moment for event in events if isinstance(event, WeightsPublished)]
    assert {Moment(epoch, batch) for epoch in (0, 1, 2) for batch in range(1, 11)} <= {*published}
    unasked = epochs_of(run_to_the_end(config))
    assert [epoch.cost for epoch in epochs_of(events)] == [epoch.cost for epoch in unasked]


class TestKept:
    def test_all_steps_are_read_again(self, tmp_path):
        events = keep(job(tmp_path))
        record = runs.read_record(tmp_path / NAME)
        assert [epoch.steps for epoch in record.epochs] == steps_of(events)
        assert record.epochs[0].steps is not None
        assert record.last.steps == record.epochs[-1].steps

    def test_those_of_an_unfinished_epoch_too(self, tmp_path):
        events = keep(job(tmp_path), stop_after=14)
        (ended,) = [event for event in events if isinstance(event, RunEnded)]
        assert len(ended.steps.costs) == 4
        record = runs.read_record(tmp_path / NAME)
        assert record.end.steps == ended.steps
        assert len(record.epochs) == 1

    def test_a_continued_run_has_the_steps_of_one_that_was_never_stopped(self, tmp_path):
        keep(job(tmp_path), stop_after=14)
        keep(job_from(continuation(tmp_path / NAME, 3)))
        (tmp_path / "whole").mkdir()
        keep(job(tmp_path / "whole"))
        continued, whole = (runs.read_record(d / NAME) for d in (tmp_path, tmp_path / "whole"))
        assert [epoch.steps for epoch in continued.epochs] == [e.steps for e in whole.epochs]
        assert continued.end.steps is None

    def test_a_fork_begins_with_the_steps_of_its_parent(self, tmp_path):
        keep(job(tmp_path))
        start = fork(tmp_path / NAME, tmp_path, {"optimizer.learning_rate": 0.5})
        keep(job_from(start))
        record = runs.read_record(start.folder)
        parent = runs.read_record(tmp_path / NAME)
        assert [e.steps for e in record.epochs[:3]] == [e.steps for e in parent.epochs]
        assert record.epochs[3].steps.slopes[0] == parent.epochs[-1].weight

    def test_an_archive_under_another_name_keeps_them(self, tmp_path):
        keep(job(tmp_path), stop_after=14)
        archive.pack(tmp_path / NAME, tmp_path / "run.zip")
        description = json.loads((tmp_path / NAME / layout.RUN_FILE).read_text())
        (tmp_path / "there" / NAME).mkdir(parents=True)
        again = archive.unpack(tmp_path / "run.zip", tmp_path / "there")
        record = runs.read_record(tmp_path / "there" / again.run)
        assert again.run != NAME
        assert record.end.steps == runs.read_record(tmp_path / NAME).end.steps
        assert description["steps"]["costs"] == list(record.end.steps.costs)

    def test_runs_of_earlier_versions_have_none(self, tmp_path):
        keep(job(tmp_path))
        for name in (layout.METRICS_FILE, layout.RUN_FILE):
            path = tmp_path / NAME / name
            lines = [path.read_text()] if name == layout.RUN_FILE else path.read_text().splitlines()
            values = [json.loads(line) for line in lines]
            for one in values:
                one.pop("steps", None)
                for part in ("last", "best"):
                    (one.get(part) or {}).pop("steps", None)
            path.write_text("".join(json.dumps(one) + "\n" for one in values))
        record = runs.read_record(tmp_path / NAME)
        assert [epoch.steps for epoch in record.epochs] == [None] * 3
        keep(job_from(continuation(tmp_path / NAME, 4)))
        steps = [epoch.steps for epoch in runs.read_record(tmp_path / NAME).epochs]
        assert [one is None for one in steps] == [True, True, True, False]

    @pytest.mark.parametrize(
        "steps",
        [
            {"slopes": [1.0], "gradients": [1.0], "costs": [1.0]},
            {"slopes": [1.0, 2.0], "gradients": [1.0], "costs": []},
            {"slopes": [1.0, "2.0"], "gradients": [1.0], "costs": [1.0]},
            {"slopes": [1.0, 1e400], "gradients": [1.0], "costs": [1.0]},
            {"slopes": [1.0] * 1001, "gradients": [1.0] * 1000, "costs": [1.0] * 1000},
            [1.0],
        ],
    )
    def test_damaged_steps_are_refused(self, steps, tmp_path):
        keep(job(tmp_path))
        path = tmp_path / NAME / layout.METRICS_FILE
        first, *others = path.read_text().splitlines()
        path.write_text("\n".join([json.dumps(json.loads(first) | {"steps": steps}), *others, ""]))
        with pytest.raises(runs.RunFolderError, match="damaged"):
            runs.read_record(tmp_path / NAME)

    def test_the_longest_run_can_be_read_again(self, tmp_path):
        """As many steps as a run records, each as long as it can be written."""
        number = -1.2345678901234567e-100
        epoch = epochs_of(run_to_the_end(config_of("linear", {"epochs": 1})))[0]
        line = runs.json_line(replace(epoch, steps=None, run="A" * 120))
        steps = Steps((number,) * 102, (number,) * 101, (number,) * 101)
        longest = runs.json_line(replace(epoch, steps=steps, run="A" * 120))
        assert len(longest) < layout.MAX_LINE_BYTES
        of_steps = (len(longest) - len(line)) * (step_log.MAX_RUN_STEPS // 101)
        assert of_steps + 1000 * layout.MAX_EPOCH_LINES < layout.MAX_LINES_BYTES
        assert MAX_EPOCH_STEPS > 101


def test_programs_that_read_the_command_line_get_no_steps():
    (epoch,) = epochs_of(run_to_the_end(config_of("linear", {"epochs": 1})))
    assert "steps" not in as_json(epoch)
