"""The model card: that its numbers are the network's own, and that it is the same everywhere."""

import re
from dataclasses import replace
from html import unescape

import numpy as np
import pytest

from core.config.presets import PRESETS
from core.data import datasets
from core.errors import DataError
from core.evaluation.accuracy import probabilities
from core.evaluation.statistics import accuracy_interval
from core.export.formats import Format, export, export_page
from core.export.model_card import Fact, assess, model_card
from core.export.run_card import card_of
from core.export.source import Source
from core.lifecycle.recording import record
from core.messages import message
from core.network.architecture import parameter_count
from core.run.control import Control
from core.run.events import SettingChanged
from core.run.record import RunRecord
from core.storage import layout
from core.storage.records import read_record
from core.training.loop import train
from core.translations import translator
from tests.core.running import run_to_the_end, small


def recorded(config, run="run"):
    made = RunRecord(run, config)
    for event in run_to_the_end(config, run=run):
        made.apply(event)
    return made


@pytest.fixture(scope="module")
def one():
    return recorded(small("mlp", {"data.test_size": 1000}))


def facts(card):
    return {fact.title: " ".join(fact.texts) for fact in card.facts}


class TestNumbers:
    def test_accuracy_and_interval_are_those_of_all_test_examples(self, one):
        data = datasets.load(one.config.data)
        shares = probabilities(one.config, one.weights, data)
        right = int((shares.argmax(axis=1) == data.test_y.numpy()).sum())
        low, high = accuracy_interval(right, 1000)
        text = facts(card_of(Source("a", one)))["Results"]
        assert f"{right / 1000:.2%} ({100 * low:.2f}–{100 * high:.2f})" in text

    def test_the_worst_classes_and_confusions_are_counted_by_hand(self, one):
        data = datasets.load(one.config.data)
        given = probabilities(one.config, one.weights, data).argmax(axis=1)
        labels = data.test_y.numpy()
        text = facts(card_of(Source("a", one)))["Where it fails"]

        shares = {n: (given[labels == n] == n).mean() for n in range(10)}
        worst = sorted(shares, key=shares.get)[:3]
        assert re.findall(r"(\d): \d+\.\d+%", text) == [str(n) for n in worst]
        assert f"{worst[0]}: {shares[worst[0]]:.2%}" in text

        counts = {
            (a, b): int(((labels == a) & (given == b)).sum())
            for a in range(10)
            for b in range(10)
            if a != b
        }
        named = re.findall(r"(\d) → (\d) \((\d+)\)", text)
        assert len(named) == 5
        assert [int(count) for *_, count in named] == sorted(counts.values(), reverse=True)[:5]
        for a, b, count in named:
            assert counts[int(a), int(b)] == int(count)

    def test_how_sure_it_is_where_it_is_right_and_where_it_is_wrong(self, one):
        data = datasets.load(one.config.data)
        shares = probabilities(one.config, one.weights, data)
        right = shares.argmax(axis=1) == data.test_y.numpy()
        means = [shares.max(axis=1)[rows].mean() for rows in (right, ~right)]
        text = facts(card_of(Source("a", one)))["Where it fails"]
        assert means[0] > means[1]
        named = re.search(r"of ([\d.]+)% where it is right, and of ([\d.]+)%", text)
        assert [float(share) for share in named.groups()] == pytest.approx(
            [100 * mean for mean in means], abs=0.051
        )

    def test_its_size(self, one):
        count = parameter_count(one.config.model)
        text = facts(card_of(Source("a", one)))["Network"]
        assert f"{count:,} parameters, {count * 4 / 1000:,.0f} kB" in text

    def test_a_network_without_errors_has_no_failures_to_name(self, one):
        labels = np.arange(10)
        assessment = assess(one.config, one.weights)
        perfect = type(assessment)(np.eye(10)[labels], labels)
        text = facts(model_card("a", one, 1, perfect))["Where it fails"]
        assert text == "It misreads none of these examples."

    def test_a_network_that_has_diverged_has_a_card(self, one):
        broken = {name: array * np.float32(np.nan) for name, array in one.weights.items()}
        text = facts(model_card("a", one, 1, assess(one.config, broken)))["Where it fails"]
        assert "nan" not in text


class TestWhatItKnows:
    def test_who_wrote_the_digits(self, one):
        text = facts(card_of(Source("a", one)))["Data"]
        assert "high-school students in the USA; nobody wrote both" in text

    def test_labels_that_are_wrong_on_purpose(self):
        text = facts(card_of(Source("a", RunRecord("a", small("mlp", {"data.label_noise": 0.2})))))
        assert "20% were made wrong on purpose" in text["Data"]

    def test_training_against_attacks_and_cuts_once_they_are_made(self, one):
        changes = {"optimizer.adversarial": 0.1, "pruning.kind": "rewind", "pruning.after": 2}
        config = small("mlp", changes | {"epochs": 4})
        before, after = (facts(model_card("a", RunRecord("a", config), n, None)) for n in (2, 3))
        assert "each pixel by 0.1 of the way" in before["Network"]
        assert "cut" not in before["Network"]
        assert "80% were cut after epoch 2" in after["Network"]

    def test_a_run_of_points_speaks_of_points(self):
        made = recorded(PRESETS["plane-xor"].config.model_copy(update={"epochs": 2}))
        card = card_of(Source("a", made))
        assert "points to learn from" in facts(card)["Data"]
        assert "image" not in card.text
        assert "scribble" not in card.text

    def test_without_weights_it_has_what_the_run_recorded(self, one):
        bare = RunRecord("bare", one.config)
        text = facts(card_of(Source("a", bare)))
        assert text["Results"] == "Its accuracy has not been measured."
        assert "Where it fails" not in text

    def test_without_the_data_it_has_what_the_run_recorded(self, one, monkeypatch):
        def missing(_config):
            raise DataError(message("gone"))

        monkeypatch.setattr(datasets, "load", missing)
        text = facts(card_of(Source("a", one)))
        assert f"{one.last.accuracy:.2%} (" in text["Results"]
        assert "Where it fails" not in text

    def test_a_line_has_none(self):
        assert card_of(Source("a", RunRecord("a", PRESETS["linear"].config))) is None

    def test_a_fact_more(self, one):
        card = card_of(Source("a", one)).with_fact(Fact("More", ["This."]))
        assert card.text.endswith("More\nThis.")
        assert card.text.startswith("a\n\nNetwork\n")


class TestEverywhere:
    def test_the_report_and_the_page_have_the_same_card(self, one, tmp_path):
        source = Source("<b>mine</b>", one)
        export(source, Format.HTML, tmp_path / "report.html")
        export_page([source], tmp_path / "page.html")
        for path in tmp_path.glob("*.html"):
            text = unescape(path.read_text(encoding="utf-8"))
            assert "<h2>Model card</h2>" in text
            for fact in card_of(source).facts:
                assert f"<dt>{fact.title}</dt>" in text
                for line in fact.texts:
                    assert f"<p>{line}</p>" in text, path
            assert "&lt;b&gt;mine" in path.read_text(encoding="utf-8")
            assert "<b>mine" not in path.read_text(encoding="utf-8")

    def test_a_kept_run_has_its_kept_weights_on_the_card(self, tmp_path):
        config = small("mlp")
        folder = layout.create(tmp_path, "kept")
        for _ in record(
            train(config, datasets.load(config.data), Control("kept", 1)), config, folder
        ):
            pass
        card = card_of(Source("a", read_record(folder), folder))
        assert "Trained for 2 epochs" in facts(card)["Network"]
        assert "Where it fails" in facts(card)

    def test_one_epoch_is_written_as_one(self, tmp_path):
        config = small("mlp", {"epochs": 1})
        folder = layout.create(tmp_path, "kept")
        for _ in record(
            train(config, datasets.load(config.data), Control("kept", 1)), config, folder
        ):
            pass
        card = card_of(Source("a", read_record(folder), folder))
        assert "Trained for one epoch with" in facts(card)["Network"]

    def test_it_is_translated(self, one):
        card = card_of(Source("a", one), translator("zh_CN"))
        assert not re.search(r"[a-z]{4,} [a-z]{4,}", card.text.replace("MNIST", ""))


class TestHistory:
    def test_of_a_run_that_was_left_alone_nothing_is_told(self, one):
        text = facts(model_card("A", one, 1, None))["Network"]
        assert "fork" not in text
        assert "by hand" not in text

    def test_a_fork_tells_from_where_it_is_another_run(self, one):
        forked = replace(one, forked_from=("parent", 3))
        text = facts(model_card("A", forked, 5, None))["Network"]
        assert "It is a fork: up to epoch 3 it was another run" in text

    def test_settings_changed_by_hand_are_named_once_if_it_has_learned_with_them(self, one):
        rate, decay = "optimizer.learning_rate", "optimizer.weight_decay"
        made = [(2, rate, 0.1, 0.2), (3, rate, 0.2, 0.3), (5, decay, 0.0, 0.1)]
        changes = [
            SettingChanged(
                one.run, epoch=epoch, batch=1, batches=6, path=path, before=before, value=value
            )
            for epoch, path, before, value in made
        ]
        changed = replace(one, changes=changes)
        text = facts(model_card("A", changed, 4, None))["Network"]
        assert "Changed by hand while it trained: Learning rate." in text
        text = facts(model_card("A", changed, 5, None))["Network"]
        assert "Changed by hand while it trained: Learning rate, Weight decay." in text
        assert "by hand" not in facts(model_card("A", changed, 1, None))["Network"]
