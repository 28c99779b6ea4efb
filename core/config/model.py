"""The settings of the network: kind, hidden layers, bias."""

from typing import Annotated

from pydantic import Field

from core.config.catalogue import PIXELS
from core.config.choices import Activation, Initialization, ModelKind, Normalization
from core.config.data import MAX_CLASSES
from core.config.setting import ConfigPart, Group, Scale, SettingInfo, at_most
from core.messages import message

MAX_LAYERS = 6  # hidden ones


class Layer(ConfigPart):
    """One hidden layer: a linear map, an activation, and dropout if its rate is above zero."""

    units: Annotated[
        int,
        Field(ge=1, le=4096),
        SettingInfo(
            message("Units"),
            message(
                "How many neurons the layer has. More neurons can learn more, but take longer."
            ),
        ),
    ] = 128
    activation: Annotated[
        Activation,
        SettingInfo(
            message("Activation"),
            message(
                "The curve that each neuron's sum goes through. With the identity, which changes "
                "nothing, several layers can do no more than one."
            ),
        ),
    ] = Activation.RELU
    dropout: Annotated[
        float,
        Field(ge=0.0, le=0.9),
        SettingInfo(
            message("Dropout"),
            message(
                "The probability with which each of the layer's outputs is set to zero while "
                "training; 0 for none."
            ),
        ),
    ] = 0.0


class ModelConfig(ConfigPart):
    """The kind of network, its hidden layers, inputs and outputs."""

    kind: Annotated[
        ModelKind,
        SettingInfo(
            message("Network"),
            message(
                "Fully connected: every input reaches every neuron. Convolutional: small windows "
                "slide over the image."
            ),
        ),
    ] = ModelKind.MLP
    hidden: Annotated[
        tuple[Layer, ...],
        at_most(MAX_LAYERS),
        SettingInfo(
            message("Hidden layers"),
            message(
                "The layers before the answers, in order. A fully connected network without "
                "hidden layers is logistic regression."
            ),
        ),
    ] = ()
    bias: Annotated[
        bool,
        SettingInfo(
            message("Bias"),
            message("Whether each neuron also adds a learned constant to its sum."),
            in_names={False: message("no bias"), True: message("bias")},
        ),
    ] = True
    norm: Annotated[
        Normalization,
        SettingInfo(
            message("Normalization"),
            message(
                "Centres and scales the sums before each activation: of a neuron over the batch, or"
                " of a layer for one example. A learned scale and shift follow. It helps deep "
                "networks."
            ),
            group=Group.DETAILS,
            applies_to=("model.has_activations", (True,)),
            in_names={
                Normalization.NONE: message("no normalization"),
                Normalization.BATCH: message("batch norm"),
                Normalization.LAYER: message("layer norm"),
            },
        ),
    ] = Normalization.NONE
    init: Annotated[
        Initialization,
        SettingInfo(
            message("Initial weights"),
            message(
                "The random numbers that the weights start from. Xavier suits sigmoid and tanh, He "
                "suits ReLU. With zeros all neurons of a layer stay alike, or learn nothing."
            ),
            group=Group.DETAILS,
            in_names=message("initial weights: {value}"),
        ),
    ] = Initialization.DEFAULT
    init_std: Annotated[
        float,
        Field(ge=1e-6, le=10.0),
        SettingInfo(
            message("Standard deviation"),
            message(
                "The spread of normal initial weights. Too small, and signals fade from layer to "
                "layer; too large, and they explode."
            ),
            group=Group.DETAILS,
            scale=Scale.LOGARITHMIC,
            applies_to=("model.init", (Initialization.NORMAL,)),
            in_names=message("standard deviation {value}"),
        ),
    ] = 0.01
    inputs: Annotated[
        int,
        Field(ge=1, le=PIXELS),
        SettingInfo(
            message("Inputs"),
            message("How many numbers the network gets: one for each pixel or coordinate."),
            is_derived=True,
        ),
    ] = PIXELS
    outputs: Annotated[
        int,
        Field(ge=1, le=MAX_CLASSES),
        SettingInfo(
            message("Outputs"),
            message("How many answers the network gives: one for each class of the data."),
            is_derived=True,
        ),
    ] = 10

    @property
    def has_activations(self) -> bool:
        """Whether an activation follows any layer, before which sums could be normalized."""
        return self.kind is ModelKind.CNN or bool(self.hidden)
