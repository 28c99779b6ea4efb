"""A model card: what a network learned from, how well it reads, where it fails, what it is not for.

It is the same in the window, in a run's report and on a page. After M. Mitchell and others (2019),
Model cards for model reporting, https://arxiv.org/abs/1810.03993.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.config.catalogue import KNOWN, title
from core.config.run import RunConfig
from core.errors import DataError
from core.evaluation.assessment import Assessment
from core.evaluation.statistics import accuracy_interval
from core.messages import Message, Translate, listed, message
from core.network.architecture import LayerKind, parameter_count, plan
from core.network.weights import Weights
from core.number_text import accuracy_with_interval, probability_text, rough_percent
from core.plain_text import printable
from core.run.changes import title_of
from core.run.record import RunRecord
from core.run.seal import seal_note

BYTES = 4  # of a parameter
MAX_CONFUSIONS = 5
MAX_CLASSES = 3  # that are read worst


@dataclass(frozen=True)
class Fact:
    """A line of a card: what it is about, and one sentence or more."""

    title: str
    texts: Sequence[str]


@dataclass(frozen=True)
class ModelCard:
    """The card of one network."""

    title: str
    facts: Sequence[Fact]

    def with_fact(self, fact: Fact) -> "ModelCard":
        """Return the card with one fact more."""
        return replace(self, facts=[*self.facts, fact])

    @property
    def text(self) -> str:
        """The whole card as lines of text."""
        blocks = ["\n".join([fact.title, *fact.texts]) for fact in self.facts]
        return "\n\n".join([self.title, *blocks])


def assess(config: RunConfig, weights: Weights) -> Assessment | None:
    """Have a network read its run's test examples; None if its data are not on this machine."""
    from core.data import datasets
    from core.evaluation import accuracy

    try:
        data = datasets.load(config.data)
    except DataError:
        return None
    return Assessment(accuracy.probabilities(config, weights, data), data.test_y.cpu().numpy())


def model_card(
    name: str,
    record: RunRecord,
    epochs: int,
    assessment: Assessment | None,
    translate: Translate = str,
) -> ModelCard:
    """Write the card of a run that classifies.

    Args:
        name: the run's name.
        epochs: the run was trained for when it had the weights that the card is about.
        assessment: its answers to its test examples with these weights; None if there are none.
    """
    config = record.config
    facts: list[tuple[Message, list[Message]]] = [
        (
            message("Network"),
            [_network(config), *_training(config, epochs), *_history(record, epochs)],
        ),
        (message("Data"), _data(config)),
        (message("Results"), _results(record, epochs, assessment)),
    ]
    if assessment is not None:
        facts.append((message("Where it fails"), _failures(config.shown_classes, assessment)))
    facts.append((message("What it is not for"), _limits(config)))
    return ModelCard(
        printable(name),
        [Fact(translate(title_), [translate(text) for text in texts]) for title_, texts in facts],
    )


def _network(config: RunConfig) -> Message:
    layers = plan(config.model)
    sizes = [layer.inputs[0] for layer in layers if layer.kind is LayerKind.LINEAR]
    parameters = parameter_count(config.model)
    values = {
        "sizes": "-".join(map(str, [*sizes, layers[-1].outputs[0]])),
        "count": f"{parameters:,}",
        "size": f"{parameters * BYTES / 1000:,.0f}",
    }
    if any(layer.kind is LayerKind.CONVOLUTION for layer in layers):
        return message(
            "Convolutional: two convolutions, then layers of {sizes} neurons; {count} parameters, "
            "{size} kB as 32-bit numbers.",
            **values,
        )
    return message(
        "Fully connected, {sizes} neurons; {count} parameters, {size} kB as 32-bit numbers.",
        **values,
    )


def _training(config: RunConfig, epochs: int) -> list[Message]:
    values = {"optimizer": config.optimizer.kind.label, "seed": config.seed}
    texts = [
        message("Trained for one epoch with {optimizer}, seed {seed}.", **values)
        if epochs == 1
        else message(
            "Trained for {epochs} epochs with {optimizer}, seed {seed}.", epochs=epochs, **values
        )
    ]
    if config.optimizer.adversarial:
        texts.append(
            message(
                "It learned from images that were changed against it, each pixel by {epsilon} of "
                "the way from paper to ink.",
                epsilon=f"{config.optimizer.adversarial:.10g}",
            )
        )
    pruning = config.pruning
    if pruning.cuts and epochs > pruning.after:
        texts.append(
            message(
                "Of its weights, {share} were cut after epoch {epoch} and are 0.",
                share=rough_percent(pruning.share),
                epoch=pruning.after,
            )
        )
    return texts


def _history(record: RunRecord, epochs: int) -> list[Message]:
    """Say what of its training the settings do not tell."""
    texts = []
    if record.forked_from is not None:
        texts.append(
            message(
                "It is a fork: up to epoch {epoch} it was another run, whose settings may have "
                "been others.",
                epoch=record.forked_from[1],
            )
        )
    changed = [one.path for one in record.changes if one.epoch <= epochs]
    if changed:
        titles = [title_of(path, record.config.model) for path in dict.fromkeys(changed)]
        settings = listed(titles)
        texts.append(message("Changed by hand while it trained: {settings}.", settings=settings))
    return texts


def _data(config: RunConfig) -> list[Message]:
    data = config.data
    values = {
        "data": title(data.dataset),
        "train": f"{data.train_size:,}",
        "test": f"{data.test_size:,}",
    }
    texts = [
        message("{data}: {train} images to learn from, {test} others to test it.", **values)
        if data.has_images
        else message("{data}: {train} points to learn from, {test} others to test it.", **values)
    ]
    known = KNOWN.get(data.dataset)
    if known is not None and known.licence:
        texts.append(message("Source: {licence}.", licence=known.licence))
    if known is not None and known.writers is not None:
        texts.append(known.writers)
    if data.label_noise:
        texts.append(
            message(
                "Of the training labels, {share} were made wrong on purpose.",
                share=rough_percent(data.label_noise),
            )
        )
    return texts


def _results(record: RunRecord, epochs: int, assessment: Assessment | None) -> list[Message]:
    """State the accuracy with its interval: measured now, or by the run at this epoch."""
    if assessment is not None:
        accuracy, interval = assessment.accuracy, assessment.interval
    else:
        measured = [one for one in record.epochs if one.epoch == epochs]
        share = record.accuracy_of(measured[0]) if measured else None
        if share is None:
            return [message("Its accuracy has not been measured.")]
        accuracy, size = share, record.judged.data.test_size
        interval = accuracy_interval(round(accuracy * size), size)

    text = message(
        "Accuracy on the test examples: {accuracy}; the interval (95%) reflects their number."
    )
    if record.is_sealed:
        text = message(
            "Accuracy on the held-out examples: {accuracy}; the interval (95%) reflects their "
            "number."
        )
    shown = Message(text.template, {"accuracy": accuracy_with_interval(accuracy, interval)})
    seal = seal_note(record.config, record.openings, is_sealed=record.is_sealed)
    return [shown] if seal is None else [shown, seal]


def _failures(classes: Sequence[str], assessment: Assessment) -> list[Message]:
    """Name the classes that are read worst, and the most frequent confusions."""
    shares = [(one.share, label) for label, one in enumerate(assessment.classes())]
    worst = sorted((share, label) for share, label in shares if share is not None and share < 1)
    texts = []
    if worst:
        listed = "; ".join(
            f"{classes[label]}: "
            f"{accuracy_with_interval(share, assessment.classes()[label].interval)}"
            for share, label in worst[:MAX_CLASSES]
        )
        texts.append(message("Read worst: {classes}", classes=listed))

    confusion = assessment.confusion.copy()
    np.fill_diagonal(confusion, 0)
    order = np.argsort(-confusion, axis=None, kind="stable")[:MAX_CONFUSIONS]
    pairs = [divmod(int(cell), len(classes)) for cell in order]
    listed = "; ".join(
        f"{classes[label]} → {classes[given]} ({confusion[label, given]})"
        for label, given in pairs
        if confusion[label, given]
    )
    if not listed:
        return [message("It misreads none of these examples.")]
    return [
        *texts,
        message("Confused most often (label → answer, how often): {pairs}", pairs=listed),
        *_confidence(assessment),
    ]


def _confidence(assessment: Assessment) -> list[Message]:
    """State how sure the network is of its right and of its wrong answers."""
    right = assessment.right
    if right.all() or not right.any() or not np.isfinite(assessment.confidence).all():
        return []
    return [
        message(
            "On average it gives its answer a probability of {right} where it is right, and of "
            "{wrong} where it is wrong.",
            right=probability_text(float(assessment.confidence[right].mean())),
            wrong=probability_text(float(assessment.confidence[~right].mean())),
        )
    ]


def _limits(config: RunConfig) -> list[Message]:
    known = KNOWN.get(config.data.dataset)
    purpose = message(
        "It was made for learning and trying out, not for decisions about people, money or safety."
    )
    if not config.data.has_images:
        return [
            message(
                "It also answers where no points were that it could learn from, and may be sure "
                "of a wrong answer there."
            ),
            purpose,
        ]
    return [
        message(
            "It knows nothing but the images that it learned from ({data}): other pens, papers, "
            "cameras and writers may be read much worse than the test images.",
            data=title(config.data.dataset) if known is None else known.title,
        ),
        message(
            "It always answers with one of its {count} classes, also to a scribble, and may be "
            "sure of a wrong answer.",
            count=len(config.classes),
        ),
        purpose,
    ]
