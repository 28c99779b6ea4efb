"""The verdict on runs that somebody picked for a page, by their answers to the test examples."""

from collections.abc import Mapping

import numpy as np

from core.comparison.experiment import Experiment, Member, PlannedRun
from core.comparison.judgement import Judgement
from core.comparison.results import Outcome, Results
from core.config.fields import ConfigError
from core.evaluation.assessment import Assessment, Reading
from core.run.record import RunRecord
from core.run.seal import seal_note


def judged(assessed: Mapping[str, tuple[RunRecord, Assessment | None]]) -> Judgement:
    """Compare runs, each trained once, on the test examples that all of them read.

    There is no verdict on a single run, on runs that were tested on different examples, or on one
    without answers. The networks are those after the last epoch; one that was picked by the test
    examples would be favoured.

    Args:
        assessed: the runs with their answers, by the names of the report's networks.
    """
    members = tuple(Member(name, record.config) for name, (record, _) in assessed.items())
    seed = members[0].config.seed  # stands for one training of each
    if len(members) < 2:
        return Judgement()
    try:
        results = Results(Experiment(members, (seed,)))
    except ConfigError:
        return Judgement()

    labels = []
    for member in members:
        assessment = assessed[member.name][1]
        if assessment is None or not np.isfinite(assessment.probabilities).all():
            return Judgement()
        labels.append(assessment.labels)
        reading = Reading(assessment.given.astype(np.uint8), assessment.right)
        outcome = Outcome(assessment.accuracy, assessment.accuracy, reading, cost=None)
        results.add(PlannedRun(member.name, seed, member.config), outcome)
    if not all(np.array_equal(labels[0], others) for others in labels):
        return Judgement()
    records = [record for record, _ in assessed.values()]
    notes = [seal_note(one.config, one.openings, is_sealed=one.is_sealed) for one in records]
    return Judgement(
        results.verdicts(),
        seeds=(seed,),
        comparisons=results.comparisons,
        is_sealed=any(record.is_sealed for record in records),
        seal=next(filter(None, notes), None),
    )
