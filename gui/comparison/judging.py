"""The jobs that read and judge the runs of a comparison; each is given values and returns values.

PyTorch is loaded within them only, since the window imports this module at its start.
"""

from functools import partial
from pathlib import Path

from core.comparison.experiment import Grid, PlannedRun
from core.comparison.judgement import Judgement, judge
from core.comparison.ladders.tuning import Tuning
from core.comparison.results import Outcome, Results
from core.comparison.run_status import RunStatus
from core.run.record import RunRecord

MAX_DIGITS = 60  # shown of those that only one network reads right


def judging(results: Results, design: Grid | Tuning | None) -> partial[Judgement]:
    """Return the job that judges the results known now."""
    return partial(judge, results.copy(), design, max_digits=MAX_DIGITS)


def evaluate(record: RunRecord, *, is_sealed: bool) -> Outcome:
    """Evaluate a run of this window that completed or diverged."""
    from core.comparison import trials

    return trials.outcome_of(record, is_sealed=is_sealed)


def read_run(
    run: str, planned: PlannedRun, runs_dir: Path, *, is_sealed: bool
) -> tuple[RunStatus, Outcome | None]:
    """Read and evaluate a run of an earlier window."""
    from core.comparison import trials

    return trials.judge_kept_run(run, planned, runs_dir, is_sealed=is_sealed)
