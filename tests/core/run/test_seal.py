"""The seal on a test set: what judges a run while it is closed, and what its openings say."""

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from core.config.data import DataConfig
from core.config.run import sealed
from core.data.datasets import labelled_digits, load
from core.export.epochs_csv import csv_of
from core.lifecycle.tensorboard import numbers_of
from core.run.events import MomentMeasured, as_json
from core.run.moment import Moment
from core.run.record import RunRecord
from core.run.seal import Opening, Time, is_closed, merged, names_of, opening, seal_note
from core.run.series import Number, RunSeries, XAxis
from tests.core.running import config_of, epochs_of, run_to_the_end, small

HELD_OUT = {"data.validation_size": 100}
FIRST = Opening("2026-11-27T09:00:00+00:00", 2)
SECOND = Opening("2026-11-28T09:00:00+00:00", 2)
FIRST_AGAIN = Opening("2026-11-26T09:00:00+00:00", 3)


@pytest.fixture(scope="module")
def events():
    return run_to_the_end(small("mlp", HELD_OUT))


def record_of(events, openings=()):
    record = RunRecord("run", small("mlp", HELD_OUT), openings=openings)
    for event in events:
        record.apply(event)
    return record


class TestWhetherItIsClosed:
    def test_from_the_first_on_until_it_is_opened_and_again_after_further_epochs(self):
        config = small("mlp", HELD_OUT)
        assert is_closed(config, (), 0)
        assert is_closed(config, (), 2)
        assert not is_closed(config, (FIRST,), 2)
        assert is_closed(config, (FIRST,), 3)

    def test_never_without_held_out_examples_nor_where_an_earlier_version_showed_it(self):
        assert not is_closed(small("mlp"), (), 2)
        assert not is_closed(small("mlp", HELD_OUT), None, 2)


class TestNumbers:
    def test_while_it_is_closed_they_are_on_held_out_examples(self, events):
        record, epochs = record_of(events), epochs_of(events)
        assert record.last_accuracy == epochs[-1].validation_accuracy
        assert record.cost_of(record.last) == epochs[-1].validation_cost
        assert record.best_accuracy == max(epoch.validation_accuracy for epoch in epochs)
        assert record.accuracy_at(Moment(1)) == epochs[0].validation_accuracy
        assert record.last_accuracy != epochs[-1].accuracy

        record.openings = (FIRST,)
        assert record.last_accuracy == epochs[-1].accuracy
        assert record.cost_of(record.last) == epochs[-1].test_cost

    def test_curves_change_with_it(self, events):
        record = record_of(events)
        series = RunSeries(record)
        series.update()
        for is_open in (False, True):
            record.openings = (FIRST,) if is_open else ()
            assert series.update() is is_open
            for number, closed, opened in (
                (Number.ACCURACY, "validation_accuracy", "accuracy"),
                (Number.TEST_COST, "validation_cost", "test_cost"),
            ):
                name = opened if is_open else closed
                _, _, values = series.curve(number, XAxis.EPOCH)
                assert values.tolist() == [getattr(one, name) for one in record.epochs]

    def test_moments_are_measured_on_held_out_examples(self):
        point = MomentMeasured("run", 1, 5, 10, 100, 2.0, 1.5, 0.5, None, None, 0.1, True)
        record = RunRecord("run", small("mlp", HELD_OUT), points=[point])
        assert (record.accuracy_of(point), record.cost_of(point)) == (0.5, 1.5)
        record.openings = (FIRST,)
        assert record.accuracy_of(point) is None
        plain = RunRecord("run", small("mlp"))
        assert plain.accuracy_of(point) is None

    def test_nothing_of_the_test_set_is_printed_or_written_while_it_is_closed(self, events):
        record = record_of(events)
        epoch = record.epochs[-1]
        line = as_json(epoch, is_sealed=True)
        assert not {"test_cost", "accuracy"} & set(line)
        assert line["validation_accuracy"] == epoch.validation_accuracy
        assert not {"accuracy/test", "cost/test"} & set(numbers_of(epoch, is_sealed=True))

        def columns(text):
            head, *rows = (row.split(",") for row in text.splitlines())
            return [
                [row[head.index(name)] for row in rows]
                for name in ("test_cost", "accuracy", "validation_cost")
            ]

        costs, accuracies, held_out = columns(csv_of([("run", record)]))
        assert costs == accuracies == ["", ""]
        assert "" not in held_out
        record.openings = (FIRST,)
        assert "" not in columns(csv_of([("run", record)]))[0]


class TestExamples:
    """Whoever reads test examples of a sealed config gets those that training leaves out."""

    def test_images(self):
        config = small("mlp", HELD_OUT)
        closed, data = load(sealed(config).data), load(config.data)
        assert closed.test_x.equal(data.validation_x)
        assert closed.test_y.equal(data.validation_y)
        assert closed.train_x.equal(data.train_x)

        images, labels = labelled_digits(sealed(config).data)
        everything = load(DataConfig())
        assert labels.tolist() == everything.train_y[600:700].tolist()
        pixels = np.round(everything.train_x[600:700].numpy() * 255).astype(np.uint8)
        assert (images.reshape(100, -1) == pixels).all()
        few, few_labels = labelled_digits(sealed(config).data, 10)
        assert (few == images[::10]).all()
        assert (few_labels == labels[::10]).all()

    def test_more_of_them_than_there_are_test_images(self):
        config = config_of("logistic", {"data.train_size": 40_000, "data.validation_size": 20_000})
        assert len(load(sealed(config).data).test_y) == 20_000
        assert sealed(config).data.test_size == 20_000

    def test_points(self):
        config = config_of("plane-logistic", {"data.validation_size": 30})
        assert load(sealed(config).data).test_x.equal(load(config.data).validation_x)

    def test_without_any_the_config_stays_what_it_is(self):
        config = small("mlp")
        assert sealed(config) is config

    def test_a_sealed_config_is_another_one_and_no_settings_ask_for_it(self):
        config = small("mlp", HELD_OUT)
        assert sealed(config) != config
        assert not type(config).model_validate(sealed(config).model_dump()).data.tests_held_out


class TestWords:
    def note(self, openings, is_sealed):
        return str(seal_note(small("mlp", HELD_OUT), openings, is_sealed=is_sealed))

    def test_they_say_what_judges_and_how_often_it_was_opened(self):
        closed = "Judged by the 100 held-out examples: the test set is closed."
        assert self.note((), is_sealed=True) == closed
        once = "The test set was opened once, on 2026-11-27."
        assert self.note((FIRST,), is_sealed=False) == once
        assert self.note((FIRST,), is_sealed=True) == f"{closed} {once}"
        twice = "The test set was opened twice, last on 2026-11-28."
        assert self.note((FIRST, SECOND), is_sealed=False) == twice
        assert "3 times, last on 2026-11-28" in self.note((FIRST, FIRST, SECOND), is_sealed=False)
        assert "always open" in self.note(None, is_sealed=False)
        assert seal_note(small("mlp"), (), is_sealed=False) is None

    def test_numbers_are_named_by_what_judges(self):
        names = [str(names_of(seals).accuracy) for seals in ([], [False], [True], [True, False])]
        assert names == [
            "Test accuracy",
            "Test accuracy",
            "Held-out accuracy",
            "Test or held-out accuracy",
        ]

    def test_two_windows_know_all_openings_in_order(self):
        assert merged((SECOND,), (FIRST,)) == (FIRST, SECOND)
        assert merged((FIRST,), (FIRST,)) == (FIRST,)
        assert merged(None, (FIRST,)) is None

    def test_the_last_one_counts_after_the_clock_was_set_back(self):
        assert merged((FIRST, SECOND), (FIRST, SECOND, FIRST_AGAIN))[-1] == FIRST_AGAIN

    @pytest.mark.parametrize("text", ["2026-02-30T09:00:00+00:00", "2026-11-27T25:00:00+00:00"])
    def test_no_opening_is_at_a_time_that_there_is_not(self, text):
        with pytest.raises(ValidationError):
            TypeAdapter(Time).validate_python(text)

    def test_an_opening_of_now_is_one_that_a_file_may_hold(self):
        now = opening(3)
        assert now.epochs == 3
        assert now.time.endswith("+00:00")
