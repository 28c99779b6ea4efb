"""An epoch of `relu-dropout` in other libraries: ``python -m tests.benchmarks.peers``.

Those that are installed train the same network on the same digits, in turns with Inkling in one
process: 784-512-512-10 without biases, dropout 0.2, Adam, batches of 100, in 32 bits. None of them
measures or shows anything meanwhile. ``python -m tests.benchmarks.report --peers`` adds the table
to the others. Nothing else should run on the machine meanwhile.

- JAX: the whole epoch is one compiled `lax.scan`, with Adam written out.
- Keras on JAX: `fit`, which compiles a step.
- Lightning: a `Trainer` without logging and checkpoints; a `fit` for each epoch.
- scikit-learn: `MLPClassifier.partial_fit`, on the processor, without dropout, which it lacks, and
  with biases.
"""

import importlib.util
import logging
import os
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import nn

from core.config.run import RunConfig
from core.data import datasets
from tests.benchmarks.figures import Figure, tell
from tests.benchmarks.training import (
    BATCH,
    Epochs,
    as_in_the_tutorial,
    config_of,
    fully_connected,
    in_turns,
    ours,
    timed,
)

RATE = 0.001
WIDTHS = (784, 512, 512, 10)
DROPPED = 0.2


def digits(config: RunConfig) -> tuple[Any, Any]:
    """Return the training digits as NumPy arrays, float32 (N, 784) and int64 (N,)."""
    data = datasets.load(config.data)
    return data.train_x.numpy(), data.train_y.numpy()


def jax_scan(config: RunConfig) -> Epochs:
    """Return epochs of JAX, each one call."""
    import jax
    import jax.numpy as jnp

    x, y = (jnp.asarray(each) for each in digits(config))
    keys = jax.random.split(jax.random.key(0), len(WIDTHS))
    weights = [
        jax.random.uniform(key, (before, after), minval=-1, maxval=1) / before**0.5
        for key, before, after in zip(keys, WIDTHS, WIDTHS[1:], strict=False)
    ]
    zeros = [jnp.zeros_like(weight) for weight in weights]

    def cost(weights: Any, x: Any, y: Any, key: Any) -> Any:
        for weight in weights[:-1]:
            key, mine = jax.random.split(key)
            x = jax.nn.relu(x @ weight)
            x = jnp.where(jax.random.bernoulli(mine, 1 - DROPPED, x.shape), x / (1 - DROPPED), 0)
        return -jnp.take_along_axis(jax.nn.log_softmax(x @ weights[-1]), y[:, None], 1).mean()

    def step(state: Any, batch: Any) -> Any:
        weights, firsts, seconds, count, key = state
        key, mine = jax.random.split(key)
        slopes = jax.grad(cost)(weights, *batch, mine)
        count = count + 1
        firsts = [0.9 * m + 0.1 * g for m, g in zip(firsts, slopes, strict=True)]
        seconds = [0.999 * v + 0.001 * g * g for v, g in zip(seconds, slopes, strict=True)]
        weights = [
            w - RATE * (m / (1 - 0.9**count)) / (jnp.sqrt(v / (1 - 0.999**count)) + 1e-8)
            for w, m, v in zip(weights, firsts, seconds, strict=True)
        ]
        return (weights, firsts, seconds, count, key), None

    @jax.jit
    def epoch(state: Any) -> Any:
        *others, key = state
        key, mine = jax.random.split(key)
        order = jax.random.permutation(mine, len(x)).reshape(-1, BATCH)
        return jax.lax.scan(step, (*others, key), (x[order], y[order]))[0]

    state = (weights, zeros, zeros, jnp.zeros(()), jax.random.key(1))

    def work() -> None:
        nonlocal state
        state = jax.block_until_ready(epoch(state))

    return timed(work)


def keras_fit(config: RunConfig) -> Epochs:
    """Return epochs of Keras on JAX."""
    os.environ["KERAS_BACKEND"] = "jax"
    import keras

    x, y = digits(config)
    layers: list[Any] = []
    for units in WIDTHS[1:-1]:
        layers += [keras.layers.Dense(units, activation="relu", use_bias=False)]
        layers += [keras.layers.Dropout(DROPPED)]
    network = keras.Sequential([*layers, keras.layers.Dense(WIDTHS[-1], use_bias=False)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    network.compile(optimizer=keras.optimizers.Adam(RATE), loss=loss)
    return timed(lambda: network.fit(x, y, batch_size=BATCH, epochs=1, verbose=0))


def lightning_fit(config: RunConfig) -> Epochs:
    """Return epochs of Lightning."""
    import lightning

    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)

    class Module(lightning.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.network = fully_connected(config)

        def training_step(self, batch: Any) -> Any:
            x, y = batch
            return nn.functional.cross_entropy(self.network(x), y)

        def configure_optimizers(self) -> Any:
            return torch.optim.Adam(self.parameters(), lr=RATE)

    data = datasets.load(config.data)
    examples = torch.utils.data.TensorDataset(data.train_x, data.train_y)
    batches = torch.utils.data.DataLoader(examples, batch_size=BATCH, shuffle=True)
    module = Module()

    def work() -> None:
        trainer = lightning.Trainer(
            accelerator="cpu",
            max_epochs=1,
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
        )
        trainer.fit(module, batches)

    return timed(work)


def scikit_learn(config: RunConfig) -> Epochs:
    """Return epochs of scikit-learn."""
    from sklearn.neural_network import MLPClassifier

    x, y = digits(config)
    network = MLPClassifier(WIDTHS[1:-1], batch_size=BATCH, learning_rate_init=RATE, alpha=0.0)
    return timed(lambda: network.partial_fit(x, y, classes=range(10)))


PEERS: Mapping[str, tuple[str, Callable[[RunConfig], Epochs]]] = {
    "a whole-epoch JAX scan": ("jax", jax_scan),
    "Keras on JAX": ("keras", keras_fit),
    "Lightning": ("lightning", lightning_fit),
    "scikit-learn, without dropout": ("sklearn", scikit_learn),
}


def installed() -> dict[str, Callable[[RunConfig], Epochs]]:
    """Return those that can be imported here."""
    return {
        name: epochs
        for name, (package, epochs) in PEERS.items()
        if importlib.util.find_spec(package) is not None
    }


def figures() -> list[Figure]:
    """Return how much longer each takes than Inkling."""
    config = config_of("relu-dropout")
    loops = {"ours": ours(config)}
    loops |= {"the tutorial's loop": as_in_the_tutorial(config, fully_connected(config))}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # theirs, on few workers and the like
        loops |= {name: epochs(config) for name, epochs in installed().items()}
        took = in_turns(loops, rounds=5)
    return [
        Figure(f"`relu-dropout` by {name}", f"{seconds / took['ours']:.2f} times as long as here")
        for name, seconds in took.items()
        if name != "ours"
    ]


if __name__ == "__main__":
    tell(figures())
