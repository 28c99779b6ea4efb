"""Settings as text: there and back, whatever a chat does to it."""

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config.catalogue import POINTS_OWN
from core.config.fields import FIELDS, ConfigError, parse_assignment, with_values
from core.config.points import MAX_OWN
from core.config.presets import PRESETS, UnknownPresetError, preset
from core.config.run import RunConfig
from core.config.settings_text import MAX_CHARACTERS, config_from_text, settings_text
from core.errors import InklingError
from tests.core.running import config_of

CHANGED = config_of(
    "relu-dropout", {"optimizer.learning_rate": 0.002, "seed": 7, "data.train_size": 5000}
)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_is_its_name(name):
    text = settings_text(PRESETS[name].config)
    assert json.loads(text) == {"inkling": 1, "preset": name}
    assert config_from_text(text) == PRESETS[name].config


def test_only_what_differs_is_told():
    assert json.loads(settings_text(CHANGED)) == {
        "inkling": 1,
        "preset": "relu-dropout",
        "data.train_size": 5000,
        "optimizer.learning_rate": 0.002,
        "seed": 7,
    }


def test_networks_of_one_s_own_and_folders_come_back():
    layers = [
        {"units": 30, "activation": "tanh", "dropout": 0.1},
        {"units": 12, "activation": "gelu", "dropout": 0.0},
    ]
    own = with_values(RunConfig(), {"model.hidden": layers})
    folder = {
        "data.dataset": "/home/a b/中文",
        "data.class_names": ["猫", "dog"],
        "model.outputs": 2,
    }
    for config in (own, with_values(own, folder), with_values(own, {"preset": "unknown-one"})):
        again = config_from_text(settings_text(config))
        assert with_values(again, {"preset": config.preset}) == config


@given(
    st.fixed_dictionaries(
        {
            "optimizer.learning_rate": st.floats(1e-7, 10.0),
            "epochs": st.integers(1, 10_000),
            "seed": st.integers(0, 2**31 - 1),
            "data.augment.rotation": st.floats(0, 90),
            "plain": st.booleans(),
        }
    )
)
def test_every_value_comes_back_as_it_was(values):
    config = with_values(CHANGED, values)
    assert config_from_text(settings_text(config)) == config


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "Try this:\n```json\n{}```\nworks for me {{smile}}",
        "> {}",
        "Anna 12:04\n{}\nBen 12:05\nthanks {{ }}",
        "\ufeff{}",
    ],
)
@pytest.mark.parametrize("quotes", ['""', "“”", "„“", "””"])
def test_what_a_chat_puts_around_does_not_matter(form, quotes):
    text = settings_text(CHANGED)
    first, *parts = text.split('"')
    text = first + "".join(quotes[number % 2] + part for number, part in enumerate(parts))
    assert (
        config_from_text(form.replace("{{", "{").replace("}}", "}").replace("{}", text, 1))
        == CHANGED
    )


def test_the_first_settings_count_and_other_objects_do_not():
    text = '{"a": 1} ' + settings_text(CHANGED) + settings_text(PRESETS["mlp"].config)
    assert config_from_text(text) == CHANGED


@pytest.mark.parametrize(
    "text",
    ["", "hello", "{}", "{" * 50_000, '{"a":' * 10_000, '{"preset": "mlp"}', "[1]", "\0" * 50],
)
def test_a_text_without_settings_says_so(text):
    with pytest.raises(ConfigError, match="no settings in this text"):
        config_from_text(text)


def seconds_of(text):
    """The seconds of computing in which a text is read or refused; others' work does not count."""
    start = time.process_time()
    with suppress(ConfigError):
        config_from_text(text)
    return time.process_time() - start


@pytest.mark.parametrize("around", ['"inkling" {}', 'inkling {} {{"inkling"', '{{"inkling":{}'])
@pytest.mark.parametrize(
    "item", ["[],", "1,", "1.1,", "{},", '"",', '{"":', "{", '"', '{"', '{"\\"', '{"a":"b",']
)
@pytest.mark.parametrize("depth", [0, 900])
def test_a_text_of_nested_objects_is_read_in_time(around, item, depth):
    """Each object within others could be read again and again: for a minute, in the window."""
    nested = '{"":' * depth + "[" * (depth > 0)
    text = (around.format(nested) + item * MAX_CHARACTERS)[:MAX_CHARACTERS]
    assert seconds_of(text) < 1


@pytest.mark.parametrize("item", ["5", "[]", "{}", '""', "[1,2,3]", '{"a":1}', "null"])
@pytest.mark.parametrize("path", FIELDS)
def test_a_value_with_very_many_errors_is_refused_in_time(path, item):
    values = ",".join([item] * (MAX_CHARACTERS // 2 // len(item) - 50))
    assert seconds_of(f'{{"inkling": 1, "{path}": [{values}]}}') < 1


def test_what_is_refused_is_shown_in_short():
    for changes in (
        *({"a" * 9000: 1}, {"inkling": "a" * 9000}),
        *({"seed": "a" * 9000}, {"preset": "a" * 9000}),
    ):
        with pytest.raises(InklingError) as caught:
            config_from_text(json.dumps({"inkling": 1, "preset": "mlp", **changes}))
        assert len(str(caught.value)) < 2500


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"optimizer.learning_rate": 1e9}, "optimizer.learning_rate: must be a number from"),
        ({"optimizer.learning_rat": 0.1}, "did you mean optimizer.learning_rate"),
        ({"epochs": "many"}, "epochs: must be a whole number"),
        ({"seed": True}, "seed: must be a whole number"),
        ({"data.class_names": ["a", 5]}, "data.class_names: must be a list of at most 100 names"),
        ({"preset": 5}, "preset: must be lower-case letters"),
        ({"model": {}}, "no such setting"),
        ({"inkling": 2}, "version 2; this Inkling reads version 1"),
        ({"inkling": True}, "version True"),
        ({"data.train_size": 50}, "batch"),
    ],
)
def test_what_cannot_be_is_named(changes, words):
    with pytest.raises(ConfigError) as caught:
        config_from_text(json.dumps({"inkling": 1, "preset": "mlp", **changes}))
    assert words in str(caught.value)


def test_an_unknown_preset_is_named():
    with pytest.raises(UnknownPresetError, match="sigmoid"):
        config_from_text('{"inkling": 1, "preset": "sigmod"}')


def test_the_longest_settings_that_can_be_made_can_be_read_again():
    own = [[-1 - 1 / (number + 3), 1 / (number + 3), number % 2] for number in range(MAX_OWN)]
    values = {"data.dataset": POINTS_OWN, "data.points.own": own}
    config = with_values(preset("plane-logistic").config, values)
    assert config_from_text(settings_text(config)) == config


@pytest.mark.parametrize("path", ["epochs", "model.kind"])
@pytest.mark.parametrize("opening", ["[", '{"":'])
def test_a_value_nested_to_the_limit_of_the_parser_is_refused(opening, path):
    """Around it lies a depth that JSON can be read at but not written."""
    closing = "]" if opening == "[" else "}"
    for depth in range(800, 1010):  # less what lies around the test
        value = opening * depth + "1" + closing * depth
        with pytest.raises(ConfigError):
            config_from_text(f'{{"inkling": 1, "{path}": {value}}}')
        with pytest.raises(ConfigError):
            with_values(RunConfig(), dict([parse_assignment(f"{path}={value}")]))
