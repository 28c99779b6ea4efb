"""Settings without an effect have none, whatever their values."""

import pytest

from core.config.choices import Choice
from core.config.fields import FIELDS, FieldKind, effective, matters, value_at, with_values
from core.config.presets import PRESETS
from core.program import script as codegen
from tests.core.programs import tiny
from tests.core.running import completed, epochs_of, run_to_the_end

KINDS = {
    "momentum": {"optimizer.kind": "adam"},
    "steps": {"schedule.kind": "cosine"},
    "plain": {},
}


def other_value(config, spec):
    """Return a valid value as far from the present one as the field allows."""
    now = value_at(config, spec.path)
    if spec.kind is FieldKind.BOOLEAN:
        return not now
    if spec.kind is FieldKind.CHOICE:
        return next(choice for choice in reversed(spec.choices) if choice != now)
    if spec.kind is FieldKind.POINTS:
        return ((0.5, -0.5, 2),)
    return int(spec.high) if spec.kind is FieldKind.INTEGER else spec.high


def with_hostile_values(config):
    """Change every setting that has no effect in this config."""
    unused = [
        spec for spec in FIELDS.values() if not spec.about.is_derived and not matters(spec, config)
    ]
    return with_values(config, {spec.path: other_value(config, spec) for spec in unused})


def numbers(config):
    return [(epoch.cost, epoch.test_cost) for epoch in epochs_of(completed(run_to_the_end(config)))]


@pytest.mark.parametrize("changes", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("name", PRESETS)
def test_the_program_is_the_same(name, changes):
    config = tiny(name, changes)
    hostile = with_hostile_values(config)
    assert hostile != config
    assert effective(hostile) == effective(config)
    assert codegen.annotated(hostile) == codegen.annotated(config)


@pytest.mark.parametrize("changes", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("name", ["linear", "mlp"])
def test_the_numbers_are_the_same(name, changes):
    config = tiny(name, changes)
    assert numbers(with_hostile_values(config)) == numbers(config)


@pytest.mark.parametrize("name", ["rotation", "scale", "shift", "noise"])
def test_a_line_is_not_augmented(name):
    """The example that failed with a traceback."""
    config = tiny("linear")
    augmented = with_values(config, {f"data.augment.{name}": 0.5})
    assert numbers(augmented) == numbers(config)


def test_what_matters_stays():
    config = tiny("mlp", {"data.augment.rotation": 10.0, "optimizer.momentum": 0.5})
    assert effective(config) is config
    assert isinstance(effective(config).optimizer.kind, Choice)
