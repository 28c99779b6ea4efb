"""Examples that workers are sent: those that neither come with Inkling nor are computed.

A worker is sent them when it first needs them, and knows them from then on by a hash.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from dataclasses import replace

from core.config.catalogue import MNIST
from core.config.run import RunConfig
from core.data import folders as data_folders
from core.data.examples import Examples
from core.data.fingerprint import fingerprint

MAX_HELD = 2  # data sets that a worker keeps, those used last; 60,000 digits take 47 MB

_held: "OrderedDict[str, Examples]" = OrderedDict()
_holding = threading.Lock()


def key_of(config: RunConfig) -> str:
    """Return the hash of the examples that a run's workers are sent; empty if they need none."""
    if not config.has_images or config.data.dataset == MNIST:
        return ""
    data = config.data
    used = data.train_size + data.validation_size, data.test_size, data.test_subset, data.polarity
    text = json.dumps([fingerprint(data), data.dataset, used], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def examples_of(config: RunConfig) -> Examples:
    """Return the examples to send, without the training images that the run does not use.

    Raises:
        DataError: if they can no longer be read.
    """
    examples = data_folders.read_for(config.data)
    used = config.data.train_size + config.data.validation_size
    return replace(
        examples, train_images=examples.train_images[:used], notes=(), is_still_unread=None
    )


def hold(key: str, examples: Examples) -> None:
    """Keep examples that have been sent, in place of those that were used longest ago."""
    with _holding:
        _held[key] = examples
        while len(_held) > MAX_HELD:
            _held.popitem(last=False)


def held(key: str) -> Examples | None:
    """Return the examples that have been sent; None if they have not, or need not be."""
    with _holding:
        if key in _held:
            _held.move_to_end(key)
        return _held.get(key)
