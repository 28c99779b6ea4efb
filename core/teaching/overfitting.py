"""The rule that recognises training examples learned by heart."""

from core.config.catalogue import KNOWN
from core.messages import Message, message
from core.number_text import rough_percent
from core.run.events import EpochCompleted
from core.run.record import RunRecord
from core.teaching.hint import Hint, HintKind

# Overfitting: thresholds of neural-network-digits (PyPI). Ours: the gap counts once 90 % of the
# training digits are read right; before, it comes and goes.
BY_HEART = 0.9
ABOVE_BEST, ABOVE_EPOCHS, GAP, GAP_EPOCHS = 0.05, 4, 0.08, 2
FEW_EXAMPLES = 6000  # ours: with the usual networks the gap is 9 points at 2,000 digits, 6 at 5,000
MIN_EPOCHS = 3
FEWEST_EPOCHS = 2  # that a hint advises
# For hidden units 0.5: N. Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html.
# For several layers the tutorial's 0.2; ours: two layers of 128 units overfit 6,500 digits to a
# test cost of 0.20, at 0.2 it is 0.16, at 0.5 again 0.21, because each layer loses half of the
# rest.
DROPOUT, DROPOUT_OF_SEVERAL = 0.5, 0.2


def overfitting(record: RunRecord) -> Hint | None:
    """Recognise training digits that are learned by heart."""
    gap = _gap(record)
    config = record.config
    known = KNOWN.get(config.data.dataset)

    if gap is not None and known is not None and config.data.train_size <= FEW_EXAMPLES:
        count = min(10 * config.data.train_size, known.train - config.data.validation_size)
        why = message(
            "{count} examples are few enough to be memorised.",
            count=f"{config.data.train_size:,}",
        )
        action = message("Try {count} training examples", count=f"{count:,}")
        return Hint(HintKind.TOO_LITTLE_DATA, gap, why, {"data.train_size": count}, action)

    best = _best_before_rise(record)
    if gap is None and best is None:
        return None

    symptom = gap or _risen_cost(record, best)
    why = message("The network is starting to memorise the training examples.")
    if gap is None and best is not None and not _has_more_mistakes(record, best):
        why = message("It makes no more mistakes than then, but is surer of those it makes.")
    layers = config.model.hidden
    if layers and not any(layer.dropout for layer in layers):
        rate = DROPOUT if len(layers) == 1 else DROPOUT_OF_SEVERAL
        hidden = [layer.model_dump(mode="json") | {"dropout": rate} for layer in layers]
        action = message("Try dropout {rate}", rate=rate)
        return Hint(HintKind.OVERFITTING, symptom, why, {"model.hidden": hidden}, action)

    return None if best is None else _end_early(best, symptom, why)


def _end_early(best: EpochCompleted, symptom: Message, why: Message) -> Hint:
    """Advise as many epochs as it took to the lowest cost.

    L. Prechelt 1998, "Early Stopping - But When?"; after a single epoch little is learned.
    """
    fewer = {"epochs": max(best.epoch, FEWEST_EPOCHS)}
    action = message("Try {epochs} epochs", **fewer)
    if best.validation_cost is None:
        why = message(
            "{why} Test images chose that epoch, so its result is optimistic; held-out examples "
            "would choose it without them.",
            why=why,
        )
    return Hint(HintKind.OVERFITTING, symptom, why, fewer, action)


def _has_more_mistakes(record: RunRecord, best: EpochCompleted) -> bool:
    """Return whether more examples are read wrong than at the lowest cost."""
    last = record.epochs[-1]
    return (last.choosing_accuracy or 0.0) < (best.choosing_accuracy or 0.0)


def _risen_cost(record: RunRecord, best: EpochCompleted | None) -> Message:
    """State that the cost rises again on examples that were not trained on.

    The epoch of the best accuracy, which the window marks, is often a later one.
    """
    epoch = best.epoch if best is not None else 0
    accurate = record.best.epoch if record.best is not None else 0
    if best is not None and best.validation_cost is not None:
        return message(
            "The validation cost was lowest in epoch {epoch} (best accuracy: epoch {accurate}), "
            "the training cost still falls.",
            epoch=epoch,
            accurate=accurate,
        )
    return message(
        "The test cost was lowest in epoch {epoch} (best accuracy: epoch {accurate}), the "
        "training cost still falls.",
        epoch=epoch,
        accurate=accurate,
    )


def _gap(record: RunRecord) -> Message | None:
    """State how much better the training digits are read, if the difference is large."""
    latest = record.epochs[-GAP_EPOCHS:]
    last = record.last
    if last is None or last.epoch < MIN_EPOCHS or len(latest) < GAP_EPOCHS:
        return None
    gaps = [(epoch.train_accuracy or 0.0) - (epoch.choosing_accuracy or 0.0) for epoch in latest]
    if min(gaps) < GAP or (last.train_accuracy or 0.0) < BY_HEART:
        return None
    values = {
        "train": rough_percent(last.train_accuracy or 0.0),
        "test": rough_percent(last.choosing_accuracy or 0.0),
    }
    if last.validation_accuracy is not None:
        return message(
            "{train} of the training examples are classified correctly, but only {test} of the "
            "examples held out for validation.",
            **values,
        )
    return message(
        "{train} of the training examples are classified correctly, but only {test} of the test "
        "examples.",
        **values,
    )


def _best_before_rise(record: RunRecord) -> EpochCompleted | None:
    """Return the epoch of the lowest cost on examples not trained on, or None.

    None unless the latest costs are well above it.
    """
    if record.config.is_regression or len(record.epochs) <= ABOVE_EPOCHS:
        return None
    best = min(record.epochs, key=lambda epoch: epoch.choosing_cost)
    latest = record.epochs[-ABOVE_EPOCHS:]
    is_above = all(epoch.choosing_cost > best.choosing_cost * (1 + ABOVE_BEST) for epoch in latest)
    return best if is_above and latest[-1].cost < best.cost else None
