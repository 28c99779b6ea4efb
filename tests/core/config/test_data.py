import json

import pytest

from core.config.catalogue import is_folder_name
from core.config.data import DataConfig
from core.config.fields import ConfigError, validate
from core.config.run import RunConfig
from core.config.settings_text import config_from_text
from core.program.script import script


def test_examples_that_do_not_fill_a_last_batch_sit_the_epoch_out():
    assert DataConfig(train_size=1049, batch_size=100).batches_per_epoch == 10
    assert DataConfig(train_size=1000, batch_size=100).batches_per_epoch == 10


OUTWARD = [
    "/home/x/Private",
    "//host/share",
    r"\\host\share",
    r"\Users\x",
    "../secret",
    "a/../../b",
    r"a\..\b",
    "..",
    " .. ",
    r"C:\Users",
    "c:/Users",
]


def of_classes(name, folder="/my/data"):
    return {"data": {"dataset": folder, "class_names": ["a", name]}, "model": {"outputs": 2}}


@pytest.mark.parametrize("name", OUTWARD)
def test_no_class_is_the_path_of_another_folder(name):
    """A program looks for the pictures of a class in the folder of its name."""
    with pytest.raises(ConfigError, match=r"class_names.*it is a path"):
        validate(of_classes(name))
    text = {"inkling": 1, "data.dataset": "/my/data", "data.class_names": ["a", name]}
    with pytest.raises(ConfigError, match="it is a path"):
        config_from_text(json.dumps(text | {"model.outputs": 2}))


@pytest.mark.parametrize("name", ["T-shirt/top", "/", "\\", ".", "...", "C:", "a..b", "n/a", "~"])
def test_other_names_are_names(name):
    assert validate(of_classes(name)).classes == ("a", name)


@pytest.mark.parametrize("name", ["T-shirt/top", "/", "\\", ".", "C:", "c:x", " . "])
def test_a_class_that_is_no_folder_has_no_pictures_in_a_program(name, tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    assert not is_folder_name(name)
    config = RunConfig.model_validate(of_classes("b", str(tmp_path)))
    assert "pictures_in(" in script(config)
    config = RunConfig.model_validate(of_classes(name, str(tmp_path)))
    assert "pictures_in(" not in script(config)


def test_names_of_classes_that_look_like_nothing_or_like_others_are_shown_as_escapes():
    names = (" ", "3", "3\u200b", "\u3000")
    data = {"dataset": "/my/data", "class_names": names}
    config = validate({"data": data, "model": {"outputs": 4}})
    assert config.classes == names
    assert config.shown_classes == (r"\x20", "3", r"3\u200b", r"\u3000")
