"""A test set of one's own."""

import errno
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import drives
from core.config.catalogue import KNOWN
from core.data import handwriting
from core.data.handwriting import (
    delete,
    export,
    import_from,
    keep,
    read_right,
    relabel,
    restore,
    samples,
)
from core.data.photographs import digit_file, sample_files
from core.data.photographs.class_folders import folder_names
from core.data.photographs.photograph import digit_from_picture
from core.errors import HandwritingError
from core.locations import handwriting_folder


def ink(column=14):
    made = np.zeros((28, 28), np.float32)
    made[4:24, column] = 0.5
    return made


def write(path, grey):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(grey).save(path)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "handwriting"


def test_it_lies_beside_the_runs():
    assert handwriting_folder().name == "handwriting"
    assert handwriting_folder().parent.name == "inkling"


class TestKeeping:
    def test_what_is_kept_comes_back_by_class_and_time(self, folder):
        kept = [keep(folder, ink(column), label) for column, label in ((3, 7), (5, 0), (6, 7))]
        found, problems = samples(folder)
        assert problems == []
        assert [sample.label for sample in found] == [0, 7, 7]
        assert {sample.path for sample in found} == {sample.path for sample in kept}
        assert np.array_equal(found[0].grey, (ink(5) * 255).round())

    def test_it_is_an_ordinary_grey_picture_in_a_folder_of_its_class(self, folder):
        sample = keep(folder, ink(), 3)
        assert sample.path.parent == folder / "3"
        with Image.open(sample.path) as picture:
            assert (picture.format, picture.mode, picture.size) == ("PNG", "L", (28, 28))
        assert [file.name for file in sample.path.parent.iterdir()] == [sample.path.name]

    def test_no_folder_is_no_samples(self, folder):
        assert samples(folder) == ([], [])

    def test_a_damaged_one_is_named_and_the_others_come(self, folder):
        keep(folder, ink(), 1)
        (folder / "1" / "broken.png").write_bytes(b"\x89PNG\r\n")
        found, problems = samples(folder)
        assert len(found) == 1
        assert "broken.png" in str(problems[0])

    @pytest.mark.parametrize(
        "name", [".hidden.png", "a b.png", "a.jpg", "x" * 65 + ".png", "ä.png"]
    )
    def test_other_names_are_left_alone(self, folder, name):
        write(folder / "1" / "a.png", np.zeros((28, 28), np.uint8))
        (folder / "1" / "a.png").rename(folder / "1" / name)
        assert samples(folder) == ([], [])

    def test_links_are_left_alone(self, folder, tmp_path):
        write(tmp_path / "a.png", np.zeros((28, 28), np.uint8))
        (folder / "1").mkdir(parents=True)
        os.symlink(tmp_path / "a.png", folder / "1" / "a.png")
        assert samples(folder) == ([], [])

    def test_by_what_the_folder_is_known_again_is_in_it(self, folder, tmp_path, monkeypatch):
        """Nobody looks at what is behind a link: it may be on another machine."""
        seen = []
        monkeypatch.setattr(drives, "remember", lambda _folder, names: seen.extend(names()))
        write(tmp_path / "elsewhere" / "0" / "a.png", np.zeros((28, 28), np.uint8))
        folder.mkdir()
        os.symlink(tmp_path / "elsewhere" / "0", folder / "0")
        os.symlink(tmp_path / "elsewhere", folder / "classes-0123abcd")
        kept = [keep(folder, ink(), 1), keep(folder, ink(), 1, ("A", "B"))]
        assert {*seen} == {sample.path.relative_to(folder).as_posix() for sample in kept}

    def test_there_is_an_end_to_it(self, folder, monkeypatch):
        monkeypatch.setattr(handwriting, "MAX_SAMPLES", 2)
        keep(folder, ink(), 1)
        keep(folder, ink(), 2)
        with pytest.raises(HandwritingError, match="2 samples"):
            keep(folder, ink(), 3)

    def test_a_place_that_cannot_be_written_to_is_named(self, folder):
        folder.write_text("a file in the way")
        with pytest.raises(HandwritingError, match="handwriting"):
            keep(folder, ink(), 1)

    def test_deleted_ones_are_gone(self, folder):
        first, second = keep(folder, ink(), 1), keep(folder, ink(), 1)
        delete([first])
        delete([first])
        assert [sample.path for sample in samples(folder)[0]] == [second.path]


class TestChangingOnesMind:
    def test_deleted_ones_come_back_as_they_were(self, folder):
        kept = [keep(folder, ink(column), 5) for column in (3, 9)]
        delete(kept)
        restore(folder, kept)
        found, problems = samples(folder)
        assert problems == []
        assert [sample.path for sample in found] == sorted(sample.path for sample in kept)
        assert {sample.grey.tobytes() for sample in found} == {
            sample.grey.tobytes() for sample in kept
        }

    def test_no_more_come_back_than_there_may_be(self, folder, monkeypatch):
        first = keep(folder, ink(), 1)
        delete([first])
        keep(folder, ink(), 2)
        monkeypatch.setattr(handwriting, "MAX_SAMPLES", 1)
        with pytest.raises(HandwritingError, match="1 samples"):
            restore(folder, [first])

    def test_another_label_moves_the_file(self, folder):
        one, other = keep(folder, ink(3), 1), keep(folder, ink(9), 1)
        (moved, same) = relabel(folder, [one, other], [7, 1])
        assert (moved.label, moved.path) == (7, folder / "7" / one.path.name)
        assert same == other
        assert [sample.label for sample in samples(folder)[0]] == [1, 7]
        assert np.array_equal(samples(folder)[0][1].grey, one.grey)
        assert not one.path.exists()

    def test_a_process_killed_at_any_moment_leaves_each_sample_in_one_class(
        self, folder, monkeypatch
    ):
        sample = keep(folder, ink(), 3)
        steps = []

        def stepped(function):
            def step(*values, **options):
                result = function(*values, **options)
                steps.append([one.label for one in samples(folder)[0]])
                return result

            return step

        for name in ("rename", "unlink", "replace"):
            monkeypatch.setattr(Path, name, stepped(getattr(Path, name)))
        relabel(folder, [sample], [7])
        assert steps
        assert all(labels in ([3], [7]) for labels in steps)

    def test_a_second_attempt_moves_only_the_rest(self, folder):
        kept = [keep(folder, ink(column), 3) for column in (5, 9)]
        relabel(folder, kept[:1], [7])
        relabel(folder, kept, [7, 7])
        assert [sample.label for sample in samples(folder)[0]] == [7, 7]

    def test_one_of_the_same_name_in_the_other_class_stays(self, folder):
        write(folder / "1" / "a.png", (ink(3) * 255).astype(np.uint8))
        write(folder / "2" / "a.png", (ink(9) * 255).astype(np.uint8))
        relabel(folder, samples(folder)[0][:1], [2])
        assert [sample.label for sample in samples(folder)[0]] == [2, 2]
        assert len({sample.grey.tobytes() for sample in samples(folder)[0]}) == 2


class TestOtherClasses:
    LETTERS = KNOWN["emnist-letters"].classes

    def test_each_list_of_classes_has_its_own_samples(self, folder):
        keep(folder, ink(), 3)
        keep(folder, ink(), 25, self.LETTERS)
        assert [sample.label for sample in samples(folder)[0]] == [3]
        (letter,) = samples(folder, self.LETTERS)[0]
        assert (letter.label, letter.path.parent.name) == (25, "Z")
        assert samples(folder, self.LETTERS[:-1])[0] == []

    def test_they_can_be_relabelled_restored_exported_and_imported(self, folder, tmp_path):
        (moved,) = relabel(folder, [keep(folder, ink(), 0, self.LETTERS)], [2], self.LETTERS)
        delete([moved])
        restore(folder, [moved], self.LETTERS)
        assert export(folder, tmp_path / "out", self.LETTERS) == (1, [])
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["C"]
        (again,) = import_from(tmp_path / "out", tmp_path / "other", self.LETTERS).samples
        assert again.label == 2
        with pytest.raises(HandwritingError, match="A to Z"):
            import_from(folder, tmp_path / "third", self.LETTERS)

    @pytest.mark.parametrize(
        "classes", [("T-shirt/top", "Dress"), ("a", "A"), ("..", "b"), ("con", "b"), ("a b\n", "c")]
    )
    def test_names_that_are_no_folders_everywhere_become_numbers(self, classes, folder):
        assert folder_names(classes) == ("0", "1")
        assert keep(folder, ink(), 1, classes).path.parent.name == "1"
        assert [sample.label for sample in samples(folder, classes)[0]] == [1]

    def test_lists_that_read_alike_are_two(self, folder):
        keep(folder, ink(), 0, ("ab", "c"))
        assert samples(folder, ("a", "bc"))[0] == []

    def test_a_folder_that_is_a_link_is_refused(self, folder, tmp_path):
        sample = keep(folder, ink(), 0, self.LETTERS)
        own = sample.path.parent.parent
        own.rename(tmp_path / "elsewhere")
        own.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(HandwritingError, match="is a link"):
            keep(folder, ink(), 0, self.LETTERS)
        assert len(list((tmp_path / "elsewhere").rglob("*.png"))) == 1


class TestImportAndExport:
    def test_there_and_back(self, folder, tmp_path):
        for label in range(10):
            keep(folder, ink(label + 3), label)
        assert export(folder, tmp_path / "out") == (10, [])
        taken = import_from(tmp_path / "out", tmp_path / "other")
        assert (taken.count, taken.problems) == (10, ())
        before, after = samples(folder)[0], samples(tmp_path / "other")[0]
        assert all(
            np.array_equal(a.grey, b.grey) and a.label == b.label
            for a, b in zip(before, after, strict=True)
        )
        assert import_from(tmp_path / "out", tmp_path / "other").count == 0

    def test_an_export_replaces_no_file(self, folder, tmp_path):
        """It goes where the pictures came from: the large originals are there."""
        name = "p" * 64 + ".png"
        grey = np.full((120, 90), 255, np.uint8)
        grey[30:100, 40:50] = 0
        write(tmp_path / "in" / "1" / name, grey)
        original = (tmp_path / "in" / "1" / name).read_bytes()
        import_from(tmp_path / "in", folder)
        keep(folder, ink(), 0)
        for _ in range(2):  # the second export has nothing to add
            assert export(folder, tmp_path / "in") == (2, [])
            assert (tmp_path / "in" / "1" / name).read_bytes() == original
            assert len(list((tmp_path / "in").rglob("*.png"))) == 3
        again = import_from(tmp_path / "in", tmp_path / "other")
        assert (again.count, again.problems) == (3, ())

    def test_on_a_disk_that_falls_silent_no_name_is_free(self, folder, tmp_path, monkeypatch):
        keep(folder, ink(), 0)
        out, lstat = tmp_path / "out", os.lstat

        def silent(path, **options):
            if out in Path(path).parents:
                raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
            return lstat(path, **options)

        monkeypatch.setattr(os, "lstat", silent)
        with pytest.raises(HandwritingError, match="cannot be written or deleted: "):
            export(folder, out)

    def test_what_is_restored_takes_no_other_samples_file(self, folder, tmp_path):
        write(tmp_path / "in" / "1" / "p.png", (ink(9) * 255).astype(np.uint8))
        (first,) = import_from(tmp_path / "in", folder).samples
        delete([first])
        write(tmp_path / "in" / "1" / "p.png", (ink(20) * 255).astype(np.uint8))
        import_from(tmp_path / "in", folder)  # by another window
        restore(folder, [first])
        assert len({sample.grey.tobytes() for sample in samples(folder)[0]}) == 2

    def test_other_sizes_are_prepared_like_a_drawing(self, folder, tmp_path):
        grey = np.full((120, 90), 255, np.uint8)
        grey[30:100, 40:50] = 0
        write(tmp_path / "in" / "1" / "photo.png", grey)
        assert import_from(tmp_path / "in", folder).count == 1
        assert np.array_equal(samples(folder)[0][0].grey, (digit_from_picture(grey) * 255).round())

    def test_small_pictures_of_a_paint_program_become_light_on_dark(self, folder, tmp_path):
        drawn = np.where(ink() > 0, 255, 0).astype(np.uint8)
        for label, grey in enumerate((255 - drawn, drawn, 230 - drawn // 2)):
            write(tmp_path / "in" / str(label) / "p.png", grey)
        assert import_from(tmp_path / "in", folder).count == 3
        for sample in samples(folder)[0]:
            assert np.array_equal(sample.grey > 60, drawn > 60)
            assert sample.grey[0].max() < 30

    def test_what_cannot_be_taken_in_is_named(self, folder, tmp_path, monkeypatch):
        write(tmp_path / "in" / "1" / "empty.png", np.zeros((50, 50), np.uint8))
        write(tmp_path / "in" / "2" / "good.png", (ink() * 255).astype(np.uint8))
        (tmp_path / "in" / "3").mkdir()
        (tmp_path / "in" / "3" / "text.png").write_text("no picture")
        (tmp_path / "in" / "4").mkdir()
        (tmp_path / "in" / "4" / "huge.png").write_bytes(bytes(1001))
        monkeypatch.setattr(digit_file, "MAX_BYTES", 1000)
        taken = import_from(tmp_path / "in", folder)
        assert taken.count == 1
        assert [
            name
            for name in ("empty", "text", "huge")
            if name not in " ".join(map(str, taken.problems))
        ] == []

    def test_there_is_an_end_to_it(self, folder, tmp_path, monkeypatch):
        for number in range(3):
            write(tmp_path / "in" / "1" / f"{number}.png", (ink() * 255).astype(np.uint8))
        monkeypatch.setattr(handwriting, "MAX_SAMPLES", 2)
        taken = import_from(tmp_path / "in", folder)
        assert taken.count == 2
        assert len(taken.problems) == 1

    def test_samples_that_are_too_many_to_be_shown_are_counted(self, folder, monkeypatch):
        for label in (0, 5, 9):
            keep(folder, ink(), label)
        monkeypatch.setattr(handwriting, "MAX_SAMPLES", 2)
        shown, problems = samples(folder)
        assert [sample.label for sample in shown] == [0, 5]
        assert [str(problem) for problem in problems] == [
            "There are 3 samples; only 2 can be shown."
        ]

    def test_a_folder_without_classes_is_refused(self, folder, tmp_path):
        with pytest.raises(HandwritingError, match="0 to 9"):
            import_from(tmp_path, folder)


def test_read_right_counts_the_labels_that_are_read(folder):
    found = [keep(folder, ink(label + 3), label) for label in (1, 2, 3)]

    def reading(digit):
        assert digit.max() <= 1
        label = int(digit.sum(axis=0).argmax()) - 3
        return np.eye(10)[label if label < 3 else 0]

    assert read_right(found, reading) == 2
    assert read_right([], reading) == 0


class TestTwoWindows:
    def test_a_picture_that_the_other_one_has_just_imported_stays(
        self, folder, tmp_path, monkeypatch
    ):
        theirs, mine = (np.full((28, 28), level, np.uint8) for level in (50, 70))
        for name in ("a.png", "b.png"):
            write(tmp_path / "source" / "3" / name, mine)

        def read_slowly(path, *options):
            write(folder / "3" / "a.png", theirs)  # the other window comes first
            return digit_file.read_digit(path, *options)

        monkeypatch.setattr(handwriting, "read_digit", read_slowly)
        imported = import_from(tmp_path / "source", folder)
        assert [one.path.name for one in imported.samples] == ["b.png"]
        assert np.array_equal(np.asarray(Image.open(folder / "3" / "a.png")), theirs)

    def test_a_sample_takes_no_place_that_was_free_a_moment_ago(self, folder, monkeypatch):
        sample, theirs = keep(folder, ink(), 3), np.full((28, 28), 50, np.uint8)
        make_folder, place = sample_files.make_folder, folder / "4" / sample.path.name

        def come_first(path):
            make_folder(path)
            write(place, theirs)

        monkeypatch.setattr(sample_files, "make_folder", come_first)
        (moved,) = relabel(folder, [sample], [4])
        assert np.array_equal(np.asarray(Image.open(place)), theirs)
        assert moved.path.parent == place.parent
        assert moved.path != place
        assert len(samples(folder)[0]) == 2
