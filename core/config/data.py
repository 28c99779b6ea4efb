"""The part of a run's config that describes its examples."""

from typing import Annotated

from pydantic import Field, ValidationError, model_validator

from core.config.catalogue import (
    KNOWN,
    MNIST,
    NOISY_LINE,
    PIXEL_DEVIATION,
    PIXEL_MEAN,
    POINT_CLASSES,
    POINT_SETS,
    POINTS_OWN,
    DataKind,
    kind_of,
)
from core.config.choices import Order, Pixels, Polarity, StoredPolarity, Subset
from core.config.points import PointsConfig
from core.config.setting import ConfigPart, Group, Scale, SettingInfo, at_most
from core.messages import message
from core.plain_text import visible

MAX_EXAMPLES = 1_000_000
MAX_CLASSES = 100
# for `except_for`: of settings of images only, of those of networks with several weights, and of
# those that own points have no choice in
NOT_IMAGES = ("data.dataset", (NOISY_LINE, *POINT_SETS))
NOT_LINE = ("data.dataset", (NOISY_LINE,))
NOT_OWN_POINTS = ("data.dataset", (POINTS_OWN,))
LINE_OR_OWN_POINTS = ("data.dataset", (NOISY_LINE, POINTS_OWN))


class AugmentConfig(ConfigPart):
    """Limits of the random changes to training images; zero switches a change off."""

    shift: Annotated[
        float,
        Field(ge=0.0, le=8.0),
        SettingInfo(
            message("Shift"),
            message(
                "Each training image is shifted by up to this much in each direction, "
                "differently in every epoch."
            ),
            group=Group.AUGMENTATION,
            unit=message("pixels"),
            except_for=NOT_IMAGES,
            in_names=message("shift {value}"),
        ),
    ] = 0.0
    rotation: Annotated[
        float,
        Field(ge=0.0, le=90.0),
        SettingInfo(
            message("Rotation"),
            message(
                "Each training image is rotated by up to this much to either side, differently "
                "in every epoch."
            ),
            group=Group.AUGMENTATION,
            unit=message("degrees"),
            except_for=NOT_IMAGES,
            in_names=message("rotation {value}"),
        ),
    ] = 0.0
    scale: Annotated[
        float,
        Field(ge=0.0, le=0.5),
        SettingInfo(
            message("Scale"),
            message(
                "Each training image is scaled up or down by up to this share, differently in "
                "every epoch."
            ),
            group=Group.AUGMENTATION,
            except_for=NOT_IMAGES,
            in_names=message("scale {value}"),
        ),
    ] = 0.0
    noise: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        SettingInfo(
            message("Noise"),
            message(
                "The standard deviation of the noise on each pixel of a training image, where "
                "empty is 0 and ink is 1."
            ),
            group=Group.AUGMENTATION,
            except_for=NOT_IMAGES,
            in_names=message("noise {value}"),
        ),
    ] = 0.0

    @property
    def is_on(self) -> bool:
        """Whether any change is switched on."""
        return any((self.shift, self.rotation, self.scale, self.noise))


class DataConfig(ConfigPart):
    """The examples, their order and their batches."""

    dataset: Annotated[
        str,
        Field(min_length=1, max_length=1000),
        SettingInfo(
            message("Data"),
            message(
                "The examples to learn from: a known data set, or a folder or file of your own."
            ),
            group=Group.NETWORK,
        ),
    ] = MNIST
    class_names: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=60)], ...],
        at_most(MAX_CLASSES),
        SettingInfo(
            message("Classes"),
            message(
                "The names of the classes of your own folder; known data sets have their own names."
            ),
            group=Group.EXAMPLES,
            is_derived=True,
        ),
    ] = ()
    train_size: Annotated[
        int,
        Field(ge=1, le=MAX_EXAMPLES),
        SettingInfo(
            message("Training examples"),
            message(
                "How many of the first training examples are used. With few, networks memorise "
                "them."
            ),
            group=Group.EXAMPLES,
            scale=Scale.LOGARITHMIC,
            except_for=NOT_OWN_POINTS,
            in_names=message("{value} examples"),
        ),
    ] = 60_000
    test_size: Annotated[
        int,
        Field(ge=1, le=MAX_EXAMPLES),
        SettingInfo(
            message("Test examples"),
            message(
                "How many of the test examples are evaluated after each epoch. They are never "
                "trained on."
            ),
            group=Group.EXAMPLES,
            scale=Scale.LOGARITHMIC,
        ),
    ] = 10_000
    test_subset: Annotated[
        Subset,
        SettingInfo(
            message("Choice of test examples"),
            message(
                "Where not all test examples are used: those spread evenly over all, or the first. "
                "The first half of MNIST's is harder to read than the rest."
            ),
            group=Group.EXAMPLES,
            except_for=NOT_IMAGES,
        ),
    ] = Subset.SPREAD
    validation_size: Annotated[
        int,
        Field(ge=0, le=MAX_EXAMPLES),
        SettingInfo(
            message("Validation examples"),
            message(
                "How many of the following training examples are held out and evaluated after "
                "each epoch. They choose the best epoch without a look at the test examples; 0 "
                "for none."
            ),
            group=Group.EXAMPLES,
            scale=Scale.LOGARITHMIC,
            except_for=NOT_OWN_POINTS,
            in_names=message("{value} held out"),
        ),
    ] = 0
    label_noise: Annotated[
        float,
        Field(ge=0.0, le=1.0),
        SettingInfo(
            message("Label noise"),
            message(
                "The share of training examples, 0 to 1, that get a wrong label, chosen at random "
                "by the seed. A network can only learn them by heart."
            ),
            group=Group.EXAMPLES,
            except_for=LINE_OR_OWN_POINTS,
            in_names=message("label noise {value}"),
        ),
    ] = 0.0
    batch_size: Annotated[
        int,
        Field(ge=1, le=10_000),
        SettingInfo(
            message("Batch size"),
            message(
                "How many examples are averaged for each change of the weights. Examples that "
                "do not fill a last batch are left out of the epoch."
            ),
            group=Group.TRAINING,
            rank=4,
            scale=Scale.LOGARITHMIC,
            in_names=message("batch {value}"),
        ),
    ] = 100
    order: Annotated[
        Order,
        SettingInfo(
            message("Order"),
            message("Shuffled: a new order each epoch, the same for all runs with the same seed."),
            group=Group.EXAMPLES,
            in_names={Order.FILE: message("file order"), Order.SHUFFLED: message("shuffled")},
        ),
    ] = Order.SHUFFLED
    pixels: Annotated[
        Pixels,
        SettingInfo(
            message("Pixels"),
            message("How grey levels are scaled. Large numbers need a small learning rate."),
            group=Group.IMAGES,
            except_for=NOT_IMAGES,
            in_names={
                Pixels.UNIT: message("pixels 0 to 1"),
                Pixels.RAW: message("raw pixels"),
                Pixels.STANDARDIZED: message("standardized pixels"),
            },
        ),
    ] = Pixels.UNIT
    polarity: Annotated[
        Polarity,
        SettingInfo(
            message("Polarity"),
            message(
                "Automatic: dark ink on light is inverted, decided once for all images, so that "
                "networks get light on dark, as in MNIST. Drawings follow the choice."
            ),
            group=Group.IMAGES,
            except_for=NOT_IMAGES,
            in_names={
                Polarity.AUTO: message("polarity automatic"),
                Polarity.AS_IS: message("polarity as it is"),
                Polarity.INVERTED: message("inverted"),
                Polarity.PER_PICTURE: message("polarity per picture"),
            },
        ),
    ] = Polarity.AUTO
    stored_polarity: Annotated[
        StoredPolarity,
        SettingInfo(
            message("Polarity of the files"),
            message("Whether your own images are light on dark or dark on light."),
            group=Group.IMAGES,
            is_derived=True,
        ),
    ] = StoredPolarity.UNKNOWN
    shuffle_pixels: Annotated[
        bool,
        SettingInfo(
            message("Shuffle pixels"),
            message(
                "Puts every image's pixels into one fixed random order, the same for all runs. "
                "A fully connected network does not care; a convolutional one loses its "
                "neighbours."
            ),
            group=Group.IMAGES,
            except_for=NOT_IMAGES,
            in_names={False: message("pixels in order"), True: message("shuffled pixels")},
        ),
    ] = False
    augment: AugmentConfig = AugmentConfig()
    points: PointsConfig = PointsConfig()

    @model_validator(mode="before")
    @classmethod
    def _use_all_own_points(cls, values: object) -> object:
        """Set the number of training examples, of own points, to the number of points."""
        if not isinstance(values, dict) or values.get("dataset") != POINTS_OWN:
            return values
        try:
            points = PointsConfig.model_validate(values.get("points", {}))
        except ValidationError:
            return values  # the main validation reports this
        return {**values, "train_size": len(points.own)}

    @property
    def tests_held_out(self) -> bool:
        """Whether the held-out examples stand in for the test examples; see `SealedData`."""
        return False

    @property
    def kind(self) -> DataKind:
        """What the examples are."""
        return kind_of(self.dataset)

    @property
    def has_images(self) -> bool:
        """Whether the examples are images."""
        return self.kind is DataKind.IMAGES

    @property
    def has_points(self) -> bool:
        """Whether the examples are points of the plane."""
        return self.kind is DataKind.POINTS

    @property
    def batches_per_epoch(self) -> int:
        """Full batches in an epoch; the examples of an incomplete last batch are left out."""
        return self.train_size // self.batch_size

    @property
    def is_dark_on_light(self) -> bool:
        """Whether networks get dark ink on light: drawings must be turned into that, too."""
        if self.polarity is Polarity.INVERTED:
            return self.stored_polarity in (StoredPolarity.LIGHT_ON_DARK, StoredPolarity.UNKNOWN)
        is_stored_so = self.stored_polarity is StoredPolarity.DARK_ON_LIGHT
        return self.polarity is Polarity.AS_IS and is_stored_so

    @property
    def input_limits(self) -> tuple[float, float]:
        """The lowest and the highest number that a network gets for a pixel."""
        match self.pixels:
            case Pixels.UNIT:
                return 0.0, 1.0
            case Pixels.RAW:
                return 0.0, 255.0
            case Pixels.STANDARDIZED:
                return -PIXEL_MEAN / PIXEL_DEVIATION, (1 - PIXEL_MEAN) / PIXEL_DEVIATION

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the labels 0, 1, ...; empty for the noisy line."""
        if self.dataset == POINTS_OWN:
            return POINT_CLASSES[: max(2, 1 + max(label for _, _, label in self.points.own))]
        known = KNOWN.get(self.dataset)
        return known.classes if known is not None else self.class_names

    @property
    def shown_classes(self) -> tuple[str, ...]:
        """The names of the classes, which may come from somebody else, as they are shown."""
        return tuple(map(visible, self.classes))


class SealedData(DataConfig):
    """Data whose test set is closed: whoever reads test examples gets those held out.

    It is made by `core.config.run.sealed` only; no file and no option can ask for it.
    """

    @property
    def tests_held_out(self) -> bool:
        """Whether the held-out examples stand in for the test examples."""
        return True
