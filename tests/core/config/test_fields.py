import json
import math
import pickle
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.config import choices
from core.config.catalogue import KNOWN, MNIST, NOISY_LINE
from core.config.choices import (
    Activation,
    Choice,
    DeviceKind,
    ModelKind,
    OptimizerKind,
    Order,
    Pixels,
    Precision,
)
from core.config.data import DataConfig
from core.config.fields import (
    FIELDS,
    LAYER_FIELDS,
    MAX_ERRORS,
    ConfigError,
    FieldKind,
    check,
    matters,
    parse_assignment,
    patched,
    validate,
    value_at,
    with_values,
)
from core.config.model import Layer, ModelConfig
from core.config.optimizer import OptimizerConfig, ScheduleConfig
from core.config.run import RunConfig
from core.config.setting import Group
from core.errors import DataError, InklingError
from core.messages import Message, message
from core.plain_text import printable

# What scripts rely on; a name or a value that goes from here breaks them.
STABLE = {
    "model.kind": ("linear", "mlp", "cnn"),
    "model.hidden": FieldKind.LAYERS,
    "model.bias": FieldKind.BOOLEAN,
    "model.norm": ("none", "batch", "layer"),
    "model.init": ("default", "xavier", "he", "normal", "zeros"),
    "model.init_std": FieldKind.REAL,
    "data.dataset": FieldKind.TEXT,
    "data.train_size": FieldKind.INTEGER,
    "data.test_size": FieldKind.INTEGER,
    "data.batch_size": FieldKind.INTEGER,
    "data.label_noise": FieldKind.REAL,
    "data.order": ("shuffled", "file"),
    "data.pixels": ("unit", "raw", "standardized"),
    "optimizer.kind": ("sgd", "adam", "adamw", "rmsprop", "adagrad"),
    "optimizer.learning_rate": FieldKind.REAL,
    "optimizer.momentum": FieldKind.REAL,
    "optimizer.nesterov": FieldKind.BOOLEAN,
    "optimizer.weight_decay": FieldKind.REAL,
    "optimizer.l1": FieldKind.REAL,
    "optimizer.adversarial": FieldKind.REAL,
    "pruning.kind": ("none", "train-on", "rewind", "redraw", "random"),
    "pruning.share": FieldKind.REAL,
    "pruning.after": FieldKind.INTEGER,
    "schedule.kind": ("constant", "step", "cosine", "one-cycle"),
    "epochs": FieldKind.INTEGER,
    "patience": FieldKind.INTEGER,
    "seed": FieldKind.INTEGER,
    "device": ("auto", "cpu", "cuda", "mps"),
    "threads": FieldKind.INTEGER,
    "precision": ("float32", "bfloat16"),
}
STABLE_IN_A_LAYER = {
    "units": FieldKind.INTEGER,
    "activation": ("sigmoid", "tanh", "relu", "leaky-relu", "gelu", "identity"),
    "dropout": FieldKind.REAL,
}
ALL_FIELDS = [*FIELDS.values(), *LAYER_FIELDS.values()]
NUMBERS = [
    spec
    for spec in ALL_FIELDS
    if spec.kind in (FieldKind.INTEGER, FieldKind.REAL) and not spec.about.is_derived
]
# as large as can be
OWN_DATA = RunConfig(data=DataConfig(dataset="/my/data", class_names=("a", "b")))
CHOICE_TYPES = [
    kind for kind in vars(choices).values() if isinstance(kind, type) and issubclass(kind, Choice)
]
LINE = {
    "model.kind": "linear",
    "model.bias": False,
    "data.dataset": "noisy-line",
    "data.train_size": 101,
    "data.test_size": 101,
    "data.batch_size": 10,
}
# Where a combination of settings is mended.
MEND_COMBINATIONS = {
    "data.dataset",
    "model.hidden",
    "model.bias",
    "data.train_size",
    "data.test_size",
    "data.batch_size",
    "optimizer.nesterov",
    "patience",
}


def path_of(spec):
    return spec.path


def changed(spec, value):
    """Changes that give the field this value and leave everything else possible."""
    if spec.path in FIELDS:
        return {"data.batch_size": 1, "data.validation_size": 1, spec.path: value}
    return {"model.hidden": [{spec.path: value}]}


def faults(changes):
    """All that is wrong with the default config after these changes, as path and text."""
    result = check(patched(RunConfig(), changes))
    assert isinstance(result, list)
    return [(error.path, str(error.message)) for error in result]


def refusal(changes):
    """The one fault, as path and text."""
    [fault] = faults(changes)
    return fault


@st.composite
def valid_configs(draw):
    """Draw any valid config."""
    kind = draw(st.sampled_from(ModelKind))
    is_line = kind is ModelKind.LINEAR
    layers = st.builds(
        Layer,
        units=st.integers(1, 4096),
        activation=st.sampled_from(Activation),
        dropout=st.floats(0, 0.9),
    )
    train_size = draw(st.integers(1, 101 if is_line else 60_000))
    optimizer = draw(st.sampled_from(OptimizerKind))
    momentum = draw(st.floats(0, 0.999))

    return RunConfig(
        preset=draw(st.from_regex(r"[a-z0-9-]{0,80}", fullmatch=True)),
        model=ModelConfig(
            kind=kind,
            hidden=() if is_line else tuple(draw(st.lists(layers, max_size=6))),
            bias=not is_line and draw(st.booleans()),
        ),
        data=DataConfig(
            dataset=NOISY_LINE if is_line else MNIST,
            train_size=train_size,
            test_size=draw(st.integers(1, 101 if is_line else 10_000)),
            batch_size=draw(st.integers(1, min(train_size, 10_000))),
            order=draw(st.sampled_from(Order)),
            pixels=draw(st.sampled_from(Pixels)),
        ),
        optimizer=OptimizerConfig(
            kind=optimizer,
            learning_rate=draw(st.floats(1e-7, 10)),
            momentum=momentum,
            nesterov=(momentum > 0 or optimizer is not OptimizerKind.SGD) and draw(st.booleans()),
            weight_decay=draw(st.floats(0, 1)),
        ),
        schedule=draw(
            st.builds(
                ScheduleConfig,
                kind=st.sampled_from(choices.ScheduleKind),
                step_epochs=st.integers(1, 1000),
                step_factor=st.floats(0.001, 1),
            )
        ),
        epochs=draw(st.integers(1, 10_000)),
        seed=draw(st.integers(0, 2**31 - 1)),
        device=draw(st.sampled_from(DeviceKind)),
        threads=draw(st.integers(0, 64)),
        precision=draw(st.sampled_from(Precision)),
        plain=draw(st.booleans()),
    )


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=8,
)


class TestDeclarations:
    @pytest.mark.parametrize(("path", "holds"), STABLE.items())
    def test_a_name_that_scripts_rely_on_is_there(self, path, holds):
        spec = FIELDS[path]
        assert holds in (spec.kind, spec.choices)

    def test_layers_have_the_parts_that_scripts_rely_on(self):
        assert LAYER_FIELDS.keys() == STABLE_IN_A_LAYER.keys()
        for path, holds in STABLE_IN_A_LAYER.items():
            assert holds in (LAYER_FIELDS[path].kind, LAYER_FIELDS[path].choices)

    @pytest.mark.parametrize("spec", ALL_FIELDS, ids=path_of)
    def test_it_tells_people_what_it_is(self, spec):
        title, explanation = str(spec.about.title), str(spec.about.help)
        assert title == title.strip()
        assert 0 < len(title) <= 30
        assert explanation.endswith(".")
        assert len(explanation) > len(title)
        assert isinstance(spec.about.group, Group)

    @pytest.mark.parametrize("spec", NUMBERS, ids=path_of)
    def test_a_number_has_limits_and_its_default_lies_within(self, spec):
        assert spec.low <= spec.default <= spec.high
        assert spec.low < spec.high

    @pytest.mark.parametrize("spec", NUMBERS, ids=path_of)
    def test_the_limits_are_allowed_and_nothing_beyond(self, spec):
        whole = spec.kind is FieldKind.INTEGER
        for bound, step, beyond in ((spec.low, -1, -math.inf), (spec.high, 1, math.inf)):
            limit = int(bound) if whole else bound
            with_values(OWN_DATA, changed(spec, limit))
            path, text = refusal(
                changed(spec, limit + step if whole else math.nextafter(limit, beyond))
            )
            assert path == (spec.path if spec.path in FIELDS else f"model.hidden.0.{spec.path}")
            assert f"number from {spec.low:.10g} to {spec.high:.10g}, not" in text

    def test_the_defaults_pass_their_own_validation(self):
        assert validate(RunConfig().model_dump(mode="json")) == RunConfig()
        assert validate({}) == RunConfig()

    @pytest.mark.parametrize("spec", FIELDS.values(), ids=path_of)
    def test_its_path_leads_to_its_value(self, spec):
        assert value_at(RunConfig(), spec.path) == spec.default
        assert isinstance(spec.default, spec.choices[0].__class__ if spec.choices else object)

    @pytest.mark.parametrize(
        "spec", [spec for spec in ALL_FIELDS if spec.about.applies_to], ids=path_of
    )
    def test_what_it_depends_on_exists(self, spec):
        path, values = spec.about.applies_to
        if path in FIELDS:
            possible = KNOWN if path == "data.dataset" else FIELDS[path].choices
        else:
            possible = (True, False)  # of a property
            assert value_at(RunConfig(), path) in possible
        assert set(values) < set(possible)

    @pytest.mark.parametrize(
        ("path", "changes", "expected"),
        [
            ("optimizer.momentum", {}, True),
            ("optimizer.momentum", {"optimizer.kind": "rmsprop"}, True),
            ("optimizer.momentum", {"optimizer.kind": "adam"}, False),
            ("optimizer.nesterov", {"optimizer.kind": "rmsprop"}, False),
            ("model.norm", {}, False),  # logistic regression
            ("model.norm", {"model.hidden": [{}]}, True),
            ("model.norm", {"model.kind": "cnn"}, True),
            ("model.norm", LINE, False),
            ("schedule.step_epochs", {}, False),
            ("schedule.step_factor", {"schedule.kind": "step"}, True),
            ("data.pixels", {}, True),
            ("data.pixels", LINE, False),
            ("seed", {}, True),
        ],
    )
    def test_it_matters_only_where_it_has_an_effect(self, path, changes, expected):
        assert matters(FIELDS[path], with_values(RunConfig(), changes)) is expected

    @pytest.mark.parametrize("kind", CHOICE_TYPES)
    def test_a_choice_is_its_string_and_has_a_label_of_its_own(self, kind):
        assert len({str(choice.label) for choice in kind}) == len(kind)
        for choice in kind:
            assert json.loads(json.dumps({choice: choice})) == {choice.value: choice.value}
            assert f"{choice}" == str(choice) == choice.value
            assert choice.label.template
            assert (
                kind(choice.value)
                is pickle.loads(pickle.dumps(choice))
                is deepcopy(choice)
                is choice
            )

    def test_all_choices_of_this_module_are_seen(self):
        assert {kind.__name__ for kind in CHOICE_TYPES} >= {
            "ModelKind",
            "Activation",
            "Precision",
            "DeviceKind",
        }


class TestRefusals:
    @pytest.mark.parametrize(
        ("path", "value", "text"),
        [
            ("epochs", 0, "must be a whole number from 1 to 10000, not 0."),
            ("epochs", "many", "must be a whole number from 1 to 10000, not many."),
            ("epochs", "", "must be a whole number from 1 to 10000."),
            ("epochs", 3.5, "must be a whole number from 1 to 10000, not 3.5."),
            ("epochs", None, "must be a whole number from 1 to 10000, not null."),
            ("epochs", [3], "must be a whole number from 1 to 10000, not [3]."),
            ("epochs", math.nan, "must be a whole number from 1 to 10000, not NaN."),
            ("epochs", math.inf, "must be a whole number from 1 to 10000, not Infinity."),
            ("epochs", True, "must be a whole number from 1 to 10000, not true."),
            ("seed", -1, "must be a whole number from 0 to 2147483647, not -1."),
            ("seed", False, "must be a whole number from 0 to 2147483647, not false."),
            ("seed", 2**31, "must be a whole number from 0 to 2147483647, not 2147483648."),
            ("seed", 10**400, f"must be a whole number from 0 to 2147483647, not 1{'0' * 56}...."),
            ("optimizer.learning_rate", 0, "must be a number from 1e-07 to 10, not 0."),
            ("optimizer.learning_rate", True, "must be a number from 1e-07 to 10, not true."),
            ("optimizer.learning_rate", math.nan, "must be a number from 1e-07 to 10, not NaN."),
            (
                "optimizer.learning_rate",
                -math.inf,
                "must be a number from 1e-07 to 10, not -Infinity.",
            ),
            ("optimizer.learning_rate", "inf", "must be a number from 1e-07 to 10, not inf."),
            ("optimizer.learning_rate", "0,1", "must be a number from 1e-07 to 10, not 0,1."),
            ("optimizer.momentum", 1, "must be a number from 0 to 0.999, not 1."),
            ("model.bias", 2, "must be true or false, not 2."),
            ("model.bias", "perhaps", "must be true or false, not perhaps."),
            ("device", "gpu", "must be one of auto, cpu, cuda, mps, not gpu."),
            ("model.kind", None, "must be one of linear, mlp, cnn, not null."),
            ("data.order", ["file"], 'must be one of shuffled, file, not ["file"].'),
            ("data.pixels", "{low}", "must be one of unit, raw, standardized, not {low}."),
            ("preset", "Größe", "must be lower-case letters, digits and hyphens, not Größe."),
            ("preset", "../runs", "must be lower-case letters, digits and hyphens, not ../runs."),
            ("preset", "line\n", "must not contain the character \\n."),
        ],
    )
    def test_it_says_what_is_wrong_and_what_would_be_right(self, path, value, text):
        assert refusal({path: value}) == (path, text)
        with pytest.raises(ConfigError) as error:
            with_values(RunConfig(), {path: value})
        assert (error.value.path, str(error.value)) == (path, f"{path}: {text}")

    @pytest.mark.parametrize(
        ("layers", "path", "text"),
        [
            (
                [{"units": 0}],
                "model.hidden.0.units",
                "must be a whole number from 1 to 4096, not 0.",
            ),
            (
                [{}, {"units": True}],
                "model.hidden.1.units",
                "must be a whole number from 1 to 4096, not true.",
            ),
            (
                [{}, {"activation": "softmax"}],
                "model.hidden.1.activation",
                "must be one of sigmoid, tanh, relu, leaky-relu, gelu, identity, not softmax.",
            ),
            (
                [{}, {}, {"dropout": 1}],
                "model.hidden.2.dropout",
                "must be a number from 0 to 0.9, not 1.",
            ),
            (
                [{"unitz": 64}],
                "model.hidden.0.unitz",
                "there is no such setting; did you mean model.hidden.0.units?",
            ),
            (
                [{}, {"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz": 1}],
                "model.hidden.1.zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
                "there is no such setting; there are model.hidden.1.units, "
                "model.hidden.1.activation, model.hidden.1.dropout.",
            ),
        ],
    )
    def test_a_fault_in_a_layer_is_named_with_its_place(self, layers, path, text):
        assert refusal({"model.hidden": layers}) == (path, text)

    @pytest.mark.parametrize("layers", [5, "128-64", None, {"units": 3}, [{}] * 7])
    def test_what_is_no_list_of_layers_is_told_what_one_is(self, layers):
        path, text = refusal({"model.hidden": layers})
        assert path == "model.hidden"
        assert "a list of at most 6 layers with units, activation and dropout, not " in text

    def test_a_layer_that_is_none_is_named_with_its_place(self):
        path, text = refusal({"model.hidden": [{}, 64]})
        assert path == "model.hidden.1"
        assert "layers with units, activation and dropout, not 64." in text

    def test_a_long_value_is_cut(self):
        _, text = refusal({"device": "x" * 10_000})
        assert text == f"must be one of auto, cpu, cuda, mps, not {'x' * 57}...."

    def test_all_faults_are_found_and_the_first_is_raised(self):
        changes = {"model.hidden": [{"units": 0, "dropout": 2}], "epochs": 0, "device": "gpu"}
        paths = [path for path, _ in faults(changes)]
        assert paths == ["model.hidden.0.units", "model.hidden.0.dropout", "epochs", "device"]
        with pytest.raises(ConfigError) as error:
            with_values(RunConfig(), changes)
        assert error.value.path == "model.hidden.0.units"

    @pytest.mark.parametrize(
        ("path", "meant"),
        [
            ("learning_rate", "optimizer.learning_rate"),
            ("optimiser.kind", "optimizer.kind"),
            ("data.batchsize", "data.batch_size"),
            ("epoch", "epochs"),
            ("model", "model.norm"),
        ],
    )
    def test_an_unknown_name_is_answered_with_the_closest(self, path, meant):
        text = f"{path}: there is no such setting; did you mean {meant}?"
        with pytest.raises(ConfigError) as error:
            with_values(RunConfig(), {path: 1})
        assert str(error.value) == text
        with pytest.raises(ConfigError) as error:
            parse_assignment(f"{path}=1")
        assert str(error.value) == text

    def test_an_unknown_name_in_a_file_is_refused_too(self):
        values = RunConfig().model_dump(mode="json")
        values["optimizer"]["momentun"] = 0.9
        [error] = check(values)
        assert (
            str(error)
            == "optimizer.momentun: there is no such setting; did you mean optimizer.momentum?"
        )

    def test_a_name_like_no_other_is_answered_with_all(self):
        with pytest.raises(ConfigError) as error:
            with_values(RunConfig(), {"zzz": 1})
        for path in FIELDS:
            assert path in str(error.value)

    @pytest.mark.parametrize(
        "values", [5, None, [], {"model": 5}, {"data": None}, {"model": {"hidden": {"0": 1}}}]
    )
    def test_what_has_not_even_the_form_is_refused(self, values):
        assert all(isinstance(error, ConfigError) for error in check(values))
        with pytest.raises(ConfigError):
            validate(values)


class TestCombinations:
    @pytest.mark.parametrize(
        ("changes", "path", "text"),
        [
            (
                {"optimizer.nesterov": True},
                "optimizer.nesterov",
                "Nesterov needs a momentum above 0; 0.9 is usual.",
            ),
            (
                LINE | {"data.dataset": "mnist"},
                "data.dataset",
                "The linear model needs the noisy line (noisy-line), every other model needs "
                "images (mnist) or points (points-spiral).",
            ),
            (
                LINE | {"model.kind": "mlp"},
                "data.dataset",
                "The linear model needs the noisy line (noisy-line), every other model needs "
                "images (mnist) or points (points-spiral).",
            ),
            (
                LINE | {"model.hidden": [{"units": 8}]},
                "model.hidden",
                "The linear model has no hidden layers; use [] or another model.",
            ),
            (
                LINE | {"model.bias": True},
                "model.bias",
                "The linear model has one weight and no bias; set it to false.",
            ),
            (
                LINE | {"data.train_size": 102},
                "data.train_size",
                "There are only 101 examples, not 102.",
            ),
            (
                LINE | {"data.test_size": 102},
                "data.test_size",
                "There are only 101 examples, not 102.",
            ),
            (
                {"data.train_size": 99},
                "data.batch_size",
                "A batch of 100 does not fit into 99 training examples; take 99 or fewer.",
            ),
        ],
    )
    def test_what_does_not_go_together_is_refused_where_it_is_mended(self, changes, path, text):
        assert refusal(changes) == (path, text)

    @pytest.mark.parametrize(
        "changes",
        [
            {"optimizer.nesterov": True, "optimizer.momentum": 1e-9},
            {"optimizer.nesterov": True, "optimizer.kind": "adam"},
            {"data.train_size": 100},
            {"data.train_size": 60_000, "data.test_size": 10_000, "data.batch_size": 10_000},
            {"model.kind": "cnn"},
            {"model.hidden": [{}] * 6},
            LINE,
            LINE | {"data.batch_size": 101},
        ],
    )
    def test_what_just_goes_together_is_allowed(self, changes):
        config = with_values(RunConfig(), changes)
        assert config != RunConfig()


class TestChanging:
    def test_a_change_is_made_in_a_copy(self):
        config = RunConfig()
        before = config.model_dump()
        changed = with_values(
            config, {"model.hidden": [{"units": 7}, {}], "optimizer.kind": "adam", "epochs": "12"}
        )
        assert config.model_dump() == before
        assert changed.model.hidden == (Layer(units=7), Layer())
        assert changed.optimizer.kind is OptimizerKind.ADAM
        assert (changed.epochs, type(changed.epochs)) == (12, int)
        others = FIELDS.keys() - {"model.hidden", "optimizer.kind", "epochs"}
        assert all(value_at(changed, path) == value_at(config, path) for path in others)

    def test_layers_can_be_given_as_such(self):
        layers = (Layer(units=7, activation=Activation.GELU, dropout=0.5), Layer())
        assert with_values(RunConfig(), {"model.hidden": layers}).model.hidden == layers

    def test_a_field_of_one_layer_has_a_path(self):
        config = RunConfig(model=ModelConfig(hidden=(Layer(units=9), Layer(dropout=0.5))))
        changed = with_values(config, {"model.hidden.0.dropout": 0.2, "model.hidden.1.units": 7})
        first, second = changed.model.hidden
        assert (first.units, first.dropout, second.units, second.dropout) == (9, 0.2, 7, 0.5)
        assert value_at(changed, "model.hidden.1.units") == 7
        assert with_values(changed, {"model.hidden.0.dropout": 0.0}).model.hidden[0].units == 9

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("model.hidden.2.units", "no such hidden layer"),
            ("model.hidden.0.neurons", "no such setting"),
            ("model.hidden.-1.units", "no such setting"),
            ("model.hidden.00.units", "no such setting"),
            ("model.hidden.0", "no such setting"),
            ("model.bias.0.units", "no such setting"),
        ],
    )
    def test_a_path_that_leads_to_no_layer_is_refused(self, path, text):
        config = RunConfig(model=ModelConfig(hidden=(Layer(), Layer())))
        with pytest.raises(ConfigError, match=text) as refusal:
            with_values(config, {path: 5})
        assert refusal.value.path == path

    def test_a_value_that_a_layer_cannot_have_is_refused_with_its_path(self):
        config = RunConfig(model=ModelConfig(hidden=(Layer(), Layer())))
        with pytest.raises(ConfigError, match=r"must be a number from 0 to 0\.9") as refusal:
            with_values(config, {"model.hidden.1.dropout": 1.0})
        assert refusal.value.path == "model.hidden.1.dropout"

    def test_nothing_can_be_changed_in_place(self):
        config = with_values(RunConfig(), {"model.hidden": [{}]})
        for part, name, value in (
            (config, "epochs", 1),
            (config, "model", ModelConfig()),
            (config.model, "bias", False),
            (config.model.hidden[0], "units", 1),
            (config.data, "train_size", 1),
            (config.optimizer, "momentum", 0.5),
            (config.schedule, "step_epochs", 1),
        ):
            with pytest.raises(ValidationError, match="frozen"):
                setattr(part, name, value)
        assert hash(config) == hash(with_values(config, {}))

    @pytest.mark.parametrize(
        ("text", "path", "value"),
        [
            ("epochs=3", "epochs", 3),
            ("optimizer.learning_rate=1e-3", "optimizer.learning_rate", 0.001),
            ("model.bias=false", "model.bias", False),
            ("data.order=file", "data.order", "file"),
            ('data.order="file"', "data.order", "file"),
            ("schedule.kind=one-cycle", "schedule.kind", "one-cycle"),
            ('model.hidden=[{"units": 5}]', "model.hidden", [{"units": 5}]),
            ("model.hidden=[]", "model.hidden", []),
            ("epochs=3=4", "epochs", "3=4"),
            ("epochs=", "epochs", ""),
        ],
    )
    def test_an_assignment_is_read_as_json_where_it_is_json(self, text, path, value):
        assert parse_assignment(text) == (path, value)

    @pytest.mark.parametrize("text", ["epochs", "", "epochs:3"])
    def test_an_assignment_without_an_equals_sign_is_explained(self, text):
        with pytest.raises(ConfigError) as error:
            parse_assignment(text)
        assert str(error.value) == f"{text!r} is not of the form FIELD=VALUE."

    @pytest.mark.parametrize("text", ["model.outputs=5", 'data.class_names=["a", "b"]'])
    def test_what_nobody_sets_is_not_silently_left_alone(self, text):
        with pytest.raises(ConfigError, match="follows from the data; it cannot be set"):
            parse_assignment(text)

    @pytest.mark.parametrize(
        "text",
        ["model.hidden=" + "[" * 100_000, "epochs=" + "1" * 5000, "epochs=NaN", "threads=1e999"],
    )
    def test_a_monstrous_value_is_refused_like_any_other(self, text):
        path, value = parse_assignment(text)
        with pytest.raises(ConfigError) as error:
            with_values(RunConfig(), {path: value})
        assert error.value.path == path
        assert len(str(error.value)) < 200


class TestAnyConfig:
    @given(valid_configs())
    def test_it_survives_json(self, config):
        text = json.dumps(config.model_dump(mode="json"), allow_nan=False)
        again = validate(json.loads(text))
        assert again == config
        assert again.model_dump() == config.model_dump()
        assert again.optimizer.kind is config.optimizer.kind
        assert hash(again) == hash(config)

    @given(valid_configs())
    def test_each_of_its_values_can_be_set_by_its_path(self, config):
        values = {path: value_at(config, path) for path in FIELDS}
        assert with_values(RunConfig(), values) == config

    @given(valid_configs(), st.sampled_from(sorted(FIELDS)), json_values)
    def test_any_value_at_any_path_is_taken_or_refused_with_the_path(self, config, path, value):
        result = check(patched(config, {path: value}))
        if isinstance(result, RunConfig):
            others = FIELDS.keys() - {path}
            assert all(value_at(result, other) == value_at(config, other) for other in others)
        else:
            assert all(
                error.path.startswith(path) or error.path in MEND_COMBINATIONS for error in result
            )
            assert all(str(error).startswith(f"{printable(error.path)}: ") for error in result)

    @given(
        json_values
        | st.dictionaries(st.sampled_from(["model", "data", "optimizer", "epochs"]), json_values)
    )
    def test_any_json_is_a_config_or_faulty(self, values):
        result = check(values)
        assert isinstance(result, RunConfig) or all(str(error) for error in result)
        assert result != []


class TestMessages:
    def test_values_are_filled_in(self):
        assert str(message("{count} of {all}", count=3, all="{count}")) == "3 of {count}"

    def test_a_text_without_values_stays_as_it_is(self):
        assert str(Message("{braces} {")) == "{braces} {"

    def test_equal_messages_are_equal_and_cross_processes(self):
        text = message("{count} digits", count=3)
        assert text == message("{count} digits", count=3)
        assert text != message("{count} digits", count=4)
        assert len({text, message("{count} digits", count=3)}) == 1
        assert pickle.loads(pickle.dumps(text)) == text

    def test_an_error_keeps_its_message_apart(self):
        text = message("{file} is missing.", file="x")
        error = DataError(text)
        assert isinstance(error, InklingError)
        assert (error.message, str(error)) == (text, "x is missing.")
        error = ConfigError("epochs", text)
        assert (error.message, error.path, str(error)) == (text, "epochs", "epochs: x is missing.")
        assert str(ConfigError("", text)) == "x is missing."


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=7)
        | st.dictionaries(st.text(max_size=3) | st.sampled_from([*LAYER_FIELDS]), inner, max_size=3)
    ),
    max_leaves=8,
)
LAYER_PATHS = [f"model.hidden.{index}.{name}" for index in (0, 1, 5, 9) for name in LAYER_FIELDS]
PARENTS = [
    "model",
    "data",
    "data.points",
    "model.hidden.0",
    "model.hidden.x.units",
    "model.hidden.-1",
]


@given(
    st.dictionaries(
        st.sampled_from(["model.hidden", *LAYER_PATHS])
        | st.sampled_from([*FIELDS, *LAYER_PATHS, *PARENTS])
        | st.lists(st.sampled_from(["model", "hidden", "0", "units", "data", "x", ""])).map(
            ".".join
        )
        | st.text(max_size=8),
        ANY_JSON,
        max_size=6,
    )
)
def test_whatever_is_set_anywhere_is_a_config_or_a_named_error(changes):
    """Later changes may be of parts that earlier ones have replaced by something else."""
    try:
        result = check(patched(RunConfig(), changes))
    except ConfigError as error:
        result = [error]
    if isinstance(result, list):
        assert all(map(str, result))
        with pytest.raises(ConfigError):
            with_values(RunConfig(), changes)
    else:
        assert with_values(RunConfig(), changes) == result


@pytest.mark.parametrize("layers", [5, "abc", {"a": 1}, None, [[]], ["abc"], [None], [5]])
def test_a_field_of_a_layer_that_was_replaced_is_named(layers):
    with pytest.raises(ConfigError, match="must be a list of at most 6 layers") as caught:
        with_values(RunConfig(), {"model.hidden": layers, "model.hidden.0.units": 5})
    assert caught.value.path == "model.hidden"


def test_of_very_many_errors_some_are_looked_at():
    unknown = {f"name{number}": 5 for number in range(10_000)}
    result = check(unknown | {"seed": "x"})
    assert len(result) == MAX_ERRORS
    assert {error.path for error in result} > {"seed", "name0", "name1"}


@pytest.mark.parametrize(
    ("path", "part"),
    [("model.hidden", {"units": 0}), ("data.class_names", 5), ("data.points.own", [])],
)
def test_of_a_list_that_is_too_long_no_part_is_looked_at(path, part):
    (error,) = check(patched(RunConfig(), {path: [part] * 10_000}))
    assert error.path == path
    assert "a list of" in str(error)
