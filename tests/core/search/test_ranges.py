import pytest

from core.config import presets
from core.config.fields import ConfigError
from core.search.ranges import (
    UNITS,
    Range,
    check_ranges,
    own_values,
    parse_range,
    proposed,
    searchable,
)

BASE = presets.preset("mlp").config
RATE = "optimizer.learning_rate"


class TestParsing:
    def test_a_range_is_logarithmic_where_the_setting_is(self):
        assert parse_range(f"{RATE}=0.001..1") == Range(RATE, 0.001, 1, True)
        assert parse_range(f"{UNITS}=16..512") == Range(UNITS, 16, 512, True)
        assert parse_range("model.hidden.dropout=0..0.5") == Range(
            "model.hidden.dropout", 0, 0.5, False
        )

    def test_the_scale_can_be_given(self):
        assert parse_range(f"{RATE}=0.001..1:linear") == Range(RATE, 0.001, 1, False)
        assert parse_range(f"{UNITS}=16..512:log").is_logarithmic

    def test_a_list_is_tried_as_it_is(self):
        assert parse_range("optimizer.kind=sgd,adam").choices == ("sgd", "adam")
        assert parse_range(f"{UNITS}=64,128,64").choices == (64, 128)
        assert parse_range("model.bias=true,false").choices == (True, False)

    @pytest.mark.parametrize(
        ("text", "named", "reason"),
        [
            ("optimizer.lr=0.1..1", "optimizer.lr", "no setting with a range"),
            (RATE, RATE, "no setting with a range"),
            (f"{RATE}=1..0.1", RATE, "1 is not below 0.1"),
            (f"{RATE}=0..1", RATE, "must begin above 0, not at 0"),
            (f"{RATE}=a..1", RATE, "must be a number from"),
            (f"{RATE}=true..1", RATE, "must be a number from"),
            (f"{RATE}=0.1..1:ln", RATE, ":log or :linear, not ln"),
            (f"{RATE}=0.1", RATE, "needs a range, such as 0.001..1, or two"),
            (f"{UNITS}=16.5..64", UNITS, "whole ends"),
            (f"{UNITS}=16..1e400", UNITS, "from 16 to inf must have whole ends"),
        ],
    )
    def test_a_bad_range_is_named(self, text, named, reason):
        with pytest.raises(ConfigError, match=reason) as caught:
            parse_range(text)
        assert caught.value.path == named


class TestChecking:
    @pytest.mark.parametrize(
        ("texts", "named", "reason"),
        [
            ((), "", "varies one to 10 settings"),
            ((f"{RATE}=0.1..100",), RATE, "must be a number from 1e-07 to 10, not 100"),
            ((f"{RATE}=0.1..1", f"{RATE}=0.1..2"), RATE, "has two ranges"),
            (("optimizer.momentum=0..0.9",), "optimizer.momentum", "has no effect here"),
            (("epochs=5..20",), "epochs", "cannot be searched"),
            (("optimizer.kind=sgd,adamax",), "optimizer.kind", "must be one of"),
        ],
    )
    def test_what_does_not_suit_the_network_is_named(self, texts, named, reason):
        base = presets.preset("relu-dropout").config  # with Adam
        with pytest.raises(ConfigError, match=reason) as caught:
            check_ranges(base, tuple(map(parse_range, texts)))
        assert caught.value.path == named

    @pytest.mark.parametrize("preset", ["mlp", "cnn", "relu-dropout", "plane-spiral"])
    def test_every_setting_has_a_valid_range_to_begin_with(self, preset):
        if preset not in presets.PRESETS:
            pytest.skip("no such preset")
        base = presets.preset(preset).config
        for path in searchable(base):
            check_ranges(base, (proposed(base, path),))

    def test_no_setting_of_chance_machine_or_amount_is_searched(self):
        assert not {"seed", "epochs", "device", "threads", "data.train_size"} & {*searchable(BASE)}
        assert RATE in searchable(BASE)
        assert UNITS in searchable(BASE)


class TestOwnValues:
    def test_are_those_of_the_network(self):
        base = presets.preset("sigmoid").config
        ranges = (Range(RATE, 1e-4, 1, True), Range(UNITS, 16, 1024, True))
        own = own_values(base, ranges)
        assert own == {RATE: base.optimizer.learning_rate, UNITS: base.model.hidden[0].units}

    def test_there_are_none_outside_the_ranges(self):
        assert own_values(BASE, (Range(RATE, 1, 2),)) is None

    def test_there_are_none_for_layers_that_differ(self):
        assert len({layer.units for layer in BASE.model.hidden}) == 2
        assert own_values(BASE, (Range(UNITS, 16, 512),)) is None
