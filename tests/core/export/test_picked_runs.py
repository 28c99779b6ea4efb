"""The verdict on a page about runs that somebody picked."""

import numpy as np
import pytest

from core.comparison.verdicts import sentence
from core.config.choices import WeightsChoice
from core.data import datasets
from core.evaluation.accuracy import read
from core.evaluation.assessment import Assessment
from core.evaluation.statistics import Paired, compare
from core.export.formats import export_page, write_page
from core.export.model_card import assess
from core.export.page.judging import judged
from core.export.report_contents import Network, Report
from core.export.source import Source
from core.run.record import RunRecord
from tests.core.running import run_to_the_end, small


def recorded(run, name, changes=None):
    config = small(name, changes)
    made = RunRecord(run, config)
    for event in run_to_the_end(config, run=run):
        made.apply(event)
    return made


@pytest.fixture(scope="module")
def runs():
    return [
        recorded("a", "logistic"),
        recorded("b", "sigmoid", {"seed": 7}),
        recorded("c", "mlp"),
    ]


def assessed(runs):
    return {one.run: (one, assess(one.config, one.weights)) for one in runs}


def text_of(sources, path):
    export_page(sources, path, may_replace=True)
    return path.read_text(encoding="utf-8")


class TestJudgement:
    def test_it_is_the_paired_test_on_the_answers_of_both(self, runs):
        one, other = runs[:2]
        data = datasets.load(one.config.data)
        right = [read(run.config, run.weights, data).right[None] for run in (one, other)]
        expected = compare(Paired("a", "b", *right))
        (verdict,) = judged(assessed(runs[:2])).verdicts
        assert {verdict.a, verdict.b} == {"a", "b"}
        assert verdict.difference == pytest.approx(abs(expected.value))
        assert verdict.p_value == pytest.approx(expected.p_value)
        assert sorted(map(abs, verdict.interval)) == pytest.approx(
            sorted(map(abs, expected.interval))
        )

    def test_of_three_each_two_neighbours_and_the_ends_are_compared_with_a_correction(self, runs):
        judgement = judged(assessed(runs))
        assert len(judgement.verdicts) == 3
        assert judgement.comparisons == 3
        alone = judged(assessed(runs[:2])).verdicts[0]
        together = next(v for v in judgement.verdicts if {v.a, v.b} == {"a", "b"})
        assert np.ptp(together.interval) > np.ptp(alone.interval)

    def test_a_single_run_has_none(self, runs):
        assert not judged(assessed(runs[:1])).verdicts

    @pytest.mark.parametrize(
        "changes", [{"data.test_size": 150}, {"data.test_subset": "first"}], ids=str
    )
    def test_runs_that_were_tested_on_different_images_have_none(self, runs, changes):
        other = recorded("x", "logistic", changes)
        assert not judged(assessed([runs[0], other])).verdicts

    def test_without_answers_or_with_undefined_ones_there_is_none(self, runs):
        answers = assessed(runs[:2])
        answers["b"] = runs[1], None
        assert not judged(answers).verdicts
        labels = answers["a"][1].labels
        answers["b"] = runs[1], Assessment(np.full((len(labels), 10), np.nan), labels)
        assert not judged(answers).verdicts


class TestPage:
    def test_two_picked_runs_have_the_verdict_on_their_page(self, runs, tmp_path):
        sources = [Source("Plain <b>", runs[0]), Source("Other", runs[1])]
        text = text_of(sources, tmp_path / "x.html")
        (verdict,) = judged(assessed(runs[:2])).verdicts
        assert 'class="verdict"' in text
        words = str(sentence(verdict, {"a": "Plain <b>", "b": "Other"}))
        assert words.replace("<b>", "&lt;b&gt;") in text

    def test_one_run_has_none_and_a_comparison_only_its_own(self, runs, tmp_path):
        path = tmp_path / "x.html"
        assert 'class="verdict"' not in text_of([Source("One", runs[0])], path)
        networks = [Network(one.run, one.run, (one,)) for one in runs[:2]]
        sources = [Source(one.run, one) for one in runs[:2]]
        write_page(Report(networks), sources, path)  # its seeds are not all trained yet
        assert 'class="verdict"' not in path.read_text(encoding="utf-8")

    def test_weights_of_an_earlier_epoch_are_not_judged(self, runs, tmp_path, monkeypatch):
        best = Source("Best", runs[0], None, WeightsChoice.BEST)
        monkeypatch.setattr(Source, "dated_weights", lambda self: (1, self.record.weights))
        text = text_of([best, Source("Other", runs[1])], tmp_path / "x.html")
        assert 'class="verdict"' not in text
