"""The study of a search: which trial comes next and which is pruned; all that knows Optuna.

Each answer, value and end is written to Optuna's journal as it comes, so that a search goes on
where a killed process left it. A sampler's random numbers depend on the search and the number of
the trial alone; so trials that are trained one after the other are the same ones, whether or not
the search was interrupted.
"""

import logging
import threading
import warnings
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from core.config.fields import ConfigError
from core.errors import SearchError, system_reason
from core.machine.optional_packages import optional_packages
from core.messages import Message, message
from core.run.events import EpochCompleted
from core.run.record import RunRecord
from core.search.claim import Claim
from core.search.journal import Journal
from core.search.journal_lines import MAX_TRIALS, RUN, SECONDS, STATE, Lines
from core.search.ranges import Range, own_values
from core.search.search import Pruning, Search
from core.search.trial import Trial, TrialState, state_of

INSTALL = 'python -m pip install "optuna>=4.2"'
PACKAGES = frozenset({"optuna", "sqlalchemy", "alembic", "colorlog", "tqdm", "yaml"})
RANDOM_TRIALS = 8  # that are drawn before the sampler has seen enough to choose by
MEDIAN_TRIALS = 4  # that are completed before one is pruned by their median
FIRST_PRUNED_EPOCH = 2
HALVING_FACTOR = 3
MAX_ATTEMPTS = 100  # to draw values that go together

Result = TypeVar("Result")


def missing(name: str) -> Message:
    """Say how to install what a search needs."""
    return message(
        "A search needs the package {name}; install it with: {command}", name=name, command=INSTALL
    )


def is_installed() -> bool:
    """Return whether Optuna is there, without loading it."""
    return find_spec("optuna") is not None


def check_installed() -> None:
    """Check that Optuna can be loaded; takes a second the first time.

    Raises:
        SearchError: if not, saying how to install it.
    """
    with optional_packages(PACKAGES, missing, SearchError):
        import optuna  # noqa: F401


class Study:
    """The trials of a search; any thread may call it.

    Args:
        journal: the file in which they are written; a new one is made.

    Attributes:
        claim: is taken by whoever trains trials or has the winner judged.

    Raises:
        SearchError: if Optuna is not installed, or the journal cannot be used.
    """

    def __init__(self, search: Search, journal: Path) -> None:
        check_installed()
        self.search = search
        self.claim = Claim(journal)
        self._lock = threading.RLock()
        self._asked: dict[int, Any] = {}  # Optuna's trials of this process, by number
        self._values_of: dict[int, Mapping[str, object]] = {}  # checked, by number
        self._own = own_values(search.base, search.ranges)
        self._journal = journal
        self._study = self._guarded(self._open)

    def _open(self) -> Any:
        import optuna
        from optuna.distributions import distribution_to_json
        from optuna.storages import JournalStorage

        optuna.logging.set_verbosity(optuna.logging.CRITICAL)
        logging.getLogger("optuna").propagate = False
        texts = {one.path: distribution_to_json(_distribution(one)) for one in self.search.ranges}
        backend = Journal(self._journal, Lines(self.search, texts))
        study = optuna.create_study(
            storage=JournalStorage(backend),
            study_name=self.search.name,
            direction="maximize",
            pruner=self._pruner(),
            load_if_exists=True,
        )
        self._study = study
        waiting = study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.WAITING,))
        if self._own is not None and not self._trials() and not waiting:
            study.enqueue_trial(dict(self._own))
        return study

    def _guarded(self, work: Callable[[], Result]) -> Result:
        """Do something with the journal; only one thread at a time.

        Raises:
            SearchError: if that fails.
        """
        with self._lock, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return work()
            except (OSError, ValueError, LookupError, TypeError, RuntimeError) as error:
                raise SearchError(
                    message(
                        "The journal of the search, {file}, cannot be used: {reason}.",
                        file=str(self._journal),
                        reason=system_reason(error),
                    )
                ) from error

    def _pruner(self) -> Any:
        from optuna import pruners

        match self.search.pruning:
            case Pruning.MEDIAN:
                return pruners.MedianPruner(
                    n_startup_trials=MEDIAN_TRIALS, n_warmup_steps=FIRST_PRUNED_EPOCH
                )
            case Pruning.HALVING:
                return pruners.SuccessiveHalvingPruner(
                    min_resource=1, reduction_factor=HALVING_FACTOR
                )
            case Pruning.NONE:
                return pruners.NopPruner()

    def _sampler(self, number: int, attempt: int) -> Any:
        """Return the sampler of a trial, whose values depend on nothing but those before it."""
        from optuna.samplers import TPESampler

        seed = (self.search.base.seed * 100_003 + number * MAX_ATTEMPTS + attempt) % 2**31
        return TPESampler(n_startup_trials=RANDOM_TRIALS, seed=seed)

    # what is asked of it

    def ask(self, new_run: Callable[[], str]) -> Trial | None:
        """Return a new trial; None if the budget does not suffice for one.

        Args:
            new_run: makes the id of its run.

        Raises:
            SearchError: if no values are found that go together.
        """
        return self._guarded(lambda: self._ask(new_run))

    def _ask(self, new_run: Callable[[], str]) -> Trial | None:
        import optuna

        if not self._has_budget():
            return None
        self._fail_unfinished()
        distributions = {one.path: _distribution(one) for one in self.search.ranges}
        number = len(self._trials())
        for attempt in range(MAX_ATTEMPTS):
            self._study.sampler = self._sampler(number, attempt)
            asked = self._study.ask(distributions)
            values = self._values(asked.params)
            try:
                self.search.config(values)
            except ConfigError:
                self._study.tell(asked, state=optuna.trial.TrialState.FAIL)
                continue
            run = new_run()
            asked.set_user_attr(RUN, run)
            self._asked[asked.number] = asked
            return Trial(asked.number, run, values)
        raise SearchError(
            message(
                "In {count} attempts no values were found that go together.", count=MAX_ATTEMPTS
            )
        )

    def _fail_unfinished(self) -> None:
        """End the trials that a killed process was still drawing.

        Optuna's sampler would keep away from their values, as from those of all trials in training.
        """
        import optuna

        in_training = (optuna.trial.TrialState.RUNNING,)
        for one in self._study.get_trials(deepcopy=False, states=in_training):
            if RUN not in one.user_attrs:
                self._study.tell(one.number, state=optuna.trial.TrialState.FAIL)

    def _values(self, params: Mapping[str, Any]) -> dict[str, object]:
        """Return the values that are trained: numbers to four digits, as they are read and typed.

        The search's own values stay as they are.
        """
        if params == self._own:
            return dict(params)
        tried = {one.path: one for one in self.search.ranges}
        return {path: tried[path].rounded(value) for path, value in params.items()}

    def _has_budget(self) -> bool:
        """Return whether one more trial can be trained to its last epoch."""
        if len(self._study.get_trials(deepcopy=False)) > MAX_TRIALS - MAX_ATTEMPTS:
            return False
        trials, each = self._trials(), self.search.base.epochs
        is_epoch_left = self.epochs_spent(trials) + each <= self.search.epochs
        minutes = sum(trial.seconds for trial in trials) / 60
        return is_epoch_left and (self.search.minutes is None or minutes < self.search.minutes)

    def is_spent(self) -> bool:
        """Return whether all trials are over, and the budget suffices for no other."""
        return self._guarded(self._is_spent)

    def _is_spent(self) -> bool:
        states = {trial.state for trial in self._trials()}
        return TrialState.RUNNING not in states and not self._has_budget()

    def epochs_spent(self, trials: tuple[Trial, ...]) -> int:
        """Return how many epochs of the budget are used; of a trial in training, all of its own.

        A trial that is over has used one at least, also if it diverged before that one's end.
        """
        return sum(
            self.search.base.epochs
            if trial.state is TrialState.RUNNING
            else max(1, len(trial.accuracies))
            for trial in trials
        )

    def assign(self, trial: Trial, run: str) -> None:
        """Give a trial another run, in place of one that was lost."""
        self._guarded(lambda: self._of(trial.number).set_user_attr(RUN, run))

    def report(self, number: int, epoch: EpochCompleted) -> bool:
        """Write down the accuracy on held-out examples after an epoch; return whether to prune.

        A disk that is full ends no trial: what cannot be written now is written with its end.

        Raises:
            SearchError: if the journal cannot be used for another reason.
        """
        try:
            return self._guarded(lambda: self._report(number, epoch))
        except SearchError as error:
            if isinstance(error.__cause__, OSError):
                return False
            raise

    def _report(self, number: int, epoch: EpochCompleted) -> bool:
        trial, accuracy = self._of(number), epoch.validation_accuracy
        if accuracy is None:
            return False
        known = trial.storage.get_trial(trial._trial_id).intermediate_values
        if epoch.epoch not in known:
            trial.report(accuracy, epoch.epoch)
        is_last = epoch.epoch >= self.search.base.epochs
        return not is_last and bool(trial.should_prune())

    def tell(self, number: int, record: RunRecord) -> None:
        """Write down how the run of a trial ended, unless another process has.

        Raises:
            SearchError: if that fails.
        """
        self._guarded(lambda: self._tell(number, record))

    def _tell(self, number: int, record: RunRecord) -> None:
        import optuna

        frozen = self._frozen(number)
        if frozen.state.is_finished():
            return
        for epoch in record.epochs:
            if epoch.epoch not in frozen.intermediate_values:
                self._report(number, epoch)
        state, trial = state_of(record), self._of(number)
        trial.set_user_attr(STATE, str(state))
        trial.set_user_attr(SECONDS, record.elapsed_s)
        if state is TrialState.PRUNED:
            self._study.tell(number, state=optuna.trial.TrialState.PRUNED)
        elif state is TrialState.FAILED:
            self._study.tell(number, state=optuna.trial.TrialState.FAIL)
        else:
            self._study.tell(number, self._value(record))

    def _value(self, record: RunRecord) -> float:
        """Return what the sampler learns; of a run that diverged, the accuracy of guessing."""
        accuracy = record.last.validation_accuracy if record.last is not None else None
        if state_of(record) is TrialState.DIVERGED or accuracy is None:
            return 1 / max(1, len(record.config.data.classes))
        return accuracy

    def trials(self) -> tuple[Trial, ...]:
        """Return all trials, in the order in which they were asked for."""
        return self._guarded(self._trials)

    def _trials(self) -> tuple[Trial, ...]:
        return tuple(
            self._trial(one)
            for one in self._study.get_trials(deepcopy=False)
            if RUN in one.user_attrs
        )

    def _trial(self, frozen: Any) -> Trial:
        """Return one of Optuna's trials as ours; one that Optuna was not told of yet is not over.

        A process that is killed may have written only a part of how it ended.
        """
        end = frozen.user_attrs if frozen.state.is_finished() else {}
        accuracies = frozen.intermediate_values
        return Trial(
            frozen.number,
            str(frozen.user_attrs[RUN]),
            self._checked_values(frozen),
            TrialState(end.get(STATE, TrialState.RUNNING)),
            tuple(accuracies[step] for step in sorted(accuracies)),
            float(end.get(SECONDS, 0.0)),
        )

    def _checked_values(self, frozen: Any) -> Mapping[str, object]:
        """Return the values of a trial that has a run.

        Raises:
            ValueError: if no such run can be trained.
        """
        number = frozen.number
        if number not in self._values_of:
            if frozen.params.keys() != {one.path for one in self.search.ranges}:
                raise ValueError(f"trial {number}: values are missing")
            values = self._values(frozen.params)
            try:
                self.search.config(values)
            except ConfigError as error:
                raise ValueError(f"trial {number}: {error}") from error
            self._values_of[number] = values
        return self._values_of[number]

    def _of(self, number: int) -> Any:
        """Return Optuna's trial, which an earlier process may have asked for."""
        import optuna

        if number not in self._asked:
            self._asked[number] = optuna.trial.Trial(self._study, self._frozen(number)._trial_id)
        return self._asked[number]

    def _frozen(self, number: int) -> Any:
        return self._study.get_trials(deepcopy=False)[number]


def _distribution(one: Range) -> Any:
    from optuna.distributions import (
        CategoricalDistribution,
        FloatDistribution,
        IntDistribution,
    )

    if one.low is None or one.high is None:
        return CategoricalDistribution(one.choices)
    if one.is_whole:
        return IntDistribution(int(one.low), int(one.high), log=one.is_logarithmic)
    return FloatDistribution(one.low, one.high, log=one.is_logarithmic)
