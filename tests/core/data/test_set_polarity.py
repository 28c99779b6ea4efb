"""Light on dark or dark on light: one decision for a data set, which runs and drawings follow."""

import hashlib

import numpy as np
import pytest
import torch
from PIL import Image

from core.cli.main import main
from core.config.choices import Pixels, Polarity, StoredPolarity
from core.config.data import AugmentConfig, DataConfig
from core.config.fields import with_values
from core.config.run import RunConfig
from core.data import datasets, fingerprint, preview
from core.data import folders as data_folders
from core.data.folders import changes_for, read, read_for
from core.data.layouts.set_polarity import polarity_of_arrays
from core.data.photographs.photograph import has_light_ink
from core.data.picture_folders import prepared
from core.errors import DataError
from core.insight.activations import inspect_network
from core.insight.neighbours import nearest
from core.insight.predictor import Predictor
from core.network import models
from tests.core.data.test_folders import NAMES, idx, of_folder

CHOICES = (Polarity.AUTO, Polarity.AS_IS, Polarity.INVERTED)
LAYOUTS = ("idx", "npz", "pictures")


def letters(count, classes=3):
    """White bars on black, (count, 28, 28), one position for each class, with their labels.

    Every fifth is bold and fills its picture, so that most of its edge is ink.
    """
    labels = (np.arange(count) % classes).astype(np.uint8)
    images = np.zeros((count, 28, 28), np.uint8)
    for number, (image, label) in enumerate(zip(images, labels, strict=True)):
        if number % 5 == 4:
            image[...] = 255
            image[4 + label : 18, 10:28] = 0
        else:
            image[6:22, 5 + 6 * label : 9 + 6 * label] = 200 + number % 50
    return images, labels


def write(folder, layout, images, labels, test_images, test_labels):
    """Write a data set; pictures are held out from one part of the folder."""
    folder.mkdir(parents=True)
    if layout == "idx":
        arrays = (images, labels, test_images, test_labels)
        for name, array in zip(NAMES, arrays, strict=True):
            (folder / name).write_bytes(idx(array))
    elif layout == "npz":
        np.savez(
            folder / "all.npz",
            x_train=images,
            y_train=labels,
            x_test=test_images,
            y_test=test_labels,
        )
    else:
        for part, some, theirs in (("train", images, labels), ("test", test_images, test_labels)):
            for number, (image, label) in enumerate(zip(some, theirs, strict=True)):
                path = folder / part / str(label) / f"{number:03}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                Image.fromarray(image).save(path)


@pytest.fixture(params=LAYOUTS)
def layout(request):
    return request.param


@pytest.fixture
def dark_on_light(tmp_path, layout):
    """A folder of black letters on white, and the letters as white on black."""
    images, labels = letters(45)
    test_images, test_labels = letters(15)
    folder = tmp_path / layout
    write(folder, layout, 255 - images, labels, 255 - test_images, test_labels)
    return folder, images, test_images


def config_for(folder, polarity=Polarity.AUTO, **data):
    return of_folder(folder, batch_size=5, **data, polarity=polarity)


def as_set(images):
    """Images in no order, since folders of pictures are mixed."""
    return sorted(np.asarray(image, np.uint8).tobytes() for image in images)


class TestDecision:
    def test_nine_tenths_of_the_plain_edges_decide(self):
        plain = np.zeros((20, 784), np.uint8)
        plain[:, 400:410] = 255
        plain[:2] = 255 - plain[:2]
        assert polarity_of_arrays(plain) is StoredPolarity.LIGHT_ON_DARK
        assert polarity_of_arrays(255 - plain) is StoredPolarity.DARK_ON_LIGHT
        plain[2] = 255 - plain[2]
        assert polarity_of_arrays(plain) is StoredPolarity.MIXED

    def test_without_plain_edges_it_is_light_on_dark(self):
        edges = np.zeros((9, 28, 28), np.uint8)
        edges[:, :14] = 255
        assert polarity_of_arrays(edges.reshape(-1, 784)) is StoredPolarity.LIGHT_ON_DARK

    def test_mnist_is_not_judged_but_known(self):
        config = DataConfig(train_size=100, test_size=100)
        assert not config.is_dark_on_light
        assert config.model_copy(update={"polarity": Polarity.INVERTED}).is_dark_on_light

    def test_the_order_of_the_images_does_not_matter(self, tmp_path):
        images, _ = letters(60)
        first = polarity_of_arrays((255 - images).reshape(-1, 784))
        last = polarity_of_arrays((255 - images[::-1]).reshape(-1, 784))
        assert first is last is StoredPolarity.DARK_ON_LIGHT


class TestReading:
    def test_a_folder_records_how_its_files_are(self, dark_on_light):
        config = config_for(dark_on_light[0])
        assert config.data.stored_polarity is StoredPolarity.DARK_ON_LIGHT
        assert config.data.polarity is Polarity.AUTO

    @pytest.mark.parametrize("polarity", [*CHOICES, Polarity.PER_PICTURE])
    def test_images_are_what_the_switch_makes_of_them(self, dark_on_light, layout, polarity):
        folder, images, test_images = dark_on_light
        config = config_for(folder, polarity)
        examples = read_for(config.data)
        is_dark = polarity is Polarity.AS_IS or (
            polarity is Polarity.PER_PICTURE and layout != "pictures"
        )
        for found, expected in (
            (examples.train_images, images),
            (examples.test_images, test_images),
        ):
            wanted = 255 - expected if is_dark else expected
            assert as_set(found) == as_set(wanted.reshape(-1, 784))
        assert config.data.is_dark_on_light == (polarity is Polarity.AS_IS)

    def test_light_on_dark_stays_as_it_is(self, tmp_path, layout):
        images, labels = letters(45)
        write(tmp_path / "a", layout, images, labels, images[:15], labels[:15])
        for polarity, expected in (
            (Polarity.AUTO, images),
            (Polarity.AS_IS, images),
            (Polarity.INVERTED, 255 - images),
        ):
            config = config_for(tmp_path / "a", polarity)
            found = read_for(config.data)
            assert found.stored_polarity is StoredPolarity.LIGHT_ON_DARK
            assert as_set(found.train_images) == as_set(expected.reshape(-1, 784))
            assert config.data.is_dark_on_light == (polarity is Polarity.INVERTED)

    @pytest.mark.parametrize("ink", ["dark", "light"])
    def test_larger_pictures_with_bold_letters_are_judged_together(self, tmp_path, ink):
        """Judged by itself, a bold letter seems to be paper with a small stroke of the paper."""
        images, labels = letters(45)
        large = images.repeat(3, axis=1).repeat(3, axis=2)
        write(tmp_path / "white", "pictures", large, labels, large[:15], labels[:15])
        dark = 255 - large
        write(tmp_path / "black", "pictures", dark, labels, dark[:15], labels[:15])
        assert not any(has_light_ink(picture) for picture in large[4::5])  # it would go wrong
        folder = tmp_path / ("black" if ink == "dark" else "white")
        examples = read(str(folder))
        assert (examples.stored_polarity is StoredPolarity.DARK_ON_LIGHT) == (ink == "dark")

        # bold letters keep their ink: two thirds of the box, while strokes fill theirs
        bold = examples.train_images.reshape(-1, 28, 28)[:, 4:24, 4:24].mean(axis=(1, 2))
        assert len(bold) == 45
        assert as_set(examples.train_images) == as_set(
            read(str(tmp_path / ("white" if ink == "dark" else "black"))).train_images
        )
        assert np.sort(bold)[-9:].min() > 100

    def test_larger_pictures_as_they_are_keep_their_paper(self, tmp_path):
        images, labels = letters(45)
        large = 255 - images.repeat(3, axis=1).repeat(3, axis=2)
        write(tmp_path / "a", "pictures", large, labels, large[:15], labels[:15])
        auto = read_for(config_for(tmp_path / "a").data).train_images
        as_is = read_for(config_for(tmp_path / "a", Polarity.AS_IS).data).train_images
        inverted = read_for(config_for(tmp_path / "a", Polarity.INVERTED).data).train_images
        assert np.array_equal(as_is, 255 - auto)
        assert np.array_equal(inverted, auto)

    def test_photographs_in_bad_light_are_judged_by_the_paper_around_the_ink(self, tmp_path):
        """The corners are darker than the middle of the sheet, and still it is paper."""
        y, x = np.mgrid[-1:1:160j, -1:1:160j]
        paper = 210 - 110 * np.sqrt(x**2 + y**2) / 1.42
        labels = (np.arange(24) % 3).astype(np.uint8)
        sheets = []
        for number, label in enumerate(labels):
            sheet = paper + np.random.default_rng(number).normal(0, 2, paper.shape)
            sheet[50:110, 40 + 30 * label : 50 + 30 * label] -= 70
            sheets.append(np.clip(sheet, 0, 255).astype(np.uint8))
        sheets = np.array(sheets)
        write(tmp_path / "a", "pictures", sheets, labels, sheets[:6], labels[:6])
        images = read(str(tmp_path / "a")).train_images.reshape(-1, 28, 28)
        assert (images[:, 0].max(axis=1) == 0).all()
        assert (images[:, 14].max(axis=1) > 150).all()

    def test_a_mixed_folder_of_pictures_is_judged_one_by_one(self, tmp_path):
        images, labels = letters(30)
        plain = images[np.arange(30) % 5 != 4]
        theirs = labels[np.arange(30) % 5 != 4]
        mixed = np.where((np.arange(24) % 2)[:, None, None], plain, 255 - plain)
        write(tmp_path / "a", "pictures", mixed, theirs, mixed[:6], theirs[:6])
        examples = read(str(tmp_path / "a"))
        assert examples.stored_polarity is StoredPolarity.MIXED
        assert as_set(examples.train_images) == as_set(plain.reshape(-1, 784))
        as_is = read_for(config_for(tmp_path / "a", Polarity.AS_IS).data)
        assert as_set(as_is.train_images) == as_set(mixed.reshape(-1, 784))

    def test_the_hashes_of_idx_files_are_those_of_the_files(self, tmp_path):
        images, labels = letters(45)
        write(tmp_path / "a", "idx", 255 - images, labels, 255 - images[:15], labels[:15])
        for polarity in CHOICES:
            found = fingerprint.fingerprint(config_for(tmp_path / "a", polarity).data)
            content = (tmp_path / "a" / NAMES[0]).read_bytes()
            assert found["train_images"] == hashlib.sha256(content).hexdigest()

    def test_known_data_can_be_inverted_too(self):
        plain = DataConfig(train_size=50, test_size=20)
        changed = plain.model_copy(update={"polarity": Polarity.INVERTED})
        inverted = 1 - datasets.load(plain).train_x
        assert torch.allclose(datasets.load(changed).train_x, inverted, atol=1e-6)
        assert np.array_equal(
            datasets.labelled_digits(changed)[0], 255 - datasets.labelled_digits(plain)[0]
        )

    def test_files_that_are_the_other_way_round_now_are_refused(self, tmp_path):
        images, labels = letters(45)
        write(tmp_path / "a", "idx", 255 - images, labels, 255 - images[:15], labels[:15])
        config = config_for(tmp_path / "a")
        (tmp_path / "a" / NAMES[0]).write_bytes(idx(images))
        with pytest.raises(DataError, match='from "Dark on light" to'):
            datasets.load(config.data)

    def test_another_folder_is_decided_about_again(self, tmp_path):
        images, labels = letters(45)
        write(tmp_path / "a", "idx", 255 - images, labels, 255 - images[:15], labels[:15])
        write(tmp_path / "b", "idx", images, labels, images[:15], labels[:15])
        config = config_for(tmp_path / "a", Polarity.AS_IS)
        changed = with_values(config, changes_for(config, str(tmp_path / "b"))).data
        assert changed.polarity is Polarity.AUTO
        assert changed.stored_polarity is StoredPolarity.LIGHT_ON_DARK
        again = with_values(config, changes_for(config, str(tmp_path / "a"))).data
        assert again.polarity is Polarity.AS_IS
        known = with_values(config, changes_for(config, "mnist")).data
        assert (known.polarity, known.stored_polarity) == (Polarity.AUTO, StoredPolarity.UNKNOWN)


class TestWords:
    @pytest.mark.parametrize(
        ("polarity", "expected"),
        [
            ("auto", "Dark on light: inverted, so that networks get light on dark."),
            ("as-is", "Dark on light; drawings are inverted for networks that learn it."),
            ("inverted", "Dark on light: inverted, so that networks get light on dark."),
        ],
    )
    def test_the_data_panel_says_what_networks_get(self, dark_on_light, polarity, expected):
        config = config_for(dark_on_light[0], Polarity(polarity))
        assert str(preview.classes(config.data).polarity) == expected

    def test_of_mnist(self):
        config = DataConfig(train_size=50, test_size=20)
        assert str(preview.classes(config).polarity) == "Light on dark, as in MNIST."


def random_weights(config):
    return {
        name: values.numpy().copy()
        for name, values in models.build(config.model, torch.Generator().manual_seed(3))
        .state_dict()
        .items()
    }


class TestDrawings:
    """A drawing is prepared to be as dark or light as what the network has learned from."""

    @pytest.mark.parametrize("pixels", list(Pixels))
    @pytest.mark.parametrize("polarity", CHOICES)
    def test_a_drawing_of_a_training_image_is_the_same_input(self, tmp_path, polarity, pixels):
        images, labels = letters(45)
        write(tmp_path / "a", "idx", 255 - images, labels, 255 - images[:15], labels[:15])
        config = config_for(tmp_path / "a", polarity, pixels=pixels)
        weights = random_weights(config)
        data = datasets.load(config.data)
        network = models.network_of(config, weights)
        expected = torch.softmax(network(data.train_x[:1]), dim=1)[0].detach().numpy()

        ink = images[0].astype(np.float32) / 255
        part = config.data
        predictor = Predictor(config.model, part)
        predictor.set_weights(weights)
        assert np.allclose(predictor.probabilities(ink), expected, atol=1e-5)
        insight = inspect_network(config, weights, ink)
        assert np.allclose(insight.probabilities, expected, atol=1e-5)
        assert nearest(ink, part).images[0].number == 0
        assert nearest(ink, part).images[0].distance < 1e-3

    def test_what_augmentation_moves_in_is_paper(self, tmp_path):
        images, labels = letters(45)
        images[4::5] = images[0]
        write(tmp_path / "a", "idx", 255 - images, labels, 255 - images[:15], labels[:15])
        augment = AugmentConfig(shift=6.0)
        random = [torch.Generator().manual_seed(5) for _ in range(2)]
        changed = []
        for polarity, generator in zip((Polarity.AUTO, Polarity.AS_IS), random, strict=True):
            data = config_for(tmp_path / "a", polarity).data
            data = data.model_copy(update={"augment": augment})
            x = datasets.load(data).train_x
            changed.append(datasets.changed_at_random(x, data, generator))
        light_on_dark, dark_on_light = changed
        assert torch.allclose(dark_on_light, 1 - light_on_dark, atol=1e-5)
        assert not torch.equal(
            light_on_dark, datasets.load(config_for(tmp_path / "a").data).train_x
        )

    def test_a_picture_of_28_pixels_follows_the_data_set(self):
        bold = letters(5)[0][4]
        light, dark = StoredPolarity.LIGHT_ON_DARK, StoredPolarity.DARK_ON_LIGHT
        assert np.array_equal(prepared(bold, light) * 255, bold)
        assert np.array_equal(prepared(255 - bold, dark) * 255, bold)
        thin = letters(1)[0][0]
        for stored in (light, dark, StoredPolarity.UNKNOWN):  # its own paper leaves no doubt
            assert np.array_equal(prepared(thin, stored) * 255, thin)
            assert np.array_equal(prepared(255 - thin, stored) * 255, thin)

    def test_predict_reads_the_pictures_of_a_folder_as_it_is(self, tmp_path, capsys):
        """A network trained on black on white reads all of these pictures, bold ones included."""
        images, labels = letters(45)
        write(tmp_path / "a", "pictures", 255 - images, labels, 255 - images[:15], labels[:15])
        runs = tmp_path / "runs"
        settings = ["data.polarity=as-is", "data.batch_size=5", f"data.dataset={tmp_path / 'a'}"]
        command = ["train", "--runs-dir", str(runs), "--preset", "relu-dropout", "--epochs", "25"]
        for setting in settings:
            command += ["--set", setting]
        assert main(command) == 0
        (folder,) = (path for path in runs.iterdir() if (path / "run.json").exists())
        capsys.readouterr()
        paths = sorted((tmp_path / "a" / "test").rglob("*.png"))
        code = main(["predict", "--run", str(folder), *map(str, paths)])
        lines = capsys.readouterr().out.splitlines()
        assert code == 0
        right = sum(
            line.split(": ")[1].split()[0] == path.parent.name
            for line, path in zip(lines, paths, strict=True)
        )
        assert right == len(paths) == 15


def test_what_is_read_does_not_depend_on_how_many_images_a_run_uses(tmp_path, monkeypatch):
    """The hashes, too, stay those of the files."""
    images, labels = letters(45)
    write(tmp_path / "a", "idx", 255 - images, labels, 255 - images[:15], labels[:15])
    whole = fingerprint.fingerprint(config_for(tmp_path / "a").data)
    part = config_for(tmp_path / "a", train_size=10, test_size=5)
    assert fingerprint.fingerprint(part.data) == whole
    assert datasets.load(part.data).train_x[0].sum() < 200
    assert RunConfig().data.stored_polarity is StoredPolarity.UNKNOWN
    assert data_folders.read("mnist").stored_polarity is StoredPolarity.LIGHT_ON_DARK


@pytest.mark.parametrize("side", [1, 2])
def test_pictures_of_16_bits_are_read_and_judged_at_the_same_levels(tmp_path, side):
    """257 levels of 16 bits are one of 8."""
    images, labels = letters(45)
    large = 255 - images.repeat(side, axis=1).repeat(side, axis=2)
    for name in ("deep", "shallow"):
        for number, (image, label) in enumerate(zip(large, labels, strict=True)):
            path = tmp_path / name / str(label) / f"{number:03}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            deep = image.astype(np.uint16) * 257
            Image.fromarray(deep if name == "deep" else image).save(path)
    deep, shallow = read(str(tmp_path / "deep")), read(str(tmp_path / "shallow"))
    assert deep.stored_polarity is StoredPolarity.DARK_ON_LIGHT
    assert np.array_equal(deep.train_images, shallow.train_images)
    assert np.array_equal(deep.test_images, shallow.test_images)
    if side == 1:
        whole = [*deep.train_images, *deep.test_images]
        assert as_set(whole) == as_set(images.reshape(-1, 784))
