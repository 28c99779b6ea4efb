"""The model card of a run, with its newest weights."""

from core.errors import InklingError
from core.export.model_card import ModelCard, assess, model_card
from core.export.source import Source
from core.messages import Translate


def card_of(source: Source, translate: Translate = str) -> ModelCard | None:
    """Return a run's model card, for which its network reads all of its test examples.

    Without weights, or without its data on this machine, it has what the run itself recorded.
    None for a run that fits a line, which has no classes.
    """
    if source.config.is_regression:
        return None
    record = source.record
    try:
        epochs, weights = source.dated_weights()
    except InklingError:
        return model_card(source.name, record, record.epochs_done, None, translate)
    assessment = assess(record.judged, weights)
    return model_card(source.name, record, epochs, assessment, translate)
