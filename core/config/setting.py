"""The declaration of a setting: its description, and the rules common to all settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NoReturn

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from core.config.choices import Choice
from core.messages import Message, message
from core.plain_text import unfit_character

MAX_ERRORS = 100  # more than there are settings


class Scale(Enum):
    """The way an editor steps through a number: by adding or by multiplying."""

    LINEAR = "linear"
    LOGARITHMIC = "logarithmic"


class Group(Choice):
    """The group of a field in the form and in other lists of settings, in order.

    No group has the name of a field.
    """

    NETWORK = "network", message("Network")
    TRAINING = "training", message("Training")
    DETAILS = "details", message("Training details")
    EXAMPLES = "examples", message("Examples")
    IMAGES = "images", message("Images")
    POINTS = "points", message("Points of the plane")
    AUGMENTATION = "augmentation", message("Augmentation")
    MACHINE = "machine", message("Seed and machine")

    @property
    def is_basic(self) -> bool:
        """Whether it holds what beginners change; a form shows the others only on request."""
        return self in (Group.NETWORK, Group.TRAINING)


@dataclass(frozen=True)
class SettingInfo:
    """A field's description for users, and the conditions under which it has an effect.

    Attributes:
        title: a short name.
        help: what it does, in a sentence or two.
        group: its group in the form.
        rank: where it stands in its group; equal ones stand in the order of their declaration.
        unit: what the number counts, where the title leaves it open.
        scale: how the form steps through its values.
        applies_to: the dotted path of another field or property, and those of its values with which
            this field has an effect; None if it always has one.
        except_for: another field's dotted path, and those of its values with which this field has
            no effect.
        in_names: how a run's name mentions its ``{value}``, or each value by itself; None if names
            leave it out.
        is_derived: whether it follows from other settings and cannot be set.
    """

    title: Message
    help: Message
    group: Group = Group.NETWORK
    rank: int = 0
    unit: Message | None = None
    scale: Scale = Scale.LINEAR
    applies_to: tuple[str, tuple[str | bool, ...]] | None = None
    except_for: tuple[str, tuple[str, ...]] | None = None
    in_names: Message | Mapping[object, Message] | None = None
    is_derived: bool = False


class ConfigPart(BaseModel):
    """The base of all parts of a config: frozen, without unknown names and infinities."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_most_unknown_names(cls, values: object) -> object:
        """Keep `MAX_ERRORS` names of no field: each of them takes a kilobyte as an error."""
        if not isinstance(values, dict) or len(values) <= MAX_ERRORS:
            return values
        unknown = [name for name in values if name not in cls.model_fields]
        left_out = set(unknown[MAX_ERRORS:])
        return {name: value for name, value in values.items() if name not in left_out}

    @field_validator("*", mode="before")
    @classmethod
    def _reject_unfit_character(cls, value: object) -> object:
        """Reject texts, and lists of texts, with a character that no name or path may hold."""
        for text in value if isinstance(value, list | tuple) else (value,):
            character = unfit_character(text) if isinstance(text, str) else None
            if character is not None:
                raise PydanticCustomError("character", "{character}", {"character": character})
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _reject_bool_for_number(cls, value: object, info: ValidationInfo) -> object:
        """Reject true and false, which pydantic would read as 1 and 0."""
        if isinstance(value, bool) and cls.model_fields[str(info.field_name)].annotation in (
            int,
            float,
        ):
            raise PydanticCustomError("number", "true and false are no numbers")
        return value


def at_most(count: int) -> BeforeValidator:
    """Refuse a longer list or table as a whole: each part may be wrong, and become an error."""

    def check(value: object) -> object:
        if isinstance(value, list | tuple | dict) and len(value) > count:
            raise PydanticCustomError("too_long", "at most {count}", {"count": count})
        return value

    return BeforeValidator(check)


def reject(path: str, text: Message) -> NoReturn:
    """Reject a combination of settings, naming the field (dotted path) that is easiest to fix."""
    raise PydanticCustomError(
        "combination", "the settings do not go together", {"path": path, "message": text}
    )
