"""Planning a comparison by the runs that are kept.

The kept runs of the same settings are a pilot: with two seeds or more they tell how much the
difference varies, and `core.evaluation.power` computes from that how large a difference a number of
seeds shows. Their own difference takes no part in the comparison to come, which trains every run
itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from core.comparison import trials
from core.comparison.experiment import Experiment, PlannedRun
from core.comparison.ladders.between import NOT_EXPLAINED
from core.comparison.outlook import Outlook
from core.comparison.results import Results
from core.config.fields import effective
from core.config.run import RunConfig
from core.errors import FileError
from core.evaluation.power import variation_of
from core.evaluation.statistics import comparisons_of
from core.run.record import RunRecord, RunState
from core.storage import layout
from core.storage import records as runs

_Place = tuple[str, int]  # a member's name, and a seed
MAX_PILOT = 20  # seeds, the latest ones; more would tell little more


def kept_runs(runs_dir: Path) -> Iterator[RunRecord]:
    """Yield the outlines of the runs that can be read, the oldest first."""
    for run in layout.list_runs(runs_dir).written:
        try:
            yield runs.outline(runs_dir / run)
        except FileError:
            continue  # the command `runs` names what cannot be read


def outlooks(
    experiment: Experiment, kept: Iterable[RunRecord], runs_dir: Path
) -> tuple[Outlook, ...]:
    """Estimate what the verdicts of an experiment would show; takes up to seconds for each run.

    Args:
        experiment: its seeds do not matter.
        kept: outlines of the runs in `runs_dir`, the oldest first; those of other networks are
            passed over.

    Raises:
        DataError: if the data cannot be loaded.
    """
    results = _pilot(experiment, kept, runs_dir)
    return tuple(_outlook(results, a, b) for a, b in experiment.couples)


def _outlook(results: Results, a: str, b: str) -> Outlook:
    seeds = results.seeds_of(a, b) if results.can_be_paired else ()
    if not seeds:
        return Outlook(a, b, seeds)
    paired = results.pair(a, b, seeds)
    return Outlook(
        a,
        b,
        seeds,
        comparisons_of(len(results.experiment.names)),
        abs(float(paired.right_a.mean() - paired.right_b.mean())),
        variation_of(paired),
    )


def _pilot(experiment: Experiment, kept: Iterable[RunRecord], runs_dir: Path) -> Results:
    """Evaluate the kept runs whose settings are those of a member, with any seed.

    Of several runs of one member and seed it is the latest that can be read; an imported one, which
    may be somebody else's, stands in only where there is no other. So do its seeds.
    """
    found: dict[_Place, list[tuple[str, PlannedRun]]] = {}
    own: dict[_Place, None] = {}
    for record, one in _matching(experiment, sorted(kept, key=lambda it: not it.is_imported)):
        place = one.member, one.seed
        found.setdefault(place, []).append((record.run, one))
        if not record.is_imported:
            own[place] = None
    common, common_own = _common(found), _common(own)
    ordered = [*(seed for seed in common if seed not in common_own), *common_own]
    seeds = tuple(sorted(ordered[-MAX_PILOT:]))

    results = Results(replace(experiment, seeds=seeds or experiment.seeds))
    for (_, seed), candidates in found.items():
        if seed in seeds:
            _add_first(results, reversed(candidates), runs_dir)
    return results


def _common(places: Iterable[_Place]) -> list[int]:
    """Return the seeds of more than one member, in the order in which they come."""
    counts = Counter(seed for _, seed in places)
    return [seed for seed, count in counts.items() if count > 1]


def _add_first(
    results: Results, candidates: Iterable[tuple[str, PlannedRun]], runs_dir: Path
) -> None:
    """Add the outcome of the first run of a member and seed that has one."""
    for run, one in candidates:
        _, outcome = trials.judge_kept_run(run, one, runs_dir, is_sealed=results.is_sealed)
        if outcome is not None:
            results.add(one, outcome)
            return


def _matching(
    experiment: Experiment, kept: Iterable[RunRecord]
) -> Iterator[tuple[RunRecord, PlannedRun]]:
    """Yield the ended runs that have the settings of a member."""
    members = [(member.name, _settings(member.config)) for member in experiment.members]
    for record in kept:
        if record.state.is_finished or record.state is RunState.DIVERGED:
            settings = _settings(record.config)
            for name in (name for name, wanted in members if wanted == settings):
                yield record, PlannedRun(name, record.config.seed, record.config)


def _settings(config: RunConfig) -> dict[str, object]:
    """Return what two runs of the same network have in common: all but chance and machine."""
    return effective(config).model_dump(exclude={"preset", *NOT_EXPLAINED})
