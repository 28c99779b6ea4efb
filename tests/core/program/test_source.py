"""No text from elsewhere becomes code: not in the program, and not when the program is checked."""

import ast
import importlib.util
import inspect
import json
import os
import sys
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

import core.program
from core.config.fields import ConfigError, check, validate, with_values
from core.config.presets import PRESETS
from core.config.run import RunConfig
from core.errors import DataError
from core.program import check as script_check
from core.program import script as codegen
from core.program.check import Check
from core.program.source import admitted, literal, prose, snippet
from core.program.values import file_name
from tests.core.data.test_folders import NAMES, write_idx
from tests.core.programs import tiny
from tests.core.running import config_of

PARTS = (
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    "\n",
    "\r",
    "\x0c",
    "\x85",
    "\u2028",
    "\u2029",
    "\u202e",
    "\u2066",
    "\udcff",
    "\ud83d",
    "\0",
    "{",
    "}",
    "{{ config }}",
    "{% raw %}",
    "{# ",
    "#",
    "#: head",
    "\n#: main\n",
    "import os; os._exit(7)",
    "猫",
    " ",
    "/",
    "~",
    "%s",
    "\\N{BULLET}",
    "\\x",
)
HOSTILE = st.lists(st.sampled_from(PARTS) | st.characters(), max_size=8).map("".join)


def is_path(text):
    """Tell whether any file could be called so; validation refuses other folders."""
    with suppress(UnicodeEncodeError):
        return b"\0" not in os.fsencode(text)
    return False


ATTACK = '~/digits"""\nimport os; os._exit(7)\n"""'


def unchecked(dataset, names=("left", "right"), preset=""):
    """Return a config that no validation has looked at."""
    config = tiny("mlp")
    data = config.data.model_copy(update={"dataset": dataset, "class_names": tuple(names)})
    return config.model_copy(update={"data": data, "preset": preset})


def shape(text):
    """Return a program's syntax tree without the content of its literals."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def names_in(text):
    """Return the literals that the program assigns to its names in capitals."""
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("FOLDER", "CLASSES")
    }


@example("/" + ATTACK, ["left", ATTACK], ATTACK)
@given(HOSTILE.filter(is_path), st.lists(HOSTILE, min_size=2, max_size=4), HOSTILE)
def test_whatever_a_config_holds_the_program_is_that_of_its_harmless_twin(dataset, names, preset):
    # a name of one letter is another form of the program
    names = [f"name {name}" for name in names]
    config = unchecked(f"/none/{dataset}", names, preset)
    twin = unchecked("/none/digits", [f"class {n}" for n in range(len(names))])
    script = codegen.annotated(config)

    assert shape(script.text) == shape(codegen.script(twin))
    assert names_in(script.text) == {"FOLDER": config.data.dataset, "CLASSES": tuple(names)}
    assert all(letter == "\n" or letter.isprintable() for letter in script.text)
    assert script.file_name == "network.py"
    assert len(script.passages) == len(codegen.annotated(twin).passages)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses such names")
@pytest.mark.parametrize(
    "word", ['"""', "'''\n#", "\\", "{{ x }}", "\udcff", "\u202e", "\n#: head\n"]
)
def test_names_of_files_on_disk_are_literals(word, tmp_path):
    if not tmp_path.as_posix().isascii():
        pytest.skip("the folder itself has an odd name")
    files = [f"{word}-{name}" for name in NAMES]
    write_idx(tmp_path / "odd", names=files, pack=bytes)
    write_idx(tmp_path / "plain", pack=bytes)
    odd, plain = (codegen.script(unchecked(str(tmp_path / name))) for name in ("odd", "plain"))
    assert shape(odd) == shape(plain)
    assert odd.replace("\n", "").isprintable()


@given(HOSTILE)
def test_literals_and_prose_hold_what_they_were_made_from(text):
    assert ast.literal_eval(literal(text)) == text
    docstring = prose(text)
    assert ast.literal_eval(f'"""{docstring}."""') == f"{docstring}."
    assert ast.dump(ast.parse(f"x = 1  # {docstring}\n")) == ast.dump(ast.parse("x = 1"))


class TestAdmitted:
    @pytest.mark.parametrize("value", ["text", None, ["x"], RunConfig(), object(), b"x", 1j])
    def test_what_is_no_source_is_refused(self, value):
        with pytest.raises(TypeError, match="is not source"):
            admitted(value)
        with pytest.raises(TypeError, match="is not source"):
            snippet("{}", value)

    def test_a_template_that_writes_a_text_of_the_config_fails(self):
        template = codegen._environment().from_string("{{ config.data.dataset }}")
        with pytest.raises(TypeError, match="str is not source"):
            template.render(config=RunConfig())

    def test_source_is_made_from_literals_of_ours_only(self):
        """Each template of a snippet, and each separator, stands in the code as it is."""
        for path in Path(inspect.getfile(core.program)).parent.glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                    continue
                if node.func.id in ("snippet", "joined"):
                    first = node.args[0]
                    parts = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                    assert all(isinstance(part, ast.Constant) for part in parts), ast.dump(node)
                if node.func.id == "Source" and path.name != "source.py":
                    assert not node.args, ast.dump(node)


class TestFileName:
    @pytest.mark.parametrize(
        "preset", ["torch", "numpy", "random", "-mthis", "con", "nul", "", "-"]
    )
    def test_nobody_chooses_it(self, preset):
        config = validate({"preset": preset})
        assert file_name(config) == "network.py"
        assert f'"{preset}.pt"' not in codegen.script(config)

    @pytest.mark.parametrize("preset", PRESETS)
    def test_it_is_no_module(self, preset):
        name = file_name(config_of(preset))
        assert name == f"{preset}.py"
        assert importlib.util.find_spec(preset) is None
        assert preset not in sys.stdlib_module_names


class TestVerify:
    @pytest.mark.parametrize("preset", ["torch", "-mthis"])
    def test_a_preset_called_like_a_module_is_checked_as_any_other(self, preset):
        result = list(Check(with_values(tiny("logistic"), {"preset": preset}), threads=1).steps())[
            -1
        ]
        assert result.is_equal

    def test_nothing_is_imported_from_the_folder_of_the_program(self, monkeypatch, tmp_path):
        """Not from that of the window either, nor from PYTHONPATH."""
        mark = tmp_path / "ran"
        for name in ("argparse", "numpy", "gzip"):
            (tmp_path / f"{name}.py").write_text(f"open({str(mark)!r}, 'w')\n")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))

        monkeypatch.setattr(script_check, "private_folder", lambda _: nullcontext(tmp_path))
        result = list(Check(tiny("logistic"), threads=1).steps())[-1]
        assert result.is_equal
        assert not mark.exists()

    def test_a_folder_that_reads_like_code_or_an_option_stays_a_folder(self, monkeypatch, tmp_path):
        """A run of a relative folder whose name begins with a hyphen and holds three quotes."""
        monkeypatch.chdir(tmp_path)
        name = '-m""";import os;os._exit(7);"""'
        write_idx(tmp_path / name, 60, 30, 2, pack=bytes)
        config = with_values(
            tiny("mlp"),
            {
                "data.dataset": f"{name}/",
                "data.class_names": ["0", "1"],
                "data.train_size": 60,
                "data.test_size": 30,
                "data.batch_size": 10,
            },
        )
        result = list(Check(config, threads=1).steps())[-1]
        assert result.is_equal

    @pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
    def test_a_picture_that_is_a_program_for_ghostscript_never_runs(self, monkeypatch, tmp_path):
        """EPS is PostScript, whatever the file's name ends with."""
        mark, programs = tmp_path / "ran", tmp_path / "bin"
        programs.mkdir()
        (programs / "gs").write_text(f"#!/bin/sh\ntouch '{mark}'\nexit 1\n")
        (programs / "gs").chmod(0o755)
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")

        folder = tmp_path / "pictures"
        for name, shade in (("dark", 0), ("light", 90)):
            (folder / name).mkdir(parents=True)
            for number in range(12):
                picture = Image.new("L", (40, 40), 255)
                picture.paste(shade, (10 + number % 3, 8, 20, 30))
                picture.save(folder / name / f"{number}.png")
            Image.new("L", (40, 40), 255).save(folder / name / "program.png", "EPS")

        config = with_values(
            tiny("mlp"),
            {
                "data.dataset": str(folder),
                "data.class_names": ["dark", "light"],
                "data.train_size": 20,
                "data.test_size": 4,
                "data.batch_size": 10,
            },
        )
        result = list(Check(config, threads=1).steps())[-1]
        assert result.is_equal
        assert not mark.exists()

    def test_the_code_of_a_dataset_never_runs(self, tmp_path):
        mark = tmp_path / "ran"
        attack = f'{tmp_path}/x"""\nopen({str(mark)!r}, "w")\n"""'
        with pytest.raises(DataError):  # the data are read before the program runs
            list(Check(unchecked(attack), [script_check.Costs(1, 1.0, 1.0)]).steps())
        assert not mark.exists()


@pytest.mark.parametrize(
    "letter", ["\n", "\0", "\x1b", "\x85", "\u2028", "\u202e", "\u2066", "\ud800"]
)
@pytest.mark.parametrize("path", ["preset", "data.dataset", "data.class_names"])
def test_no_text_of_a_config_holds_such_a_character(path, letter):
    values = {"data": {"dataset": "/digits", "class_names": ["left", "right"]}}
    if path == "preset":
        values["preset"] = f"mlp{letter}"
    elif path == "data.dataset":
        values["data"]["dataset"] += letter
    else:
        values["data"]["class_names"][1] += letter

    errors = check(values)
    assert isinstance(errors, list)
    escape = letter.encode("unicode_escape").decode()
    assert (errors[0].path, str(errors[0].message)) == (
        path,
        f"must not contain the character {escape}.",
    )


def test_the_attack_of_a_chat_is_refused():
    from core.config.settings_text import config_from_text

    values = {"inkling": 1, "data.dataset": ATTACK, "data.class_names": ["a", "b"]}
    text = json.dumps(values)
    with pytest.raises(ConfigError, match=r"data.dataset: must not contain the character \\n"):
        config_from_text(text)
