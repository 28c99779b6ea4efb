"""What a hidden unit looks for and what it does now, in plain words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from core.insight.diagram import Role
from core.insight.neurons import Stage
from core.network.architecture import KERNEL
from core.number_text import decimal_text
from gui.style.translation import in_a_row


def words_about(
    stages: Sequence[Stage], layer: int, role: Role, output: float, classes: Sequence[str]
) -> list[str]:
    """Return two lines: what a hidden unit looks for, and what it does for the digit.

    Args:
        output: its activation; the mean one of a map.
        classes: the names of the answers.
    """
    return [
        what_it_looks_for(stages, layer, role),
        what_it_does(stages, layer, role, output, classes),
    ]


def what_it_looks_for(stages: Sequence[Stage], layer: int, role: Role) -> str:
    """Return what makes a unit of a hidden layer active."""
    stage = stages[layer]
    if layer == 0 and stage.is_convolution:
        text = QCoreApplication.translate(
            "UnitWords",
            "Map {number} slides a kernel of {side} × {side} weights over the pixels. It is strong "
            "where the ink resembles the kernel.",
        )
        return text.format(number=role.unit, side=KERNEL)
    if layer == 0:
        text = QCoreApplication.translate(
            "UnitWords",
            "Ink where the weights are green makes neuron {number} more active, ink where they are "
            "violet less.",
        )
        return text.format(number=role.unit)

    if stage.is_convolution:
        text = QCoreApplication.translate(
            "UnitWords",
            "Map {number} slides a kernel of {side} × {side} weights over each map of the layer "
            "before, and adds the results up.",
        )
    elif stages[layer - 1].is_convolution:
        text = QCoreApplication.translate(
            "UnitWords", "Neuron {number} adds up all positions of the maps before it, weighted."
        )
    else:
        text = QCoreApplication.translate(
            "UnitWords", "Neuron {number} adds up all neurons of the layer before, weighted."
        )
    sentences = [text.format(number=role.unit, side=KERNEL), _feeders(stages[layer - 1], role)]
    return in_a_row(*filter(None, sentences))


def _feeders(before: Stage, role: Role) -> str:
    """Return which units of the layer before do most for and against it."""
    if role.raised_by is None:
        return ""
    raising = _name(before, role.raised_by)
    if role.lowered_by is None:
        text = QCoreApplication.translate("UnitWords", "For this digit {raising} raises it most.")
        return text.format(raising=raising)
    text = QCoreApplication.translate(
        "UnitWords", "For this digit {raising} raises it most, {lowering} lowers it most."
    )
    return text.format(raising=raising, lowering=_name(before, role.lowered_by))


def what_it_does(
    stages: Sequence[Stage], layer: int, role: Role, output: float, classes: Sequence[str]
) -> str:
    """Return how active a unit is for the digit, and what it adds to the layer after it."""
    value = decimal_text(output)
    if stages[layer].is_convolution:
        text = QCoreApplication.translate(
            "UnitWords", "For this digit its mean activation is {value}."
        )
    else:
        text = QCoreApplication.translate("UnitWords", "For this digit its activation is {value}.")
    if role.raises is None and role.lowers is None:
        nothing = QCoreApplication.translate(
            "UnitWords", "It is off and adds nothing to the next layer."
        )
        return in_a_row(text.format(value=value), nothing)

    after = stages[layer + 1]
    is_last = layer + 2 == len(stages)
    targets = [
        None if unit is None else classes[unit] if is_last else _name(after, unit)
        for unit in (role.raises, role.lowers)
    ]
    effect = _effect(targets[0], targets[1], is_last)
    return in_a_row(text.format(value=value), effect)


def _effect(raised: str | None, lowered: str | None, is_last: bool) -> str:
    """Return what a unit speaks for and against; at least one of the two is named."""
    if raised is not None and lowered is not None:
        text = (
            QCoreApplication.translate(
                "UnitWords", "It speaks most for {raised} and most against {lowered}."
            )
            if is_last
            else QCoreApplication.translate(
                "UnitWords", "In the next layer it raises {raised} most and lowers {lowered} most."
            )
        )
    elif raised is not None:
        text = (
            QCoreApplication.translate("UnitWords", "It speaks most for {raised}.")
            if is_last
            else QCoreApplication.translate(
                "UnitWords", "In the next layer it raises {raised} most."
            )
        )
    else:
        text = (
            QCoreApplication.translate("UnitWords", "It speaks most against {lowered}.")
            if is_last
            else QCoreApplication.translate(
                "UnitWords", "In the next layer it lowers {lowered} most."
            )
        )
    return text.format(raised=raised, lowered=lowered)


def _name(stage: Stage, unit: int) -> str:
    if stage.is_convolution:
        return QCoreApplication.translate("UnitWords", "map {number}").format(number=unit)
    return QCoreApplication.translate("UnitWords", "neuron {number}").format(number=unit)
