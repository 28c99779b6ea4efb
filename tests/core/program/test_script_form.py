import subprocess
import sys

import pytest

import resources
from core.config.catalogue import POINT_SETS
from core.config.choices import DeviceKind, OptimizerKind
from core.config.fields import with_values
from core.config.presets import PRESETS, as_in_the_tutorial
from core.program import script as codegen
from core.program.network_values import LAYER_NOTES
from core.program.notes import NOTES
from tests.core.programs import IMAGES, own_folders, some_configs, tiny
from tests.core.running import config_of, small


class TestForm:
    def test_it_is_formatted_and_has_no_faults(self, tmp_path):
        configs = [
            *map(config_of, PRESETS),
            *(as_in_the_tutorial(config_of(name)) for name in PRESETS),
        ]
        configs += some_configs(60)
        configs += [
            with_values(config, {"device": kind}) for config in configs[:4] for kind in DeviceKind
        ]
        configs += [tiny("mlp", {"data.dataset": name, "data.test_size": 100}) for name in IMAGES]
        configs += [
            tiny("mlp", {"data.dataset": name, "data.batch_size": 10}) for name in POINT_SETS
        ]
        for value in (0.0, 0.1):
            augment = {
                f"data.augment.{name}": value for name in ("shift", "rotation", "scale", "noise")
            }
            configs += [
                tiny("mlp", augment | {f"data.augment.{name}": 0.25})
                for name in ("shift", "rotation")
            ]
        configs += own_folders(tmp_path)
        for number, config in enumerate(configs):
            (tmp_path / f"script_{number}.py").write_text(codegen.script(config), encoding="utf-8")
        for command in (["check"], ["format", "--diff"]):
            done = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "ruff",
                    *command,
                    "--isolated",
                    "--no-cache",
                    "--quiet",
                    ".",
                ],
                cwd=tmp_path,
                capture_output=True,
                check=False,
                encoding="utf-8",
            )
            assert (done.returncode, done.stdout) == (0, ""), done.stderr
        assert (
            max(len(line) for file in tmp_path.glob("script_*.py") for line in lines_of(file))
            <= 120
        )

    def test_names_of_classes_and_folders_stay_names(self, tmp_path):
        for config in own_folders(tmp_path):
            names = {"__name__": "script"}
            exec(codegen.script(config), names)
            assert tuple(names["CLASSES"]) == config.classes
            assert names["FOLDER"] == config.data.dataset
            assert "boom" not in names


def lines_of(file):
    return [
        line
        for line in file.read_text(encoding="utf-8").splitlines()
        if not line.startswith(("FOLDER", '    "'))
    ]


class TestNotes:
    def test_each_note_is_used_and_each_that_is_used_is_there(self):
        templates = resources.path("script").glob("*.jinja")
        marks = {
            line.removeprefix(codegen.MARK).strip()
            for file in templates
            for line in file.read_text(encoding="utf-8").splitlines()
            if line.startswith(codegen.MARK)
        }
        optimizers = {f"optimizer_{kind.value}" for kind in OptimizerKind}
        computed = {"optimizer_{{ config.optimizer.kind }}", "{{ layer.note }}"}
        assert marks - computed | optimizers | set(LAYER_NOTES.values()) == set(NOTES)

    @pytest.mark.parametrize(
        "config", [small("relu-dropout"), tiny("linear"), *some_configs(10)], ids=range(12)
    )
    def test_every_line_has_one(self, config):
        script = codegen.annotated(config)
        lines = script.text.splitlines()
        assert codegen.MARK not in script.text
        told = [
            number
            for passage in script.passages
            for number in range(passage.first, passage.last + 1)
        ]
        assert len(told) == len(set(told))
        assert all(number in told for number, line in enumerate(lines, 1) if line)
        assert max(told) == len(lines)

    @pytest.mark.parametrize(
        ("line", "note"),
        [
            ("    optimizer.zero_grad()", "zero_grad"),
            ("    cost.backward()", "backward"),
            ("    model.train()", "train_mode"),
            ("    model.eval()", "eval_mode"),
            ("def dropped(layer, x):", "masks"),
            ("            layer.forward = partial(dropped, layer)", "masks"),
            ('    model.add_module("dropout_1", nn.Dropout(0.2))', "dropout"),
            ("    return model", "build_model"),
            ("    optimizer = optim.Adam(", "optimizer_adam"),
            ("EPOCHS = ", "settings"),
        ],
    )
    def test_a_line_is_told_of_by_its_own(self, line, note):
        script = codegen.annotated(config_of("relu-dropout"))
        number = next(
            number
            for number, text in enumerate(script.text.splitlines(), 1)
            if text.startswith(line)
        )
        assert script.passage_at(number).note == NOTES[note]

    def test_lines_between_passages_belong_to_the_one_before(self):
        script = codegen.annotated(config_of("mlp"))
        assert script.passage_at(0) == script.passage_at(1) == script.passages[0]
        assert script.passage_at(10_000) == script.passages[-1]
