"""Settings changed by hand, as they are listed."""

from core.config.live import dropout_paths, live_paths
from core.config.model import Layer, ModelConfig
from core.run.changes import by_batch, by_batch_thinned, summary, title_of
from core.run.events import SettingChanged

TWO = ModelConfig(hidden=(Layer(dropout=0.5), Layer(dropout=0.5)))
FIRST, SECOND = dropout_paths(TWO)
RATE = "optimizer.learning_rate"


def changed(path, before, value, epoch=1, batch=5):
    return SettingChanged("run", epoch, batch, 9, path, before, value)


def listed(changes, model=TWO):
    return [(str(title), change.value) for title, change in summary(changes, model)]


def test_layers_are_numbered_where_there_are_several():
    assert [str(title_of(path, TWO)) for path in live_paths(TWO)] == [
        "Learning rate",
        "Momentum",
        "Weight decay",
        "Dropout, layer 1",
        "Dropout, layer 2",
    ]
    assert str(title_of(FIRST, ModelConfig(hidden=(Layer(),)))) == "Dropout"


def test_changes_before_one_batch_belong_together():
    first, second, third = (
        changed(FIRST, 0.5, 0.1),
        changed(SECOND, 0.5, 0.1),
        changed(SECOND, 0.1, 0.2, batch=6),
    )
    fourth = changed(RATE, 0.1, 0.2, epoch=2, batch=6)
    assert by_batch([first, second, third, fourth]) == [[first, second], [third], [fourth]]


def test_of_very_many_some_are_chosen_evenly_with_the_first_and_the_last():
    changes = [changed(RATE, 0.1, 0.2, batch=batch) for batch in range(1, 1002)]
    groups, count = by_batch_thinned(changes, 5)
    assert ([group[0].batch for group in groups], count) == ([1, 251, 501, 751, 1001], 1001)
    assert by_batch_thinned(changes, 1)[0] == [changes[:1]]
    assert by_batch_thinned(changes[:5], 5) == (by_batch(changes[:5]), 5)


def test_dropout_of_all_layers_is_listed_once():
    both = [changed(FIRST, 0.5, 0.1), changed(SECOND, 0.5, 0.1)]
    assert listed(both) == [("Dropout", 0.1)]
    assert listed([changed(RATE, 1, 2), *both]) == [("Learning rate", 2), ("Dropout", 0.1)]


def test_other_changes_of_dropout_are_listed_by_layer():
    apart = [("Dropout, layer 1", 0.1), ("Dropout, layer 2", 0.2)]
    assert listed([changed(FIRST, 0.5, 0.1), changed(SECOND, 0.5, 0.2)]) == apart
    assert listed([changed(FIRST, 0.5, 0.1)]) == apart[:1]
    from_other_rates = [changed(FIRST, 0.5, 0.1), changed(SECOND, 0.4, 0.1)]
    assert listed(from_other_rates) == [("Dropout, layer 1", 0.1), ("Dropout, layer 2", 0.1)]


def test_without_dropout_nothing_is_added():
    assert listed([changed(RATE, 1, 2)]) == [("Learning rate", 2)]
    assert listed([changed(RATE, 1, 2)], ModelConfig()) == [("Learning rate", 2)]
