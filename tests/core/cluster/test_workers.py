"""Worker processes that are started in a folder of somebody else's."""

import pytest

from core.cluster import workers


@pytest.mark.parametrize("name", ["multiprocessing", "struct", "torch"])
def test_nothing_is_imported_from_the_current_folder(name, tmp_path, monkeypatch):
    (tmp_path / f"{name}.py").write_text("open('imported', 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONSAFEPATH", "")  # put back afterwards
    process = workers._start(tmp_path / "missing", print)
    process.join()
    assert process.exitcode == workers.FAILED
    assert not (tmp_path / "imported").exists()
