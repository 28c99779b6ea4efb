"""Tips of the table of runs: of which epoch and examples a number is, and how far to trust it."""

from PySide6.QtCore import QCoreApplication

from core.evaluation.statistics import accuracy_interval
from core.number_text import accuracy_text
from core.run.record import RunRecord
from core.run.seal import seal_note
from gui.runs.run_store import RunEntry
from gui.style.translation import translate

MAX_NAME = 48  # letters of a name that its column always shows


def name_tip(entry: RunEntry) -> str:
    """Return the name if its column may cut it, where it comes from, and why it ended."""
    name = entry.name if len(entry.name) > MAX_NAME else ""
    return "\n".join(filter(None, (name, _origin_of(entry.record), end_of(entry))))


def _origin_of(record: RunRecord) -> str:
    texts = []
    if record.forked_from is not None:
        text = QCoreApplication.translate(
            "RunsModel", "A fork: up to epoch {epoch} it was another run."
        )
        texts.append(text.format(epoch=record.forked_from[1]))
    if record.is_imported:
        texts.append(QCoreApplication.translate("RunsModel", "It was imported."))
    return "\n".join(texts)


def end_of(entry: RunEntry) -> str:
    """Return why the run ended, if there is something to report about it."""
    end = entry.record.end
    return translate(end.message) if end is not None and end.message is not None else ""


def cost_tip(entry: RunEntry) -> str:
    """Return of which examples the cost is."""
    last, total = entry.record.last, f"{entry.record.judged.data.test_size:,}"
    if last is None:
        return ""
    text = QCoreApplication.translate("RunsModel", "After epoch {epoch}, on {asked} test examples.")
    if entry.record.is_sealed:
        text = QCoreApplication.translate(
            "RunsModel", "After epoch {epoch}, on {asked} held-out examples."
        )
    return _with_seal(text.format(epoch=last.epoch, asked=total), entry.record)


def last_tip(entry: RunEntry) -> str:
    """Return for which epoch the accuracy is shown, and its interval: nothing chose this epoch."""
    record, last, accuracy = entry.record, entry.record.last, entry.record.last_accuracy
    if last is None or accuracy is None:
        return ""
    text = QCoreApplication.translate(
        "RunsModel",
        "After epoch {epoch}, the last one so far, on {asked} test examples. "
        "95% interval: {low} to {high}.",
    )
    if record.is_sealed:
        text = QCoreApplication.translate(
            "RunsModel",
            "After epoch {epoch}, the last one so far, on {asked} held-out examples. "
            "95% interval: {low} to {high}.",
        )
    tip = _with_interval(text, last.epoch, accuracy, record.judged.data.test_size)
    return _with_seal(tip, record)


def best_tip(entry: RunEntry) -> str:
    """Return of which epoch the best accuracy is, and how far it can be trusted."""
    record, accuracy = entry.record, entry.record.best_accuracy
    if record.best is None or accuracy is None:
        return ""
    if is_chosen_by_what_judges(record):
        return _with_seal(_optimistic_tip(record, record.best.epoch), record)

    text = QCoreApplication.translate(
        "RunsModel", "After epoch {epoch}, on {asked} test examples. 95% interval: {low} to {high}."
    )
    tip = _with_interval(text, record.best.epoch, accuracy, record.config.data.test_size)
    return _with_seal(tip, record)


def is_chosen_by_what_judges(record: RunRecord) -> bool:
    """Whether the best epoch is the one with the highest accuracy on the examples that judge it.

    The interval of a single accuracy does not hold for the largest of several. After one epoch it
    would, but a column does not change its meaning with the second one.
    """
    best = record.best
    return best is not None and (record.is_sealed or best.validation_accuracy is None)


def _optimistic_tip(record: RunRecord, epoch: int) -> str:
    """Return of which epoch a best accuracy is that was the largest of several."""
    if record.is_sealed:
        text = QCoreApplication.translate(
            "RunsModel",
            "After epoch {epoch}, the largest of {epochs} on the {asked} held-out examples that "
            "choose it, and therefore a little optimistic.",
        )
    elif record.epochs_done == 1:
        text = QCoreApplication.translate(
            "RunsModel",
            "After epoch 1, the only one so far. The largest of several on the same test examples "
            "has no honest interval; that of the last epoch is with its accuracy.",
        )
    else:
        text = QCoreApplication.translate(
            "RunsModel",
            "After epoch {epoch}, the largest of {epochs} on the {asked} test examples, and "
            "therefore optimistic. Held-out examples would choose the epoch without them.",
        )
    asked = f"{record.judged.data.test_size:,}"
    return text.format(epoch=epoch, epochs=record.epochs_done, asked=asked)


def _with_interval(text: str, epoch: int, accuracy: float, total: int) -> str:
    """Fill in an epoch, the number of test examples, and the interval of an accuracy on them."""
    low, high = accuracy_interval(round(accuracy * total), total)
    return text.format(
        epoch=epoch,
        asked=f"{total:,}",
        low=accuracy_text(low),
        high=accuracy_text(high),
    )


def _with_seal(tip: str, record: RunRecord) -> str:
    """Add to a tip whether the test set of a run is closed, or how often it was opened."""
    note = seal_note(record.config, record.openings, is_sealed=record.is_sealed)
    return tip if note is None else f"{tip}\n{translate(note)}"
