"""What the form describes, for all that show or use it."""

import pytest
from PySide6.QtWidgets import QWidget

from core.config.fields import ConfigError
from core.config.presets import preset
from core.messages import message
from gui.runs.current_config import CurrentConfig
from tests.gui.driving import Recorder, line, quick, type_over

WRONG = ConfigError("epochs", message("must be a number"))


class TestCurrentConfig:
    def test_a_form_that_is_wrong_describes_no_run_but_keeps_the_last_right_one(self):
        current = CurrentConfig(quick())
        current.set_errors([WRONG])
        assert current.config is None
        assert current.errors == (WRONG,)
        assert current.last_valid == quick()

    def test_a_config_ends_the_errors(self):
        current = CurrentConfig(quick())
        current.set_errors([WRONG])
        current.set_config(quick("mlp"))
        assert current.config == current.last_valid == quick("mlp")
        assert current.errors == ()

    def test_every_change_is_heard(self):
        current = CurrentConfig(quick())
        changed = Recorder(current.changed)
        current.set_errors([WRONG])
        current.set_config(quick("mlp"))
        assert len(changed.heard) == 2


class TestInTheWindow:
    @pytest.fixture
    def window(self, application):
        return application.window

    def test_every_panel_follows_the_form(self, window, wait):
        window.tabs.show_page("code")
        window.setup.set_config(quick(changes={"epochs": 7}))
        wait(lambda: "EPOCHS = 7 " in window.code.view.toPlainText())
        window.setup.set_config(quick(changes={"data.dataset": "fashion-mnist"}))
        assert window.drawing.canvas.accessibleName() == "Canvas for drawing"

    def test_nothing_can_be_trained_while_the_form_is_wrong(self, window):
        type_over(window.setup.findChild(QWidget, "epochs"), "0")
        assert window.current.config is None
        assert not window.actions_.train.isEnabled()
        window.setup.set_config(preset("mlp").config)
        assert window.actions_.train.isEnabled()

    def test_the_tab_of_the_line_stays_whatever_the_form_describes(self, window):
        index = window.tabs.indexOf(window.line)
        assert window.tabs.isTabVisible(index)
        window.setup.set_config(line())
        assert window.tabs.isTabVisible(index)
