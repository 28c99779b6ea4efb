import os
import site
import sys
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from core import trees
from core.config.catalogue import KNOWN
from core.config.fields import with_values
from core.data import folders as data_folders
from core.errors import DataError
from core.program import check as script_check
from core.program import script as codegen
from core.program.check import (
    Agreement,
    Check,
    Costs,
    Progress,
    ScriptError,
    agreement,
    costs_of,
    printed_costs,
)
from tests.core.data.test_folders import of_folder
from tests.core.data.test_layouts import LAYOUTS, pack, write_layout
from tests.core.running import completed, config_of, epochs_of, run_to_the_end

TINY = {
    "data.train_size": 200,
    "data.test_size": 100,
    "data.batch_size": 50,
    "epochs": 2,
    "threads": 1,
}
THREE = (Costs(1, 2.0, 1.5), Costs(2, 1.0, 1.25), Costs(3, 0.5, 1.0))


def tiny(name="logistic"):
    return config_of(name, {"epochs": 3} if name == "linear" else TINY)


def costs_of_run(config):
    return costs_of(epochs_of(completed(run_to_the_end(config))))


@pytest.fixture
def folders(monkeypatch, tmp_path):
    """Where programs get their folders."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def instead(monkeypatch, text):
    """Have another program run than the one of the config."""
    real = codegen.annotated
    monkeypatch.setattr(codegen, "annotated", lambda config: replace(real(config), text=text))


class TestAgreement:
    def test_the_same_costs_are_identical(self):
        found = agreement(THREE, THREE)
        assert found == Agreement(3, is_identical=True)
        assert found.is_equal
        assert (
            str(found.sentence())
            == "The program's costs equal the run's to the last digit: 3 of 3 epochs."
        )

    def test_three_decimals_are_enough(self):
        found = agreement(THREE, [replace(costs, cost=costs.cost + 0.0004) for costs in THREE])
        assert (found.is_equal, found.is_identical) == (True, False)
        assert "to three decimals: 3 of 3 epochs" in str(found.sentence())

    @pytest.mark.parametrize(
        "change", [{"cost": 1.001}, {"test_cost": 1.2489}, {"cost": float("nan")}]
    )
    def test_the_first_epoch_that_differs_is_told(self, change):
        theirs = [THREE[0], replace(THREE[1], **change), replace(THREE[2], cost=9.0)]
        found = agreement(THREE, theirs)
        assert not found.is_equal
        assert found.ours == THREE[1]
        assert found.theirs == theirs[1]
        assert str(found.sentence()).startswith("In epoch 2 the costs differ: ")

    def test_only_epochs_that_both_have_are_compared(self):
        assert agreement(THREE, THREE[:2]).epochs == 2


def test_printed_lines_are_read_to_the_last_digit():
    lines = [
        "Downloading…",
        "Epoch 1, cost = 2.30000000000000027, test cost = 1e-05, accuracy = 12.00%",
        "  held out: cost = 3.0, accuracy = 9.00%",
        "Epoch 2, cost = nan, test cost = inf",
    ]
    first, second = printed_costs(lines)
    assert first == Costs(1, 2.3000000000000003, 0.00001)
    assert (second.epoch, str(second.cost), second.test_cost) == (2, "nan", float("inf"))


class TestCheck:
    @pytest.mark.parametrize("name", ["linear", "mlp", "cnn"])
    def test_a_program_run_by_python_has_the_runs_costs(self, name, folders):
        """Of each kind one; `test_script` runs every preset's, within one process."""
        config = tiny(name)
        run = costs_of_run(config)
        *progress, result = Check(config, run, threads=1).steps()
        assert progress == [Progress(done, len(run)) for done in range(len(run) + 1)]
        assert result.is_equal
        assert result.epochs == len(run)
        assert not list(folders.glob("inkling-*"))

    def test_a_fresh_run_is_trained_where_there_is_none(self):
        *progress, result = Check(tiny(), threads=1).steps()
        assert progress == [Progress(done, 4) for done in range(5)]
        assert result.is_equal
        assert result.epochs == 2

    def test_without_the_quick_step_it_is_identical(self):
        """Then both go PyTorch's way, and only what PyTorch itself leaves open could differ."""
        config = with_values(tiny("relu-dropout"), {"plain": True})
        result = list(Check(config, threads=1).steps())[-1]
        assert result == Agreement(2, is_identical=True)

    def test_of_a_long_run_only_its_first_epochs_are_trained_anew(self):
        config = with_values(tiny(), {"epochs": 10_000})
        *progress, result = Check(config, threads=1).steps()
        assert progress[-1] == Progress(4, 4)
        assert result.is_equal
        assert result.epochs == 2

    def test_a_run_with_another_seed_differs_from_its_first_epoch(self):
        run = costs_of_run(with_values(tiny(), {"seed": 43}))
        result = list(Check(tiny(), run, threads=1).steps())[-1]
        assert isinstance(result, Agreement)
        assert result.ours == run[0]
        own = costs_of_run(tiny())[0]
        assert (result.theirs.cost, result.theirs.test_cost) == pytest.approx(
            (own.cost, own.test_cost), rel=1e-6
        )

    @pytest.mark.parametrize("after", [0, 3])
    def test_cancelled_it_ends_without_a_result(self, after, folders):
        check = Check(with_values(tiny(), {"epochs": 10_000}), threads=1)
        seen = []
        for step in check.steps():
            seen.append(step)
            if step == Progress(after, 4):
                check.cancel()
        assert seen == [Progress(done, 4) for done in range(after + 1)]
        assert not list(folders.glob("inkling-*"))

    def test_what_the_program_says_of_its_failure_is_told(self, monkeypatch, folders):
        instead(
            monkeypatch,
            "print('Epoch 1, cost = 1.0, test cost = 1.0')\nraise RuntimeError('no more')\n",
        )
        with pytest.raises(ScriptError, match="The program failed: RuntimeError: no more"):
            list(Check(tiny(), THREE).steps())
        assert not list(folders.glob("inkling-*"))

    def test_a_program_that_says_nothing_is_told_by_its_status(self, monkeypatch):
        instead(monkeypatch, "import os\nos._exit(3)\n")
        with pytest.raises(ScriptError, match="its exit status is 3"):
            list(Check(tiny(), THREE).steps())

    def test_a_program_that_never_ends_is_given_up(self, monkeypatch):
        monkeypatch.setattr(script_check, "MAX_S", 0.5)
        instead(monkeypatch, "while True:\n    pass\n")
        with pytest.raises(ScriptError, match="The program failed"):
            list(Check(tiny(), THREE).steps())

    def test_a_run_that_diverges_is_told(self):
        changes = {
            "optimizer.learning_rate": 10.0,
            "optimizer.momentum": 0.999,
            "data.pixels": "raw",
            "epochs": 100,
        }
        run_that_diverges = with_values(tiny("mlp"), changes)
        with pytest.raises(ScriptError, match="The cost became infinite"):
            list(Check(run_that_diverges, threads=1).steps())

    @pytest.mark.parametrize("present", [0, 3, 4])
    def test_nothing_is_downloaded(self, present, monkeypatch, tmp_path):
        """A run that somebody sent, of data that nobody asked for; the program could fetch them."""
        config = config_of("mlp", {"data.dataset": "kmnist"})
        folder = tmp_path / "kmnist"
        folder.mkdir()
        for name in KNOWN["kmnist"].file_names[:present]:
            (folder / name).touch()
        if present == 4:  # unpacked, as the runs of Inkling read them but the program does not
            first = folder / KNOWN["kmnist"].file_names[0]
            first.rename(first.with_suffix(""))
        monkeypatch.setattr(data_folders, "datasets_folder", lambda: tmp_path)
        monkeypatch.setattr(script_check, "_started", lambda *_: pytest.fail("the program ran"))
        with pytest.raises(DataError):
            list(script_check.Check(config, [script_check.Costs(1, 1.0, 1.0)]).steps())

    def test_data_that_are_gone_are_told(self, tmp_path):
        config = with_values(
            tiny(), {"data.dataset": str(tmp_path / "gone"), "data.class_names": ["a", "b"]}
        )
        with pytest.raises(DataError):
            list(Check(config).steps())
        with pytest.raises(DataError, match="gone"):
            list(Check(config, THREE).steps())

    def test_no_program_reads_data_that_inkling_refuses(self, tmp_path, monkeypatch):
        """A run that somebody sent, of data that were sent with it: a bomb, for example."""
        path = tmp_path / "data.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
            archive.writestr("train.csv", bytes(5000))
        changes = {"data.dataset": str(path), "data.class_names": ["a", "b"]}
        monkeypatch.setattr(script_check, "_started", lambda *_: pytest.fail("the program ran"))
        with pytest.raises(DataError, match="not compressed with Deflate"):
            list(Check(with_values(tiny(), changes), THREE).steps())

    @pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "zip"])
    @pytest.mark.parametrize("kind", LAYOUTS)
    def test_no_program_reads_more_than_a_limit(self, kind, is_packed, tmp_path, monkeypatch):
        """Of arrays and tables as they are in memory, and of what it reads from a zip file."""
        write_layout(kind, tmp_path / "data")
        (tmp_path / "data" / "unused.bin").write_bytes(bytes(1_000_000))
        path = tmp_path / "data"
        if is_packed:
            path = tmp_path / "data.zip"
            pack(tmp_path / "data", path)
        config = of_folder(path)
        monkeypatch.setattr(script_check, "_started", lambda *_: pytest.fail("the program ran"))
        monkeypatch.setattr(script_check, "MAX_UNPACKED_BYTES", 200_000)
        script_check.Check(config, THREE)._check_files()
        monkeypatch.setattr(script_check, "MAX_UNPACKED_BYTES", 20_000)
        with pytest.raises(DataError, match="unpacked it has"):
            list(Check(config, THREE).steps())

    def test_the_process_has_a_folder_of_its_own_and_is_polite(self, monkeypatch, folders):
        monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
        told = "os.environ.get('PYTHONPATH'), os.getcwd(), os.environ['OMP_NUM_THREADS']"
        nice = "os.nice(0)" if hasattr(os, "nice") else "0"
        instead(
            monkeypatch, f"import os, sys, time\ntime.sleep(0.5)\nsys.exit(str(({told}, {nice})))\n"
        )
        with pytest.raises(ScriptError) as error:
            list(Check(with_values(tiny(), {"threads": 0}), THREE, threads=3).steps())
        assert f"None, '{folders}{os.sep}inkling-" in str(error.value)
        assert f"'3', {os.nice(0) + 5 if hasattr(os, 'nice') else 0})" in str(error.value)

    @pytest.mark.skipif(sys.platform != "linux", reason="no paths of open folders there")
    @pytest.mark.parametrize("has_paths", [True, False], ids=["as it is", "without open paths"])
    def test_somebody_else_s_folder_in_its_place_gets_nothing_and_runs_nothing(
        self, has_paths, monkeypatch, folders
    ):
        """Whoever may rename among the temporary files can exchange it before Python starts."""
        mark, start = folders / "ran", script_check._started
        evil = f"open({str(mark)!r}, 'w')\n"
        decoys = []

        def exchange(*arguments):
            (folder,) = folders.glob("inkling-*")
            folder.rename(folders / "aside")
            folder.mkdir()
            for name in ("inkling_program.py", "argparse.py", "numpy.py", "torch.py"):
                (folder / name).write_text(evil)
            decoys.append(folder)
            return start(*arguments)

        if not has_paths:
            monkeypatch.setattr(trees, "_OPEN_FILES", "/nowhere")
        monkeypatch.setattr(script_check, "_started", exchange)
        config = tiny()
        assert list(Check(config, costs_of_run(config), 1).steps())[-1].is_equal
        assert not mark.exists()
        if has_paths:
            (decoy,) = decoys
            assert len(list(decoy.iterdir())) == 4

    @pytest.mark.skipif(sys.platform != "linux", reason="no paths of open folders there")
    def test_its_weights_and_temporary_files_lie_in_its_own_folder_wherever_that_is(
        self, monkeypatch, folders
    ):
        start = script_check._started

        def exchange(*arguments):
            (folder,) = folders.glob("inkling-*")
            folder.rename(folders / "aside")
            folder.mkdir()
            return start(*arguments)

        monkeypatch.setattr(script_check, "_started", exchange)
        text = "import os, tempfile\nopen('mine', 'w')\ntempfile.mkdtemp(prefix='my-')\nos._exit(3)"
        instead(monkeypatch, text)
        with pytest.raises(ScriptError, match="its exit status is 3"):
            list(Check(tiny(), THREE).steps())
        names = {entry.name.partition("-")[0] for entry in (folders / "aside").iterdir()}
        assert names == {"mine", "my"}

    def test_packages_of_a_home_folder_that_is_not_this_user_s_are_left_out(
        self, monkeypatch, tmp_path
    ):
        """As without one, where HOME names a temporary folder."""
        monkeypatch.setattr(site, "USER_SITE", str(tmp_path))
        assert "-s" in script_check._isolation()
        monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
        assert "-s" not in script_check._isolation()

    @pytest.mark.usefixtures("folders")
    @pytest.mark.parametrize("threads", [10**4, 10**17])
    def test_a_run_of_somebody_else_starts_no_thousands_of_threads(self, threads, monkeypatch):
        instead(monkeypatch, "import os, sys\nsys.exit(os.environ['OMP_NUM_THREADS'])\n")
        with pytest.raises(ScriptError) as error:
            list(Check(with_values(tiny(), {"threads": 0}), THREE, threads=threads).steps())
        started = int(str(error.value).rpartition(" ")[2].rstrip("."))
        assert 1 <= started <= max(64, os.cpu_count() or 1)
