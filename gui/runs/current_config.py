"""What the form describes, for all that shows or uses it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from core.config.fields import ConfigError
from core.config.run import RunConfig


class CurrentConfig(QObject):
    """The config that the form holds, or what is wrong with the form. Only the form sets it.

    Signals:
        changed(): the form holds another config, or none; ask `config`.
    """

    changed = Signal()

    def __init__(self, config: RunConfig, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last_valid = config
        self._errors: tuple[ConfigError, ...] = ()

    @property
    def config(self) -> RunConfig | None:
        """What the form describes; None while something in it is wrong."""
        return None if self._errors else self._last_valid

    @property
    def errors(self) -> tuple[ConfigError, ...]:
        """What is wrong with the form; empty while it describes a run."""
        return self._errors

    @property
    def last_valid(self) -> RunConfig:
        """The config, or the last one before something in the form went wrong."""
        return self._last_valid

    def set_config(self, config: RunConfig) -> None:
        """Take over what the form describes now."""
        self._last_valid, self._errors = config, ()
        self.changed.emit()

    def set_errors(self, errors: Sequence[ConfigError]) -> None:
        """Take over what is wrong with the form now; one error at least."""
        self._errors = tuple(errors)
        self.changed.emit()
