"""The moments at which one run can be shown."""

import pytest

from core.run.events import EndReason, RunEnded
from core.run.moment import Moment
from core.run.record import RunRecord
from gui.runs.run_moments import RunMoments
from gui.runs.run_store import RunEntry
from tests.gui.driving import epoch, line


@pytest.mark.parametrize(
    ("forked_from", "first"), [(None, 0), (("parent", 2), 3)], ids=["a run", "a fork"]
)
def test_a_run_that_fits_a_line_has_them_once_it_is_over_a_fork_none_before(
    jobs, forked_from, first
):
    record = RunRecord("a", line({"epochs": 6}), forked_from=forked_from)
    known = RunMoments(RunEntry(record, 0, 1), jobs)
    for number in range(1, 7):  # a fork has the epochs of its parent, too
        record.apply(epoch("a", number, weight=1.5))
    known.list_line()
    assert known.kept == []

    record.apply(RunEnded("a", EndReason.COMPLETED, 6))
    known.list_line()
    assert known.kept == [Moment(number) for number in range(first, 7)]
