"""How often a run publishes its weights."""

import pytest

from core.run.publishing import PublicationPace


@pytest.mark.parametrize(
    ("showing_s", "copying_s", "interval_s"),
    [
        (None, 0.0, 0.5),
        (None, 3.0, 0.5),
        (0.0, 0.0, 0.125),
        (0.002, 0.001, 0.125),
        (0.005, 0.001, 0.2),
        (0.010, 0.002, 0.4),
        (0.001, 0.011, 0.4),
        (0.1, 0.0, 0.5),
    ],
)
def test_it_costs_three_per_cent_at_most_between_eight_and_two_times_a_second(
    showing_s, copying_s, interval_s
):
    assert PublicationPace(showing_s).interval_s(copying_s) == pytest.approx(interval_s)


@pytest.mark.parametrize(
    ("showing_s", "copying_s", "interval_s"),
    [
        (None, 0.0, 0.5),
        (0.0, 0.0, 0.08),
        (0.007, 0.001, 0.08),
        (0.019, 0.001, 0.2),
        (0.3, 0.0, 0.5),
    ],
)
def test_what_moves_smoothly_may_cost_a_tenth_up_to_twelve_times_a_second(
    showing_s, copying_s, interval_s
):
    pace = PublicationPace(showing_s, is_smooth=True)
    assert pace.interval_s(copying_s) == pytest.approx(interval_s)
