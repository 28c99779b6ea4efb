"""The comparison that judges the winner of a search: begun once, whoever goes on with the search.

It is named after the search. So one that was written just before the power failed is found again,
although the search does not name it yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from core.comparison.experiment import Experiment, Kind, PlannedRun
from core.comparison.kept import files
from core.comparison.kept.comparison import KeptComparison, begun, new_name
from core.comparison.results import Results
from core.comparison.run_status import RunStatus
from core.errors import FileError, SearchError
from core.file_presence import is_missing
from core.files import is_link
from core.messages import Message, message
from core.owners import is_mine_or_of
from core.run.identity import SEARCH, new_id, renamed
from core.search import kept
from core.search.search import Search, judged_in
from core.search.study import Study
from core.search.trial import Trial, winner_of
from core.storage.layout import COMPARISONS_FOLDER


def nothing_to_judge(search: Search, best: Trial | None) -> Message | None:
    """Return why a search whose budget is spent has no winner; None if it has one.

    Args:
        best: see `core.search.trial.winner_of`.
    """
    if best is None:
        return message("No trial was completed, so there is no winner.")
    if search.config(best.values) != search.base:
        return None
    return message(
        "No trial reads more held-out examples than the default settings; there is nothing to "
        "compare."
    )


@dataclass(frozen=True)
class Conclusion:
    """What a search that has spent its budget came to.

    Attributes:
        search: names the comparison, if there is one.
        trials: all of them.
        comparison: judges the winner.
        problem: why there is no comparison.
    """

    search: Search
    trials: tuple[Trial, ...]
    comparison: KeptComparison | None = None
    problem: Message | None = None

    @property
    def winner(self) -> Trial | None:
        """The best of the trials that were completed."""
        return winner_of(self.trials)


def conclude(runs_dir: Path, study: Study) -> Conclusion:
    """Have the winner of a search judged, by what is written of it now.

    Another process may have trained trials, or had the winner judged, since the search was read.
    The claim is taken, and left to the caller.

    Raises:
        SearchError: if another process has the claim, or the journal cannot be used.
        FileError: if a file cannot be read or written.
    """
    study.claim.take()
    named = kept.read(runs_dir, study.search.name).comparison
    search, trials = replace(study.search, comparison=named), study.trials()
    winner = winner_of(trials)
    problem = nothing_to_judge(search, winner)
    if winner is None or problem is not None:
        return Conclusion(search, trials, problem=problem)
    comparison = begin(runs_dir, search, winner.values)
    return Conclusion(judged_in(search, comparison.name), trials, comparison)


def begin(runs_dir: Path, search: Search, values: Mapping[str, object]) -> KeptComparison:
    """Return the comparison that judges the winner of a search, and have the search name it.

    It is written first unless it is there. Runs in whose place somebody else has put one have new
    ids, under which they are still to be trained. Whoever calls this holds the search's claim.

    Args:
        values: of the winner.

    Raises:
        FileError: if it cannot be read or written, or the search cannot be.
    """
    folder = runs_dir / COMPARISONS_FOLDER
    if is_link(folder):
        raise FileError(kept.no_folder(folder))
    experiment = search.verdict_between(values)
    comparison = _present(runs_dir, search, experiment)
    if comparison is None:
        name = _name_for(search, runs_dir)
        comparison = begun(Kind.COMPARISON, experiment, search.titles(values), name=name)
        files.write(runs_dir, comparison)
    comparison = _without_others(runs_dir, comparison)
    if search.comparison != comparison.name:
        kept.write(runs_dir, judged_in(search, comparison.name), must_exist=True)
    return comparison


def _without_others(runs_dir: Path, comparison: KeptComparison) -> KeptComparison:
    file = _file(runs_dir, comparison.name)
    runs = {
        run
        if is_missing(runs_dir / run) or is_mine_or_of(runs_dir / run, file)
        else new_id(planned.config): planned
        for run, planned in comparison.runs.items()
    }
    return _with_runs(runs_dir, comparison, runs)


def _with_runs(
    runs_dir: Path, comparison: KeptComparison, runs: Mapping[str, PlannedRun]
) -> KeptComparison:
    if runs == comparison.runs:
        return comparison
    return files.write(runs_dir, replace(comparison, runs=dict(runs)), comparison)


def _present(runs_dir: Path, search: Search, experiment: Experiment) -> KeptComparison | None:
    """Return the comparison that is there; None without one, or if it compares something else.

    In a folder in which others may write, it must be whose the search is: its name can be foreseen.
    """
    journal = kept.journal_of(runs_dir, search.name)
    for name in (search.comparison, own_name(search)):
        file = _file(runs_dir, name)
        if name and not is_missing(file) and is_mine_or_of(file, journal):
            comparison = files.read(file)
            if comparison.experiment == experiment:
                return comparison
    return None


def own_name(search: Search) -> str:
    """Return the name of the comparison of a search; empty if the search has none of Inkling's."""
    return renamed(search.name, SEARCH, Kind.COMPARISON.value)


def _name_for(search: Search, runs_dir: Path) -> str:
    name = own_name(search)
    is_taken = not name or not is_missing(_file(runs_dir, name))
    return new_name(Kind.COMPARISON) if is_taken else name


def _file(runs_dir: Path, name: str) -> Path:
    return runs_dir / COMPARISONS_FOLDER / f"{name}.json"


def with_results(runs_dir: Path, comparison: KeptComparison, results: Results) -> KeptComparison:
    """Add the outcomes of runs that are there to `results`; takes seconds for each of them.

    Returns:
        The comparison, in which runs that do not count and could have new ids. They are still to be
        trained, like those that never began.

    Raises:
        FileError: if it cannot be written, or a run that may be sound cannot be read now.
        SearchError: if another process is training one of its runs.
    """
    from core.comparison.trials import judge_sound_run

    ids = {}
    for run, planned in comparison.runs.items():
        status, outcome = judge_sound_run(run, planned, runs_dir, is_sealed=results.is_sealed)
        if status is RunStatus.TRAINING:
            raise SearchError(
                message(
                    "Another Inkling is training {run} for the verdict of this search; it can be "
                    "given here afterwards.",
                    run=run,
                )
            )
        if outcome is not None:
            results.add(planned, outcome)
        is_begun = status is not RunStatus.MISSING or not is_missing(runs_dir / run)
        is_lost = status.is_retrainable and is_begun
        ids[run] = new_id(planned.config) if is_lost else run

    runs = {ids[run]: planned for run, planned in comparison.runs.items()}
    return _with_runs(runs_dir, comparison, runs)
