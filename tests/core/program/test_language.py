"""The program in Chinese: its comments and docstrings, and nothing else."""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest
import torch

import resources
from core.config.catalogue import KNOWN, DataKind
from core.config.choices import Polarity
from core.config.fields import with_values
from core.config.presets import PRESETS, as_in_the_tutorial
from core.data.photographs import photograph
from core.messages import Message
from core.program import script as codegen
from core.program.photographs import MODULES
from core.program.source import columns
from core.translations import languages, translator
from resources import script_texts
from tests.core.data.test_folders import of_folder
from tests.core.data.test_layouts import LAYOUTS, pack, write_layout
from tests.core.programs import IMAGES, own_folders, some_configs, tiny
from tests.core.running import config_of

CHINESE = translator("zh_CN")
AUGMENT = {f"data.augment.{name}": 0.1 for name in ("shift", "rotation", "scale", "noise")}


def configs(folder):
    """Between them they use every template, and every comment in it that some config needs."""
    yield from map(config_of, PRESETS)
    yield from (as_in_the_tutorial(config_of(name)) for name in PRESETS if name != "cnn")
    yield from some_configs(60)
    images = [name for name in IMAGES if KNOWN[name].kind is DataKind.IMAGES]
    yield from (tiny("mlp", {"data.dataset": it, "data.test_size": 100}) for it in images)
    yield tiny("mlp", AUGMENT)
    yield tiny("mlp", {"data.pixels": "standardized", "data.shuffle_pixels": True})
    yield from own_folders(folder)
    for kind in LAYOUTS:
        write_layout(kind, folder / kind)
        pack(folder / kind, folder / f"{kind}.zip")
        yield of_folder(folder / kind, batch_size=10)
        yield of_folder(folder / f"{kind}.zip", batch_size=10)
    for polarity in Polarity:
        yield of_folder(folder / "pictures", batch_size=10, polarity=polarity)


def is_chinese(text):
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def comments(text):
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def docstrings(tree):
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    nodes = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    return [found for node in nodes if (found := ast.get_docstring(node)) is not None]


def without_docstrings(tree):
    for node in ast.walk(tree):
        if hasattr(node, "body") and isinstance(node.body, list) and ast_docstring(node):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(tree)


def ast_docstring(node):
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return isinstance(node, kinds) and ast.get_docstring(node) is not None


def test_every_comment_and_docstring_is_chinese_and_the_rest_is_the_same(tmp_path):
    for config in configs(tmp_path):
        english, chinese = codegen.script(config), codegen.script(config, CHINESE)
        assert without_docstrings(ast.parse(english)) == without_docstrings(ast.parse(chinese))

        prose = [*comments(chinese), *docstrings(ast.parse(chinese))]
        assert len(prose) == len([*comments(english), *docstrings(ast.parse(english))])
        worded = [text for text in prose if re.search("[A-Za-z]{2}", text)]
        assert [text for text in worded if not is_chinese(text)] == []


def test_its_lines_are_hardly_wider_than_the_english_ones(tmp_path):
    names = ("FOLDER", '    "', '"""')  # lines with names of the user's own
    for config in configs(tmp_path):
        widest, english = (
            max(columns(line) for line in text.splitlines() if not line.startswith(names))
            for text in (codegen.script(config, CHINESE), codegen.script(config))
        )
        assert widest <= max(120, english)


def test_it_runs_to_the_same_numbers(monkeypatch):
    """What differs is no statement, so one that is run shows it for all."""
    config = tiny("linear")
    printed = []
    monkeypatch.setattr(torch, "save", lambda *_: None)
    for translate in (str, CHINESE):
        names = {"__name__": "script"}
        exec(codegen.script(config, translate), names)
        names["EPOCHS"] = 2
        names["print"] = printed.append
        names["main"]()
    assert printed[:3] == printed[3:]
    assert printed[0].startswith("Epoch 1, cost = ")


def test_notes_stand_at_the_same_statements():
    config = with_values(config_of("relu-dropout"), AUGMENT)
    english, chinese = codegen.annotated(config), codegen.annotated(config, CHINESE)
    assert [it.note for it in english.passages] == [it.note for it in chinese.passages]
    lines = chinese.text.splitlines()
    for passage in chinese.passages:
        assert all(lines[number - 1] for number in (passage.first, passage.last))


def test_languages_do_not_mix():
    config = config_of("logistic")
    before = codegen.script(config)
    assert is_chinese(codegen.script(config, CHINESE))
    assert codegen.script(config) == before
    assert not is_chinese(before)


class TestTexts:
    """What is collected from the templates for the translators."""

    def test_all_that_python_sees_in_a_program_is_collected(self, tmp_path):
        seen = []

        def marked(text: Message) -> str:
            seen.append(text.template)
            return str(text)

        for config in configs(tmp_path):
            codegen.script(config, marked)
        (beyond,) = set(script_texts.texts()) - set(seen)
        assert beyond == photograph.digit_from_picture.__doc__  # `photographs.BEYOND`

    @pytest.mark.parametrize(
        "file", sorted(resources.path("script").glob("*.jinja")), ids=lambda it: it.name
    )
    def test_a_template_whose_texts_stay_the_same_stays_the_same(self, file):
        template = file.read_text(encoding="utf-8")
        assert script_texts.translated(template, lambda text: text) == template

    def test_the_modules_are_those_that_become_part_of_a_program(self):
        files = [Path(module.__file__) for module in MODULES]
        root = resources.path().parent
        assert [str(file.relative_to(root)) for file in files] == list(script_texts.MODULES)

    def test_no_mark_of_a_comment_is_missed(self):
        """After all texts are taken out, no comment and no docstring is left."""
        for file in resources.path("script").glob("*.jinja"):
            template = file.read_text(encoding="utf-8")
            empty = script_texts.translated(template, lambda _: "")
            left = [
                line
                for line in empty.splitlines()
                if "#" in line
                and not line.startswith("#:")
                and line.split("#", 1)[1].strip().rstrip("}%+ endif{")
                and "{{ layer.size }}" not in line
            ]
            assert left == [], file.name

    @pytest.mark.parametrize(
        ("template", "expected"),
        [
            ("x = 1  # one\n", "x = 1  # ONE\n"),
            ("x = 1  # one {{ n }}\n", "x = 1  # ONE {{ N }}\n"),
            ("x{% if a %}  # one{% endif +%}\n", "x{% if a %}  # ONE{% endif +%}\n"),
            ("#: note\nx = '#'\n", "#: note\nx = '#'\n"),
            ("x  # {{ n }}\n", "x  # {{ n }}\n"),
            (
                '    """One.\n\n    Two.\n    """\n',
                '    """ONE.\n\n    TWO.\n    """\n',
            ),
            ('"""One:\n\n    two\n"""\n', '"""ONE:\n\n    TWO\n"""\n'),
        ],
    )
    def test_only_comments_and_docstrings_are_translated(self, template, expected):
        assert script_texts.translated(template, str.upper) == expected


class TestTranslator:
    def test_there_are_two_languages(self):
        assert languages() == ["en", "zh_CN"]

    def test_messages_within_messages_are_translated(self):
        inner = Message("Learning rate {rate}", {"rate": "0.1"})
        text = Message("{trial}: the run ended early.", {"trial": inner})
        assert CHINESE(text) == "学习率 0.1：训练提前结束了。"
        assert translator("en")(text) == "Learning rate 0.1: the run ended early."

    def test_what_has_no_translation_stays_english(self):
        assert CHINESE(Message("Nobody has ever seen this {thing}.", {"thing": 1})) == (
            "Nobody has ever seen this 1."
        )
