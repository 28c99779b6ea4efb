"""`RunConfig`: the complete description of a run.

Every setting is declared here once, with its limits, unit and help. The form, the command line, the
files of a run and all validation are derived from these declarations (see `core.config.fields`), so
there is no second list to keep in step. Configs are frozen: to change one, make another with
`core.config.fields.with_values`.
"""

from functools import lru_cache
from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator

from core.config.catalogue import KNOWN, POINTS_OWN, DataKind, is_path, leads_out
from core.config.choices import (
    DeviceKind,
    ModelKind,
    Normalization,
    OptimizerKind,
    Precision,
    ScheduleKind,
)
from core.config.data import LINE_OR_OWN_POINTS, MAX_CLASSES, DataConfig, SealedData
from core.config.model import ModelConfig
from core.config.optimizer import OptimizerConfig, PruningConfig, ScheduleConfig
from core.config.setting import ConfigPart, Group, Scale, SettingInfo, reject
from core.messages import message

# the data that each kind of network can learn from
SUITABLE_DATA = {
    ModelKind.LINEAR: (DataKind.LINE,),
    ModelKind.MLP: (DataKind.IMAGES, DataKind.POINTS),
    ModelKind.CNN: (DataKind.IMAGES,),
}


class RunConfig(ConfigPart):
    """Everything that decides what a run computes."""

    preset: Annotated[
        str,
        Field(max_length=80, pattern=r"^[a-z0-9-]*$"),
        SettingInfo(message("Preset"), message("A known network to start from.")),
    ] = ""
    model: ModelConfig = ModelConfig()
    data: DataConfig = DataConfig()
    optimizer: OptimizerConfig = OptimizerConfig()
    schedule: ScheduleConfig = ScheduleConfig()
    pruning: PruningConfig = PruningConfig()
    epochs: Annotated[
        int,
        Field(ge=1, le=10_000),
        SettingInfo(
            message("Epochs"),
            message("How often training goes through all the training examples."),
            group=Group.TRAINING,
            rank=1,
            scale=Scale.LOGARITHMIC,
        ),
    ] = 20
    patience: Annotated[
        int,
        Field(ge=0, le=1000),
        SettingInfo(
            message("Patience"),
            message(
                "Early stopping: training ends once the cost on the validation examples has not "
                "fallen for so many epochs. 0 trains all epochs."
            ),
            group=Group.DETAILS,
            unit=message("epochs"),
            except_for=LINE_OR_OWN_POINTS,
            in_names=message("patience {value}"),
        ),
    ] = 0
    seed: Annotated[
        int,
        Field(ge=0, le=2**31 - 1),
        SettingInfo(
            message("Seed"),
            message(
                "The start of the random numbers: initial weights, order, dropout. The same "
                "settings with the same seed give the same run."
            ),
            group=Group.MACHINE,
            in_names=message("seed {value}"),
        ),
    ] = 42
    device: Annotated[
        DeviceKind,
        SettingInfo(
            message("Device"),
            message("Where to compute. Automatic takes a CUDA GPU if there is one."),
            group=Group.MACHINE,
        ),
    ] = DeviceKind.AUTO
    threads: Annotated[
        int,
        Field(ge=0, le=64),
        SettingInfo(
            message("Threads"),
            message("How many processor threads the run uses; 0 lets Inkling choose."),
            group=Group.MACHINE,
        ),
    ] = 0
    precision: Annotated[
        Precision,
        SettingInfo(
            message("Precision"),
            message(
                "16 bits are faster where the processor has them; the results differ a little."
            ),
            group=Group.MACHINE,
            in_names=message("{value}"),
        ),
    ] = Precision.FLOAT32
    plain: Annotated[
        bool,
        SettingInfo(
            message("Plain arithmetic"),
            message(
                "Compute bit for bit what a simple PyTorch program computes, without the faster"
                " fused optimizers."
            ),
            group=Group.MACHINE,
        ),
    ] = False

    @property
    def is_regression(self) -> bool:
        """Whether the run fits a line instead of telling classes apart."""
        return self.model.kind is ModelKind.LINEAR

    @property
    def has_images(self) -> bool:
        """Whether the run learns from images."""
        return self.data.has_images

    @property
    def has_points(self) -> bool:
        """Whether the run learns from points of the plane."""
        return self.data.has_points

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes, in the order of the outputs; empty for a regression."""
        return self.data.classes

    @property
    def shown_classes(self) -> tuple[str, ...]:
        """The names of the classes as they are shown."""
        return self.data.shown_classes

    @model_validator(mode="before")
    @classmethod
    def _derive_shape(cls, values: object) -> object:
        """Set the numbers of inputs and outputs, which nobody chooses, to those of the data."""
        if not isinstance(values, dict):
            return values

        try:
            data = DataConfig.model_validate(values.get("data", {}))
        except ValidationError:
            return values  # the main validation reports this

        shape = {
            "inputs": data.kind.inputs,
            "outputs": min(len(data.classes), MAX_CLASSES) or 1,
        }
        match values.get("model", {}):
            case ModelConfig() as model:
                return {**values, "model": model.model_copy(update=shape)}
            case dict() as model:
                return {**values, "model": model | shape}
        return values

    @model_validator(mode="after")
    def _check_combinations(self) -> Self:
        self._check_data_set()
        self._check_model_fits_data()
        self._check_known_sizes()
        self._check_sizes()
        self._check_pruning()

        optimizer = self.optimizer
        if optimizer.nesterov and optimizer.kind is OptimizerKind.SGD and optimizer.momentum == 0:
            reject(
                "optimizer.nesterov", message("Nesterov needs a momentum above 0; 0.9 is usual.")
            )
        return self

    def _check_data_set(self) -> None:
        """Accept a known data set with its own classes, or a folder with those read from it."""
        dataset = self.data.dataset

        if dataset not in KNOWN and not is_path(dataset):
            reject(
                "data.dataset",
                message(
                    "must be one of {known}, or the path of a folder or file, not {given}.",
                    known=", ".join(KNOWN),
                    given=dataset,
                ),
            )
        if dataset not in KNOWN and len(self.data.class_names) < 2:
            reject(
                "data.dataset",
                message("The classes of the folder {folder} are not known.", folder=dataset),
            )
        if dataset in KNOWN and self.data.class_names:
            reject(
                "data.class_names",
                message("This data set has its own class names; leave them out."),
            )
        for name in filter(leads_out, self.data.class_names):
            reject(
                "data.class_names",
                message("{name} cannot be the name of a class: it is a path.", name=name),
            )

    def _check_model_fits_data(self) -> None:
        if self.is_regression != (self.data.kind is DataKind.LINE):
            reject(
                "data.dataset",
                message(
                    "The linear model needs the noisy line (noisy-line), every other model "
                    "needs images (mnist) or points (points-spiral)."
                ),
            )
        if self.data.kind not in SUITABLE_DATA[self.model.kind]:
            reject(
                "data.dataset",
                message(
                    "A convolutional network needs images (mnist); for points take a fully "
                    "connected one (mlp)."
                ),
            )

        # one weight and nothing more
        if self.is_regression and self.model.hidden:
            reject(
                "model.hidden",
                message("The linear model has no hidden layers; use [] or another model."),
            )
        if self.is_regression and self.model.bias:
            reject(
                "model.bias",
                message("The linear model has one weight and no bias; set it to false."),
            )

    def _check_known_sizes(self) -> None:
        data = self.data
        known = KNOWN.get(data.dataset)
        if known is None:
            return

        for path, size, most in (
            ("data.train_size", data.train_size, known.train),
            ("data.test_size", data.test_size, known.test),
        ):
            if size > most:
                reject(
                    path,
                    message("There are only {most} examples, not {size}.", most=most, size=size),
                )

        if data.train_size + data.validation_size > known.train:
            reject(
                "data.validation_size",
                message(
                    "{train} of the {most} training examples are used for training; hold "
                    "out {rest} or fewer, or train on fewer.",
                    most=known.train,
                    train=data.train_size,
                    rest=known.train - data.train_size,
                ),
            )

    def _check_sizes(self) -> None:
        data = self.data
        if data.validation_size and self.is_regression:
            reject(
                "data.validation_size",
                message("The noisy line has no validation examples; set it to 0."),
            )
        if data.validation_size and data.dataset == POINTS_OWN:
            reject(
                "data.validation_size",
                message("Your own points are all learned from; set it to 0."),
            )

        if (
            self.patience
            and not data.validation_size
            and data.dataset not in LINE_OR_OWN_POINTS[1]  # where it has no effect
        ):
            reject(
                "patience",
                message("Early stopping needs validation examples; hold some out, or set it to 0."),
            )

        if data.batch_size > data.train_size:
            reject(
                "data.batch_size",
                message(
                    "A batch of {batch} does not fit into {train} training examples; take {train} "
                    "or fewer.",
                    batch=data.batch_size,
                    train=data.train_size,
                ),
            )
        if data.batch_size == 1 and self.model.norm is Normalization.BATCH and self.model.hidden:
            reject(
                "data.batch_size",
                message("Batch normalization needs batches of at least 2 examples."),
            )

    def _check_pruning(self) -> None:
        pruning = self.pruning
        if not pruning.cuts or self.is_regression:
            return
        if pruning.after >= self.epochs:
            reject(
                "pruning.after",
                message(
                    "Nothing is left to train after the cut: it is after epoch {after} of "
                    "{epochs}. Cut earlier, or train for more epochs.",
                    after=pruning.after,
                    epochs=self.epochs,
                ),
            )
        if self.schedule.kind is not ScheduleKind.CONSTANT:
            reject(
                "schedule.kind",
                message(
                    "A schedule has one course and would not begin again after a cut; with "
                    "pruning the learning rate stays constant."
                ),
            )
        if self.patience:
            reject(
                "patience",
                message("Early stopping could end the run before its cut; set it to 0."),
            )


@lru_cache(maxsize=64)  # views ask again and again
def sealed(config: RunConfig) -> RunConfig:
    """Return a config of which the held-out examples, if there are any, stand in for test examples.

    It is for reading examples only: whatever else is made of it opens the test set again.
    """
    data = config.data
    if not data.validation_size:
        return config
    values = {name: getattr(data, name) for name in DataConfig.model_fields}
    values["test_size"] = data.validation_size
    return config.model_copy(update={"data": SealedData.model_construct(**values)})
