import pytest

from core.errors import FileError, RunFolderError
from core.files import read_file
from core.storage.layout import read_run_file

CASES = {
    "missing": lambda path: None,
    "a folder": lambda path: path.mkdir(),
    "too large": lambda path: path.write_bytes(b"12345"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_is_no_run_s_raises_no_error_of_a_run(tmp_path, case):
    path = tmp_path / "comparison.json"
    CASES[case](path)
    with pytest.raises(FileError) as caught:
        read_file(path, 4)
    assert not isinstance(caught.value, RunFolderError)


@pytest.mark.parametrize("case", CASES)
def test_a_file_of_a_run_raises_that_error_with_the_same_words(tmp_path, case):
    path = tmp_path / "metrics.jsonl"
    CASES[case](path)
    with pytest.raises(RunFolderError) as caught:
        read_run_file(path, 4)
    with pytest.raises(FileError, match="metrics") as plain:
        read_file(path, 4)
    assert str(caught.value) == str(plain.value)
