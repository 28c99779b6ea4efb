"""No link of a data folder makes files elsewhere names of classes, labels or examples."""

import shutil

import numpy as np
import pytest
from PIL import Image

from core.config.run import RunConfig
from core.data.folders import changes_for, read
from core.errors import DataError

SIZES = {"train": 60, "t10k": 20}


def write_idx(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for part, count in SIZES.items():
        images = bytes((0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28))
        (folder / f"{part}-images-idx3-ubyte").write_bytes(images + bytes(range(28)) * 28 * count)
        labels = bytes((0, 0, 8, 1, 0, 0, 0, count)) + bytes((0, 1)) * (count // 2)
        (folder / f"{part}-labels-idx1-ubyte").write_bytes(labels)


def write_pictures(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(6):
        grey = np.full((28, 28), 20 * number, np.uint8)
        Image.fromarray(grey).save(folder / f"{number}.png")


def write_classes(folder):
    for name in ("a", "b"):
        write_pictures(folder / name)


def write_table(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("train", "test"):
        rows = [
            [number % 2, *range(784 % 256), *[number] * (784 - 784 % 256)] for number in range(6)
        ]
        text = "\n".join(",".join(map(str, row)) for row in rows)
        (folder / f"{part}.csv").write_text(text)


def write_arrays(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("train", "test"):
        np.save(folder / f"{part}_images.npy", np.zeros((6, 28, 28), np.uint8))
        np.save(folder / f"{part}_labels.npy", np.arange(6, dtype=np.uint8) % 2)


LAYOUTS = {
    "t10k-images-idx3-ubyte": write_idx,
    "train-labels-idx1-ubyte": write_idx,
    "a": write_classes,
    "b/3.png": write_classes,
    "test.csv": write_table,
    "train_labels.npy": write_arrays,
}


def move_away(path, elsewhere):
    """Put a link in the place of a file or folder, which is moved elsewhere."""
    elsewhere.mkdir(exist_ok=True)
    path.symlink_to(shutil.move(path, elsewhere / path.name))


@pytest.mark.parametrize("name", LAYOUTS)
def test_data_behind_a_link_that_leads_out_are_refused(name, tmp_path):
    LAYOUTS[name](tmp_path / "data")
    move_away(tmp_path / "data" / name, tmp_path / "secret")
    with pytest.raises(DataError, match="is a link that leads out") as refused:
        changes_for(RunConfig(), str(tmp_path / "data"))
    assert str(tmp_path / "data" / name) in str(refused.value)


@pytest.mark.parametrize("name", LAYOUTS)
def test_links_within_the_folder_are_followed(name, tmp_path):
    LAYOUTS[name](tmp_path / "data")
    move_away(tmp_path / "data" / name, tmp_path / "data" / ".stored")
    assert len(read(str(tmp_path / "data")).classes) == 2


@pytest.mark.parametrize("write", dict.fromkeys(LAYOUTS.values()))
def test_the_chosen_folder_may_be_a_link(write, tmp_path):
    write(tmp_path / "data")
    (tmp_path / "link").symlink_to(tmp_path / "data")
    assert len(read(str(tmp_path / "link")).classes) == 2


def test_a_chosen_file_may_be_a_link_but_not_what_belongs_to_it(tmp_path):
    write_table(tmp_path / "data")
    move_away(tmp_path / "data" / "train.csv", tmp_path / "stored")
    assert len(read(str(tmp_path / "data" / "train.csv")).classes) == 2

    shutil.copytree(tmp_path / "data", tmp_path / "again", symlinks=True)
    move_away(tmp_path / "again" / "test.csv", tmp_path / "stored")
    with pytest.raises(DataError, match=r"test\.csv is a link"):
        read(str(tmp_path / "again" / "train.csv"))


@pytest.mark.parametrize("name", ["classes.txt", "emnist-digits-mapping.txt"])
@pytest.mark.parametrize("write", [write_idx, write_table])
def test_no_line_of_another_text_file_names_a_class(write, name, tmp_path):
    write(tmp_path / "data")
    secret = tmp_path / "secret"
    secret.write_text("machine host\npassword hunter2\n" if name == "classes.txt" else "0 65\n1 66")
    (tmp_path / "data" / name).symlink_to(secret)
    with pytest.raises(DataError, match="is a link that leads out") as refused:
        changes_for(RunConfig(), str(tmp_path / "data"))
    assert "hunter2" not in str(refused.value)


def test_the_only_folder_may_not_lead_out(tmp_path):
    write_classes(tmp_path / "private")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "digits").symlink_to(tmp_path / "private")
    with pytest.raises(DataError, match="is a link that leads out"):
        changes_for(RunConfig(), str(tmp_path / "data"))


class TestNextToWhatWasChosen:
    """A folder of downloads holds links that have nothing to do with the chosen file."""

    @pytest.fixture(params=["out", "nowhere", "another machine"])
    def target(self, request, tmp_path):
        (tmp_path / "elsewhere").write_text("a,b\n1,2\n")
        targets = {"out": tmp_path / "elsewhere", "nowhere": "nothing"}
        return targets.get(request.param, "//nas/share/x")

    @pytest.mark.parametrize(
        ("write", "chosen"), [(write_table, "train.csv"), (write_arrays, "train_images.npy")]
    )
    @pytest.mark.parametrize(
        "link", ["budget.csv", "budget_2025.csv.gz", "budget.npy", "budget.npz", "Backup.zip"]
    )
    def test_a_link_that_does_not_belong_to_it_is_left_out(
        self, link, write, chosen, target, tmp_path
    ):
        data = tmp_path / "data"
        write(data)
        count = len(read(str(data / chosen)).test_labels)
        (data / link).symlink_to(target)
        examples = read(str(data / chosen))
        assert len(examples.test_labels) == count

    @pytest.mark.parametrize(
        ("write", "chosen", "link"),
        [
            (write_table, "train.csv", "test.csv"),
            (write_arrays, "train_images.npy", "test_labels.npy"),
        ],
    )
    def test_one_that_belongs_to_it_is_refused(self, write, chosen, link, tmp_path):
        write(tmp_path / "data")
        move_away(tmp_path / "data" / link, tmp_path / "secret")
        with pytest.raises(DataError, match="is a link that leads out"):
            read(str(tmp_path / "data" / chosen))

    def test_mappings_of_other_data_are_left_out(self, target, tmp_path):
        data = tmp_path / "data"
        write_idx(data)
        (data / "mapping.txt").write_text("0 65\n1 66\n")
        assert read(str(data)).classes == ("A", "B")
        (data / "mapping.txt").rename(data / "train-mapping.txt")
        for name in ("a-mapping.txt", "b-mapping.txt"):
            (data / name).symlink_to(target)
        assert len(read(str(data)).classes) == 2
