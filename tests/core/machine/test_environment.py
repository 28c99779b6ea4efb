"""What a run's numbers depend on beside its settings."""

import gc
import hashlib
import sys
import weakref
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
import torch

from core.config.data import DataConfig
from core.data import folders as data_folders
from core.data.fingerprint import fingerprint
from core.machine import processor
from core.machine.environment import environment
from tests.core.data.test_folders import of_folder, write_idx
from tests.core.running import config_of

# Of the unpacked files, as published with many copies of MNIST.
MNIST = {
    "train_images": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train_labels": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "test_images": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "test_labels": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}


class TestFingerprint:
    def test_mnists_is_that_of_its_files_whatever_is_done_with_them(self):
        assert fingerprint(DataConfig()) == MNIST
        assert fingerprint(DataConfig(train_size=600, pixels="raw", shuffle_pixels=True)) == MNIST

    def test_it_is_computed_once(self, monkeypatch):
        fingerprint(DataConfig())
        monkeypatch.setattr(
            "core.data.fingerprint.sha256_of", lambda _values: pytest.fail("hashed again")
        )
        fingerprint(DataConfig())["train_images"] = "somebody's own business"
        assert fingerprint(DataConfig()) == MNIST

    def test_the_lines_is_that_of_its_numbers(self):
        line = fingerprint(config_of("linear").data)
        assert set(line) == {"train_x", "train_y", "test_x", "test_y"}
        assert (
            line["train_x"]
            == line["test_x"]
            == hashlib.sha256(torch.linspace(-1, 1, 101).numpy()).hexdigest()
        )
        assert line["train_y"] != line["test_y"]

    def test_it_holds_no_images_that_nobody_uses_any_more(self, tmp_path):
        write_idx(tmp_path)
        config = of_folder(tmp_path).data
        known = weakref.ref(data_folders.read_for(config))
        assert fingerprint(config)
        data_folders._read.cache_clear()
        gc.collect()
        assert known() is None

    def test_data_that_went_away_are_unknown(self, tmp_path):
        assert fingerprint(DataConfig(dataset=str(tmp_path / "gone"), class_names=("a", "b"))) == {}


class TestEnvironment:
    def test_versions_and_machine(self):
        versions = environment()
        assert versions["torch"] == torch.__version__
        assert versions["numpy"] == np.__version__
        assert versions["inkling"] == metadata.version("inkling")
        assert versions["instructions"] == torch.backends.cpu.get_cpu_capability()
        assert all(isinstance(value, str) and value for value in versions.values())

    @pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the file")
    def test_the_processor_calls_itself_as_linux_says(self):
        assert processor.name() in Path("/proc/cpuinfo").read_text(encoding="utf-8")
