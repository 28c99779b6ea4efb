import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from torch import nn

from core.config.choices import Activation, Initialization, ModelKind
from core.config.model import Layer, ModelConfig
from core.config.presets import PRESETS
from core.network.architecture import LayerKind, parameter_count, plan
from core.network.models import Dropout, build, copy_of_weights
from tests.core.running import config_of

MODELS = {name: preset.config.model for name, preset in PRESETS.items()}

# Functions with their names, written down apart from PyTorch.
FUNCTIONS = {
    Activation.SIGMOID: special.expit,
    Activation.TANH: np.tanh,
    Activation.RELU: lambda z: np.maximum(z, 0),
    Activation.LEAKY_RELU: lambda z: np.where(z > 0, z, 0.01 * z),
    Activation.GELU: lambda z: z * special.ndtr(z),
    Activation.IDENTITY: lambda z: z,
}


def generator(seed=42):
    return torch.Generator().manual_seed(seed)


def by_hand(name, bias=True):
    """The networks of the presets, written down with PyTorch's own layers."""
    if name == "linear":
        return nn.Sequential(nn.Linear(1, 1, bias=False))
    if name == "logistic":
        return nn.Sequential(nn.Linear(784, 10, bias=bias))
    if name == "mlp":
        return nn.Sequential(
            nn.Linear(784, 128, bias=bias),
            nn.ReLU(),
            nn.Linear(128, 64, bias=bias),
            nn.ReLU(),
            nn.Linear(64, 10, bias=bias),
        )
    if name == "sigmoid":
        return nn.Sequential(
            nn.Linear(784, 512, bias=bias), nn.Sigmoid(), nn.Linear(512, 10, bias=bias)
        )
    if name == "relu-dropout":
        return nn.Sequential(
            nn.Linear(784, 512, bias=bias),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(512, 512, bias=bias),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(512, 10, bias=bias),
        )
    assert name == "cnn"
    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 16, 5, padding=2, bias=bias),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 5, padding=2, bias=bias),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1568, 128, bias=bias),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(128, 10, bias=bias),
    )


BY_HAND = [
    *((name, True) for name in ("logistic", "mlp", "sigmoid", "relu-dropout", "cnn")),
    *((name, False) for name in ("linear", "logistic", "sigmoid", "relu-dropout", "cnn")),
]


def built_and_by_hand(name, bias, seed=7, plain=False):
    """The same network twice, both with first weights of the same seed."""
    torch.manual_seed(seed)
    written = by_hand(name, bias)
    if not plain:
        written = written.to(memory_format=torch.channels_last)
    model = config_of(name, {"model.bias": bias}).model
    return build(model, generator(seed), plain=plain), written


class TestParameterCount:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("linear", 1),
            ("logistic", 784 * 10 + 10),
            ("mlp", (784 * 128 + 128) + (128 * 64 + 64) + (64 * 10 + 10)),
            ("sigmoid", 407_050),
            ("relu-dropout", 669_706),
            (
                "cnn",
                (16 * 25 + 16) + (32 * 16 * 25 + 32) + (32 * 7 * 7 * 128 + 128) + (128 * 10 + 10),
            ),
            ("relu-deep", 669_706),
        ],
    )
    def test_it_is_the_one_computed_by_hand(self, name, expected):
        assert parameter_count(MODELS[name]) == expected

    def test_without_biases_it_counts_the_connections_only(self):
        assert parameter_count(ModelConfig(bias=False)) == 7840
        assert (
            parameter_count(ModelConfig(hidden=(Layer(units=512),), bias=False))
            == 784 * 512 + 512 * 10
        )
        assert parameter_count(ModelConfig(kind=ModelKind.CNN, bias=False)) == 400 + 12_800 + 15_680

    @pytest.mark.parametrize("name", MODELS)
    def test_it_is_the_size_of_the_network(self, name):
        assert parameter_count(MODELS[name]) == size_of(build(MODELS[name], generator()))

    @settings(max_examples=30)
    @given(
        st.builds(
            ModelConfig,
            kind=st.sampled_from([ModelKind.MLP, ModelKind.CNN]),
            hidden=st.lists(
                st.builds(
                    Layer,
                    units=st.integers(1, 80),
                    activation=st.sampled_from(Activation),
                    dropout=st.sampled_from([0, 0.3]),
                ),
                max_size=6,
            ).map(tuple),
            bias=st.booleans(),
        )
    )
    def test_it_is_the_size_of_any_composed_network(self, model):
        network = build(model, generator())
        assert parameter_count(model) == size_of(network)
        for layer in plan(model):
            assert layer.parameters == size_of(getattr(network, layer.name))


def size_of(network):
    return sum(parameter.numel() for parameter in network.parameters())


class TestPlan:
    def test_layers_are_named_by_what_they_do_and_numbered(self):
        layers = (
            Layer(activation=Activation.LEAKY_RELU, dropout=0.1),
            Layer(activation=Activation.GELU),
        )
        assert [layer.name for layer in plan(ModelConfig(hidden=layers))] == [
            "linear_1",
            "leaky_relu_1",
            "dropout_1",
            "linear_2",
            "gelu_2",
            "linear_3",
        ]
        assert [
            layer.name for layer in plan(ModelConfig(kind=ModelKind.CNN, hidden=layers[1:]))
        ] == [
            "image",
            "conv_1",
            "conv_relu_1",
            "pool_1",
            "conv_2",
            "conv_relu_2",
            "pool_2",
            "flatten",
            "linear_1",
            "gelu_1",
            "linear_2",
        ]
        assert [layer.name for layer in plan(MODELS["linear"])] == ["linear_1"]

    def test_weights_are_named_after_their_layers(self):
        assert list(build(MODELS["mlp"], generator()).state_dict()) == [
            f"linear_{number}.{part}" for number in (1, 2, 3) for part in ("weight", "bias")
        ]

    @pytest.mark.parametrize("name", MODELS)
    def test_announced_shapes_are_the_real_ones(self, name):
        layers = plan(MODELS[name])
        network = build(MODELS[name], generator())
        assert [layer.name for layer in layers] == [child for child, _ in network.named_children()]
        x = torch.zeros(3, *layers[0].inputs)
        for layer in layers:
            assert x.shape == (3, *layer.inputs)
            x = getattr(network, layer.name)(x)
            assert x.shape == (3, *layer.outputs)
        assert x.shape == (3, MODELS[name].outputs)

    def test_only_a_dropout_above_zero_makes_a_layer(self):
        layers = plan(ModelConfig(hidden=(Layer(dropout=0), Layer(dropout=0.25))))
        assert [layer.rate for layer in layers if layer.kind is LayerKind.DROPOUT] == [0.25]


class TestNetwork:
    @pytest.mark.parametrize(("name", "bias"), BY_HAND)
    def test_first_weights_are_pytorchs_own_bit_for_bit(self, name, bias):
        network, plain = built_and_by_hand(name, bias)
        ours, theirs = list(network.parameters()), list(plain.parameters())
        assert len(ours) == len(theirs)
        assert all(mine.equal(other) for mine, other in zip(ours, theirs, strict=True))

    @pytest.mark.parametrize("is_plain", [False, True])
    @pytest.mark.parametrize(("name", "bias"), BY_HAND)
    def test_it_computes_what_the_network_written_by_hand_computes(self, name, bias, is_plain):
        network, plain = built_and_by_hand(name, bias, plain=is_plain)
        x = torch.rand(20, 1 if name == "linear" else 784, generator=generator(1))
        assert network.eval()(x).equal(plain.eval()(x))
        torch.manual_seed(3)
        for module in network:
            if isinstance(module, Dropout):
                module.generator.manual_seed(3)
                module.plain = True
        assert network.train()(x).equal(plain.train()(x))

    def test_the_generator_that_all_share_is_left_alone(self):
        before = torch.get_rng_state()
        for name in ("relu-dropout", "cnn"):
            build(MODELS[name], generator()).train()(torch.zeros(2, 784))
        assert torch.get_rng_state().equal(before)

    def test_the_seed_decides(self):
        def weights_of(seed):
            return build(MODELS["mlp"], generator(seed)).linear_1.weight

        assert weights_of(1).equal(weights_of(1))
        assert not weights_of(1).equal(weights_of(2))

    def test_masks_come_from_their_own_generator_if_there_is_one(self):
        weights, masks = generator(1), generator(2)
        network = build(MODELS["relu-dropout"], weights, masks)
        before = weights.get_state()
        network.train()(torch.ones(1, 784))
        assert weights.get_state().equal(before)
        assert not masks.get_state().equal(generator(2).get_state())
        network = build(MODELS["relu-dropout"], weights)
        before = weights.get_state()
        network.train()(torch.ones(1, 784))
        assert not weights.get_state().equal(before)

    @pytest.mark.parametrize("activation", Activation)
    @pytest.mark.parametrize("bias", [True, False])
    def test_costs_and_gradients_are_those_computed_by_hand(self, activation, bias):
        model = ModelConfig(
            hidden=(Layer(units=6, activation=activation), Layer(units=5, activation=activation)),
            bias=bias,
        )
        network = build(model, generator()).double()
        random = np.random.default_rng(5)
        x, y = random.random((8, 784)), random.integers(0, 10, 8)
        cost = nn.CrossEntropyLoss()(network(torch.from_numpy(x)), torch.from_numpy(y))
        cost.backward()
        weights = {
            name: tensor.detach().numpy().copy() for name, tensor in network.named_parameters()
        }

        def cost_by_hand():
            z = x
            for number in (1, 2, 3):
                z = z @ weights[f"linear_{number}.weight"].T + weights.get(
                    f"linear_{number}.bias", 0
                )
                z = FUNCTIONS[activation](z) if number < 3 else z
            return (special.logsumexp(z, axis=1) - z[np.arange(8), y]).mean()

        assert cost.item() == pytest.approx(cost_by_hand(), rel=1e-12)
        step = 1e-5
        for name, parameter in network.named_parameters():
            flat = weights[name].reshape(-1)
            for index in random.choice(flat.size, min(flat.size, 10), replace=False):
                middle = flat[index]
                flat[index] = middle + step
                above = cost_by_hand()
                flat[index] = middle - step
                below = cost_by_hand()
                flat[index] = middle
                slope = parameter.grad.flatten()[index].item()
                assert slope == pytest.approx((above - below) / (2 * step), rel=1e-4, abs=1e-9)


class TestDropout:
    @pytest.mark.parametrize("rate", [0.0, 0.2, 0.5, 0.9])
    def test_it_is_pytorchs_own_but_for_the_generator(self, rate):
        x = torch.randn(50, 40, generator=generator(1))
        torch.manual_seed(9)
        expected = nn.Dropout(rate)(x)
        assert Dropout(rate, generator(9), plain=True)(x).equal(expected)

    @pytest.mark.parametrize("rate", [0.2, 0.5, 0.9])
    def test_it_keeps_its_share_and_makes_up_for_the_rest(self, rate):
        count = 200_000
        values = Dropout(rate, generator())(torch.full((count,), 3.0))
        kept = values[values != 0]
        assert np.allclose(kept, 3 / (1 - rate))
        deviation = (count * rate * (1 - rate)) ** 0.5
        assert abs(len(kept) - count * (1 - rate)) < 4 * deviation

    def test_it_rests_in_evaluation(self):
        random = generator()
        before = random.get_state()
        x = torch.rand(10)
        assert Dropout(0.5, random).eval()(x).equal(x)
        assert random.get_state().equal(before)

    def test_each_batch_gets_a_mask_of_its_own_and_a_seed_repeats_them(self):
        first, second = Dropout(0.5, generator()), Dropout(0.5, generator())
        x = torch.ones(100)
        masks = [first(x) for _ in range(3)]
        assert not masks[0].equal(masks[1])
        assert not masks[1].equal(masks[2])
        assert all(second(x).equal(mask) for mask in masks)

    def test_gradients_flow_only_through_what_was_kept(self):
        x = torch.randn(200, generator=generator(2), requires_grad=True)
        values = Dropout(0.25, generator())(x)
        values.sum().backward()
        kept = values != 0
        assert 100 < kept.sum() < 200
        assert x.grad[kept].allclose(torch.tensor(1 / 0.75))
        assert not x.grad[~kept].any()

    @pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16])
    def test_other_precisions_stay_what_they_are(self, dtype):
        assert Dropout(0.5, generator())(torch.ones(10, dtype=dtype)).dtype == dtype

    def test_printed_it_tells_its_rate(self):
        assert repr(Dropout(0.2, generator())) == "Dropout(rate=0.2)"


def redrawn(model, seed=7):
    """The layers of weights of a network that was built with this seed."""
    return [
        layer for layer in build(model, generator(seed)) if isinstance(layer, nn.Linear | nn.Conv2d)
    ]


class TestInitialWeights:
    @pytest.mark.parametrize("bias", [True, False])
    @pytest.mark.parametrize("name", ["sigmoid", "cnn"])
    @pytest.mark.parametrize(
        ("init", "draw"),
        [
            (Initialization.XAVIER, nn.init.xavier_uniform_),
            (Initialization.HE, lambda w: nn.init.kaiming_normal_(w, nonlinearity="relu")),
            (Initialization.NORMAL, lambda w: nn.init.normal_(w, std=0.05)),
            (Initialization.ZEROS, nn.init.zeros_),
        ],
    )
    def test_they_are_those_of_a_program_that_draws_them_again(self, name, bias, init, draw):
        torch.manual_seed(7)
        plain = by_hand(name, bias)
        for layer in plain:
            if isinstance(layer, nn.Linear | nn.Conv2d):
                draw(layer.weight)
                if bias:
                    nn.init.zeros_(layer.bias)
        changes = {"model.bias": bias, "model.init": init, "model.init_std": 0.05}
        built = build(config_of(name, changes).model, generator(7))
        pairs = zip(built.parameters(), plain.parameters(), strict=True)
        assert all(torch.equal(ours, theirs) for ours, theirs in pairs)

    @pytest.mark.parametrize(
        ("init", "std"),
        [
            (Initialization.XAVIER, lambda inputs, outputs: np.sqrt(2 / (inputs + outputs))),
            (Initialization.HE, lambda inputs, outputs: np.sqrt(2 / inputs)),
            (Initialization.NORMAL, lambda inputs, outputs: 0.05),
            (Initialization.ZEROS, lambda inputs, outputs: 0),
        ],
    )
    def test_their_spread_is_that_of_the_formula(self, init, std):
        model = config_of("relu-dropout", {"model.init": init, "model.init_std": 0.05}).model
        for layer in redrawn(model):
            expected = std(layer.in_features, layer.out_features)
            assert layer.weight.std().item() == pytest.approx(expected, rel=0.03)
            assert layer.weight.mean().abs().item() <= 0.05 * expected
            assert not layer.bias.any()

    def test_the_seed_decides(self):
        model = config_of("mlp", {"model.init": "he"}).model
        first, again, other = (redrawn(model, seed)[0].weight for seed in (1, 1, 2))
        assert torch.equal(first, again)
        assert not torch.equal(first, other)


class TestOrderInMemory:
    def test_weights_of_convolutions_lie_channels_last_unless_a_run_is_plain(self):
        model = config_of("cnn").model
        weights = {
            plain: build(model, generator(7), plain=plain).conv_2.weight for plain in (False, True)
        }
        assert weights[False].is_contiguous(memory_format=torch.channels_last)
        assert weights[True].is_contiguous()
        assert weights[False].equal(weights[True])

    def test_copies_of_weights_have_the_usual_order(self):
        copies = copy_of_weights(build(config_of("cnn").model, generator(7)))
        assert all(copy.flags.c_contiguous for copy in copies.values())

    def test_both_orders_read_alike(self):
        model = config_of("cnn").model
        x = torch.rand(20, 784, generator=generator(1))
        outputs = [build(model, generator(7), plain=plain).eval()(x) for plain in (False, True)]
        torch.testing.assert_close(*outputs)
