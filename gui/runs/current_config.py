"""The config in the form, for all that shows or uses it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from core.config.fields import ConfigError
from core.config.run import RunConfig


class CurrentConfig(QObject):
    """The config in the form, or the errors in it. Only the form sets them.

    Signals:
        changed(): `config` or `errors` changed.
    """

    changed = Signal()

    def __init__(self, config: RunConfig, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._last_valid = config
        self._errors: tuple[ConfigError, ...] = ()

    @property
    def config(self) -> RunConfig | None:
        """The config in the form; None while there are errors."""
        return None if self._errors else self._last_valid

    @property
    def errors(self) -> tuple[ConfigError, ...]:
        """The errors in the form; empty while it describes a run."""
        return self._errors

    @property
    def last_valid(self) -> RunConfig:
        """The config, or the last one before there were errors."""
        return self._last_valid

    def set_config(self, config: RunConfig) -> None:
        """Set the config that the form describes now."""
        self._last_valid, self._errors = config, ()
        self.changed.emit()

    def set_errors(self, errors: Sequence[ConfigError]) -> None:
        """Set the errors in the form, at least one."""
        self._errors = tuple(errors)
        self.changed.emit()
