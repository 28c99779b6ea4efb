import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.number_text import (
    NOTHING,
    accuracy_text,
    accuracy_with_interval,
    cost_text,
    decimal_text,
    duration,
    p_value_text,
    percentage,
    points_interval,
    probability_text,
    rough_duration,
    rough_percent,
    short_count,
    signed_cost,
    signed_decimal_text,
    signed_points,
    three_digits,
    tick_text,
)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0061, "+0.61"), (-0.0061, "−0.61"), (0.0, "+0.00"), (1.0, "+100.00"), (-0.00001, "+0.00")],
)
def test_points_bear_a_sign(share, text):
    assert signed_points(share) == text


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [(0.9783, 1, "97.8"), (-0.0061, 2, "−0.61"), (-0.00001, 2, "0.00"), (0.0, 1, "0.0")],
)
def test_a_percentage_has_a_true_minus_and_no_negative_zero(share, decimals, text):
    assert percentage(share, decimals) == text


def test_an_accuracy_has_two_decimals_and_a_missing_one_is_a_dash():
    assert accuracy_text(0.9783) == "97.83%"
    assert accuracy_text(None) == NOTHING


@pytest.mark.parametrize(("share", "text"), [(0.123, "12%"), (0.004, "0.4%"), (0.0, "0.0%")])
def test_a_small_share_in_a_sentence_keeps_a_decimal(share, text):
    assert rough_percent(share) == text


@pytest.mark.parametrize(("p_value", "text"), [(0.042, "p = 0.042"), (0.0004, "p < 0.001")])
def test_a_tiny_p_value_is_not_written_out(p_value, text):
    assert p_value_text(p_value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.973, "97.3%"),
        (1.0, ">99.9%"),
        (0.99951, ">99.9%"),
        (0.9994, "99.9%"),
        (0.0004, "<0.1%"),
        (0.0006, "0.1%"),
        (0.0, "<0.1%"),
        (float("nan"), "–"),
    ],
)
def test_no_probability_is_certain(share, text):
    assert probability_text(share) == text


def test_a_contribution_bears_a_sign():
    assert [signed_decimal_text(number) for number in (0.25, -1.5, -0.001)] == [
        "+0.25",
        "−1.50",
        "+0.00",
    ]


def test_infinite_and_undefined_numbers_have_signs_of_their_own():
    numbers = [float("inf"), float("-inf"), float("nan")]
    assert [decimal_text(number) for number in numbers] == ["∞", "−∞", "–"]
    assert [signed_decimal_text(number) for number in numbers] == ["∞", "−∞", "–"]


def test_a_decimal_has_a_true_minus():
    assert decimal_text(-0.25) == "−0.250"
    assert decimal_text(-0.0004) == decimal_text(-0.0) == "0.000"
    assert decimal_text(1.5, 2) == "1.50"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.0, "0:00"), (-1e-9, "0:00"), (14.4, "0:14"), (3725.0, "1:02:05")]
)
def test_a_time_has_hours_only_if_it_is_that_long(seconds, text):
    assert duration(seconds) == text


@given(number=st.floats())
@example(number=float("inf"))
@example(number=float("nan"))
@example(number=1.7e308)
def test_any_number_has_a_text(number):
    texts = [
        *(text(number) for text in (accuracy_text, cost_text, decimal_text, duration)),
        *(text(number) for text in (p_value_text, percentage, rough_percent, short_count)),
        *(text(number) for text in (signed_cost, signed_points, tick_text)),
        points_interval((number, -number)),
        accuracy_with_interval(number, (number, number)),
    ]
    assert all(texts)


@pytest.mark.parametrize(
    ("difference", "text"),
    [
        (-0.01234, "−0.0123"),
        (0.5, "+0.5000"),
        (0.0, "+0.0000"),
        (-2e9, "−2.00e+09"),
        (float("inf"), "+inf"),
        (float("nan"), "nan"),
    ],
)
def test_a_difference_of_costs_has_a_sign(difference, text):
    assert signed_cost(difference) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "10 s"),
        (10, "10 s"),
        (10.1, "20 s"),
        (90, "90 s"),
        (91, "2 min"),
        (5400, "90 min"),
        (5401, "2 h"),
        (86_400, "24 h"),
        (float("nan"), NOTHING),
        (float("inf"), NOTHING),
        (-1, NOTHING),
    ],
)
def test_an_estimated_time_has_one_unit(seconds, text):
    assert str(rough_duration(seconds)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.55, "0.550"),
        (2.0, "2.00"),
        (0.04399, "0.0440"),
        (99.94, "99.9"),
        (99.96, "100"),
        (1639.6, "1,640"),
        (3.2e9, "3.20e+09"),
        (0.0, "0.00"),
        (float("inf"), "∞"),
    ],
)
def test_three_digits_or_all_whole_ones(value, text):
    assert three_digits(value) == text
