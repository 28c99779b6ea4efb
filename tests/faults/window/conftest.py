"""The fixtures of the window's tests, among them the watch that nothing stays behind, and windows
with kept runs.
"""

from tests.gui.conftest import (
    _collecting_is_quick,
    _nothing_is_left_behind,
    _shared_state_is_kept,
    background,
    dressed,
    jobs,
    preferences,
    qapp_args,
    translation,
    wait,
)
from tests.gui.runs.test_kept_runs import close, kept, open_application, runs_dir, settle

__all__ = [
    "_collecting_is_quick",
    "_nothing_is_left_behind",
    "_shared_state_is_kept",
    "background",
    "close",
    "dressed",
    "jobs",
    "kept",
    "open_application",
    "preferences",
    "qapp_args",
    "runs_dir",
    "settle",
    "translation",
    "wait",
]
