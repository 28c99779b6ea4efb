"""The data of the form: where they are, what is in them, what augmentation makes of them."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.config import catalogue
from core.config.catalogue import KNOWN, DataSet
from core.config.data import DataConfig
from core.config.setting import Group
from core.data import folders as data_folders
from core.messages import Message
from gui.background.download_thread import DownloadThread
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.background.threads import Background
from gui.runs.current_config import CurrentConfig
from gui.setup.classes_view import ChangedView, ClassesView
from gui.setup.data_samples import LoadedData, change, load
from gui.setup.dropped import DroppedPath
from gui.setup.polarity_row import PolarityRow
from gui.style import theme
from gui.style.translation import in_a_row, translate
from gui.widgets.panel import Panel, column, scrolled, styled_label
from gui.widgets.plain_text import PlainElidingLabel, PlainLabel, plain_tip
from gui.widgets.questions import click_once

if TYPE_CHECKING:
    from core.data.fetching.downloads import Fetched
    from core.data.preview import Classes, Grey


class DataPanel(Panel):
    """Shows the classes of the data, and some samples before and after augmentation.

    It reads only while it is visible. Reading takes place in jobs, a download in its own thread.

    Signals:
        digit_chosen(object): a `Digit` to be read by the networks.
        fetched(str): this data set is available now.
        fetch_ended(object): a `Message`: a download succeeded, or failed without being cancelled.
        change_requested(object): what is to be set in the form, by dotted path.
        path_dropped(str): a file or folder to be chosen as data.
    """

    digit_chosen = Signal(object)
    fetched = Signal(str)
    fetch_ended = Signal(object)
    change_requested = Signal(object)
    path_dropped = Signal(str)

    def __init__(
        self,
        current: CurrentConfig,
        jobs: JobQueue,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._current = current
        self._background = background

        self._data: DataConfig | None = None
        self._loaded: LoadedData | None = None
        self._problem: Message | None = None
        self._seed = self._run_seed = 0  # the second decides the wrong labels
        self._loading, self._previewing = LatestJob(jobs), LatestJob(jobs)
        self._is_stale = self._is_preview_stale = True
        self._fetching: DownloadThread | None = None

        # what the data are, and their download
        self._title, self._counts = PlainElidingLabel(self), PlainLabel(self)
        self._about, self._folder = styled_label("quiet", self), styled_label("quiet", self)
        self.polarity = PolarityRow(self)
        self.notes, self.problem = styled_label("quiet", self), styled_label("wrong", self)
        self.fetch, self.renew = QPushButton(self), QPushButton(self)
        self.progress, self._fetched_text = QProgressBar(self), styled_label("quiet", self)

        # samples, and what augmentation makes of them
        self.classes = ClassesView(self)
        self._changed_title = styled_label("heading", self)
        self._changed_text, self._unchanged_text = (styled_label("quiet", self) for _ in range(2))
        self.changed = ChangedView(self)

        self._build()
        DroppedPath(self).dropped.connect(self.path_dropped)
        current.changed.connect(self._on_config_changed)
        self._show()
        self.retranslate()
        self._on_config_changed()

    def _build(self) -> None:
        self._title.setFont(theme.sized(self._title.font(), theme.TITLE, bold=True))
        texts = self._about, self._counts, self._folder, self.notes, self.problem
        for label in (*texts, self._changed_text, self._unchanged_text):
            label.setWordWrap(True)
        self._folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress.setTextVisible(False)

        fetching = QHBoxLayout()
        fetching.addWidget(self.fetch)
        fetching.addWidget(self.progress, 1)
        fetching.addWidget(self._fetched_text)
        fetching.addStretch(1)

        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.renew, 0, Qt.AlignmentFlag.AlignTop)

        content = QWidget()
        layout = column(content, gap=2 * theme.STEP)
        layout.addLayout(head)
        for widget in (self._about, self._folder, self.problem, self._counts, self.polarity):
            layout.addWidget(widget)
        layout.addWidget(self.notes)
        layout.addLayout(fetching)
        for upper in (self._changed_title, self._changed_text, self.changed):
            layout.addWidget(upper)
        layout.addWidget(self.classes, 1000)  # up to the usual size of samples
        layout.addWidget(self._unchanged_text)
        layout.addStretch(1)

        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(content))

        click_once(self.fetch)
        self.fetch.clicked.connect(self._on_fetch)
        self.renew.clicked.connect(self._on_renew)
        self.classes.picked.connect(self._on_picked)
        self.polarity.changed.connect(self.change_requested)

    def _on_config_changed(self) -> None:
        """Show what the form's network learns from; points have tabs of their own."""
        config = self._current.last_valid
        before, self._data = self._data, config.data if config.has_images else None
        is_reseeded = config.data.label_noise > 0 and config.seed != self._run_seed
        self._run_seed = config.seed
        if self._data == before and not is_reseeded:
            if before is None:  # from the line to points, or the other way round
                self._show()
            return
        is_same = _is_same_but_augmented(before, self._data) and not is_reseeded
        self._is_stale = self._is_stale or not is_same
        self._is_preview_stale = True
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what has changed while the panel was hidden."""
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop reading."""
        super().hideEvent(event)
        self._is_stale |= self._loading.cancel()
        self._is_preview_stale |= self._previewing.cancel()

    @property
    def is_available(self) -> bool:
        """Whether what is to be shown need not be fetched."""
        data = self._data
        return data is None or data.dataset not in KNOWN or data_folders.is_available(data.dataset)

    def _look(self) -> None:
        if not self.isVisible():
            return
        data = self._data
        if data is None or not self.is_available:
            self._loading.cancel()
            self._previewing.cancel()
            self._loaded = self._problem = None
            self.changed.show_pairs(None)
        elif self._is_stale:
            self._problem = None
            self._ask(data)
        elif self._is_preview_stale:
            self._ask_for_preview(data)
        self._show()

    def _ask(self, data: DataConfig) -> None:
        self._is_stale = False
        self._loading.request(
            partial(load, data, self._seed, self._run_seed),
            self._on_loaded,
            self._on_not_loaded,
            source=data_folders.source_of(data),
        )

    def _on_loaded(self, loaded: LoadedData) -> None:
        self._loaded, self._problem = loaded, None
        if self._data is not None:
            self._ask_for_preview(self._data)
        self._show()

    def _on_not_loaded(self, reason: Message) -> None:
        self._loaded, self._problem = None, reason
        self._show()

    def _ask_for_preview(self, data: DataConfig) -> None:
        self._is_preview_stale = False
        seed = self._seed
        self._previewing.request(
            partial(change, data, seed), self._on_changed, source=data_folders.source_of(data)
        )

    def _on_changed(self, pairs: "tuple[Grey, Grey] | None") -> None:
        if pairs is not None:
            self.changed.show_pairs(pairs)

    def _on_renew(self) -> None:
        self._seed += 1
        self._is_stale = True
        self._look()

    def _on_picked(self, index: int) -> None:
        self.digit_chosen.emit(self.classes.sample(index))

    def _on_fetch(self) -> None:
        if self._fetching is not None:
            self._fetching.stop()
            self.fetch.setEnabled(False)
            return

        data = self._data
        if data is None or data.dataset not in KNOWN:
            return

        self._problem = None
        self._fetching = DownloadThread(KNOWN[data.dataset], self)
        self._fetching.progressed.connect(self._on_progressed)
        self._fetching.ended.connect(self._on_fetch_ended)
        self._fetching.failed.connect(self._on_fetch_ended)

        self.progress.setRange(0, 0)
        self._fetched_text.setText("")
        self._background.start(self._fetching)
        self._show()

    def _on_progressed(self, fetched: "Fetched") -> None:
        assert self._fetching is not None
        text = self.tr("{data}: {done} of {total} MB")
        title = translate(self._fetching.data_set.title)
        done, total = fetched.done // 10**6, -(-fetched.total // 10**6)
        self._fetched_text.setText(text.format(data=title, done=done, total=total))
        self.progress.setRange(0, 1000)
        self.progress.setValue(1000 * fetched.done // max(1, fetched.total))
        self._show_fetching()

    def _on_fetch_ended(self, problem: Message | None = None) -> None:
        fetching = self._fetching
        assert fetching is not None
        fetching.wait()
        fetching.deleteLater()
        self._fetching = None
        self.fetch.setEnabled(True)
        self._is_stale = True
        self._look()
        self._problem = problem
        self._show()
        if problem is None:
            self.fetched.emit(fetching.data_set.name)
        if not fetching.is_cancelled:
            self.fetch_ended.emit(fetching.end(problem))

    def _show(self) -> None:
        data = self._data
        known = KNOWN.get(data.dataset) if data is not None else None

        # what the data are
        title = translate(catalogue.title(self._current.last_valid.data.dataset))
        self._title.setText(title)
        self._about.setText(self._about_text())
        if data is not None:
            folder = str(data_folders.folder_of(data.dataset))
            self._folder.setText(self.tr("Location: {path}").format(path=folder))
        # where known data lie once they are here is a tip, for the sake of the samples
        self._folder.setVisible(data is not None and not (known and self.is_available))
        self._title.setToolTip(plain_tip(f"{title}\n{self._folder.text()}" if data else title))

        # their download, and what failed
        is_fetching = self._fetching is not None
        self.problem.setVisible(self._problem is not None)
        self.problem.setText(translate(self._problem) if self._problem is not None else "")
        self.fetch.setVisible(is_fetching or (known is not None and not self.is_available))
        self.progress.setVisible(is_fetching)
        self._fetched_text.setVisible(is_fetching)
        self._show_fetching()

        self._show_examples()

    def _show_examples(self) -> None:
        """Show what is in the data, as far as it was loaded."""
        data, loaded = self._data, self._loaded
        known = KNOWN.get(data.dataset) if data is not None else None
        self._counts.setVisible(data is not None and self._problem is None)
        self._counts.setText(self._waiting_text(known))
        for widget in (
            self.renew,
            self.polarity,
            self.classes,
        ):
            widget.setVisible(loaded is not None)
        is_changed = data is not None and data.augment.is_on
        for part in (self._changed_title, self._changed_text, self.changed):
            part.setVisible(loaded is not None and is_changed)
        self._unchanged_text.setVisible(loaded is not None and not is_changed)
        notes = loaded.classes.notes if loaded is not None else ()
        self.notes.setVisible(bool(notes))
        self.notes.setText("\n".join(map(translate, notes)))
        if loaded is not None and data is not None:
            self._counts.setText(self._counts_text(loaded.classes, data))
            self.polarity.show_polarity(data, loaded.classes.polarity)
            self.classes.show_classes(loaded.classes, loaded.samples)

    def _about_text(self) -> str:
        data = self._data
        if data is None:
            config = self._current.last_valid
            about = translate(KNOWN[config.data.dataset].about)
            if config.has_points:
                return in_a_row(about, self.tr("They are no images: the Plane tab shows them."))
            return in_a_row(about, self.tr("They are no images: the Line tab shows them."))
        known = KNOWN.get(data.dataset)
        if known is None:
            return self.tr("Data of your own.")
        text = translate(known.about)
        return in_a_row(text, f"{known.licence}.") if known.licence else text

    def _waiting_text(self, known: DataSet | None) -> str:
        """Return what is shown in place of the samples while there are none."""
        if known is None or self.is_available:
            return self.tr("The images are being read…")
        if self._fetching is not None and self._fetching.data_set is known:
            return self.tr("It is being downloaded. You can go on working meanwhile.")
        text = self.tr(
            "It is not on this machine yet. Download it, or put these files into that folder by"
            " hand: {files}."
        )
        return text.format(files=", ".join(known.file_names))

    def _counts_text(self, classes: "Classes", data: DataConfig) -> str:
        text = self.tr(
            "{train} of {train_there} training images and {test} of {test_there} test images "
            "are used."
        )
        counts = text.format(
            train=f"{data.train_size:,}",
            train_there=f"{classes.train_there:,}",
            test=f"{data.test_size:,}",
            test_there=f"{classes.test_there:,}",
        )
        if data.validation_size:
            held = self.tr("{count} more training images are held out for validation.")
            counts = in_a_row(counts, held.format(count=f"{data.validation_size:,}"))
        if data.label_noise:
            wrong = self.tr("{count} training images have a wrong label; they are marked.")
            count = f"{round(data.label_noise * data.train_size):,}"
            counts = in_a_row(counts, wrong.format(count=count))
        return counts

    def _show_fetching(self) -> None:
        data = self._data
        known = KNOWN.get(data.dataset) if data is not None else None
        if self._fetching is not None:
            self.fetch.setText(self.tr("Cancel"))
        elif known is not None:
            self.fetch.setText(self.tr("Download ({size} MB)").format(size=-(-known.size // 10**6)))

    def retranslate(self) -> None:
        """Translate the texts and names."""
        self.renew.setText(self.tr("Other samples"))
        self._changed_title.setText(self.tr("Augmentation"))
        self._changed_text.setText(
            self.tr("Top row: the original images. Below each: what it may look like in one epoch.")
        )
        text = self.tr(
            "No image is changed. Shift, rotation, scale and noise are in the form under {group}."
        )
        self._unchanged_text.setText(text.format(group=translate(Group.AUGMENTATION.label)))
        self.progress.setAccessibleName(self.tr("Download progress"))
        self.classes.setAccessibleName(self.tr("Classes: their mean, samples and numbers"))
        self._show()


def _is_same_but_augmented(one: DataConfig | None, other: DataConfig | None) -> bool:
    if one is None or other is None:
        return False
    return one == other.model_copy(update={"augment": one.augment})
