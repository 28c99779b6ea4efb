"""How a setting is declared: what people are told of it, and the rules that all settings keep."""

from dataclasses import dataclass
from enum import Enum
from typing import NoReturn

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from core.messages import Message


class Scale(Enum):
    """How a number is stepped through: by adding or by multiplying."""

    LINEAR = "linear"
    LOGARITHMIC = "logarithmic"


class Group(Enum):
    """Where a field belongs in a form."""

    NETWORK = "network"
    TRAINING = "training"
    DATA = "data"
    MACHINE = "machine"


@dataclass(frozen=True)
class SettingInfo:
    """What people are told of a field, and when it matters.

    Attributes:
        title: a short name.
        help: what it does, in a sentence or two.
        group: what it belongs with in a form.
        unit: what the number counts, where the title does not say it.
        scale: how a form steps through its values.
        only_for: values of another field (its dotted path first) for which this one has an effect.
        not_for: values of another field for which it has none.
        is_derived: whether it follows from other settings, so that nobody sets it.
    """

    title: Message
    help: Message
    group: Group = Group.NETWORK
    unit: Message | None = None
    scale: Scale = Scale.LINEAR
    applies_to: tuple[str, tuple[str, ...]] | None = None
    except_for: tuple[str, tuple[str, ...]] | None = None
    is_derived: bool = False


class ConfigPart(BaseModel):
    """Common rules: frozen, no unknown names, no infinities."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _reject_bool_for_number(cls, value: object, info: ValidationInfo) -> object:
        """Refuse what pydantic would read as 1 and 0."""
        if isinstance(value, bool) and cls.model_fields[str(info.field_name)].annotation in (
            int,
            float,
        ):
            raise PydanticCustomError("number", "true and false are no numbers")
        return value


def reject(path: str, text: Message) -> NoReturn:
    """Reject a combination of settings, naming the field (dotted path) where the mend is easiest."""
    raise PydanticCustomError(
        "combination", "the settings do not go together", {"path": path, "message": text}
    )
