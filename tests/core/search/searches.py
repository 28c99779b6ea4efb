"""Searches for tests, and trials that are told instead of trained."""

from dataclasses import dataclass, field

from core.config import presets
from core.config.fields import with_values
from core.run.control import Control
from core.run.events import EndReason, EpochCompleted, RunEnded
from core.search.ranges import UNITS, Range
from core.search.search import Pruning, Search, new_name
from core.search.study import Study
from core.search.trials import run

RATE = "optimizer.learning_rate"
RANGES = (Range(RATE, 0.001, 1, True), Range(UNITS, 16, 512, True))


def small_search(changes=None, **others):
    """A search over learning rate and width of a sigmoid network on 600 digits."""
    values = {
        "data.train_size": 600,
        "data.test_size": 200,
        "data.validation_size": 300,
        "data.batch_size": 50,
        "model.hidden": [{"units": 32, "activation": "sigmoid", "dropout": 0.0}],
        "epochs": 4,
        "threads": 1,
    }
    base = with_values(presets.preset("sigmoid").config, values | (changes or {}))
    given = {"epochs": 40, "pruning": Pruning.MEDIAN, "seeds": 2} | others
    return Search(new_name(), base, RANGES, **given)


@dataclass
class Told:
    """Trials whose accuracies are told: those on test examples may say anything.

    Attributes:
        held_out: accuracy by the values of a trial and the epoch.
        test: the same for the test examples, which must not matter.
    """

    held_out: object
    test: object = lambda _values, _epoch: 0.5
    ended: list = field(default_factory=list)
    killed_at: tuple[int, int] | None = None  # a trial's number and an epoch

    def run(self, study: Study, folder):
        """Train as long as the budget lasts, or until it is killed."""

        def start(trial, job):
            self._trial = trial
            return Control(job.run)

        def end(trial, record):
            self.ended.append((trial.number, str(record.state)))

        return list(run(study, folder, start, end, self._train))

    def _train(self, job, _control):
        epochs, values = job.config.epochs, self._trial.values
        for epoch in range(1, epochs + 1):
            if (self._trial.number, epoch) == self.killed_at:
                raise KeyboardInterrupt
            completed = epoch_of(
                job.run, epoch, self.held_out(values, epoch), self.test(values, epoch)
            )
            is_pruned = job.is_pruned(completed)
            yield completed
            if is_pruned and epoch < epochs:
                yield RunEnded(job.run, EndReason.PRUNED, epoch)
                return
        yield RunEnded(job.run, EndReason.COMPLETED, epochs)


def epoch_of(run, epoch, held_out, test=0.5, seconds=1.0):
    """A completed epoch with these accuracies."""
    return EpochCompleted(
        run, epoch, 0.5, 0.5, test, test, None, seconds, 1000.0, 0.1, seconds * epoch, 0.5, held_out
    )
