"""What a written number stands for."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flowkit.judge.intervals import Interval, exact, may_be_written, measured

DIGITS = st.integers(0, 4)
ROUNDINGS = st.sampled_from([ROUND_DOWN, ROUND_HALF_UP, ROUND_HALF_EVEN])
VALUES = st.decimals(min_value="0.001", max_value="9999", places=8)


def written(value: Decimal, digits: int, rounding: str) -> str:
    """Return a value as an author writes it."""
    return f"{value.quantize(Decimal(1).scaleb(-digits), rounding=rounding):f}"


@given(VALUES, DIGITS, ROUNDINGS)
def test_a_value_may_be_written_rounded_or_cut(value: Decimal, digits: int, rounding: str) -> None:
    """Rounding and cutting to any number of digits are both accepted."""
    assert may_be_written(Interval(value, value), written(value, digits, rounding))


@given(VALUES, VALUES, DIGITS, DIGITS, ROUNDINGS)
def test_what_follows_from_the_true_values_is_never_reported(
    part: Decimal, whole: Decimal, digits: int, result_digits: int, rounding: str
) -> None:
    """Whoever computes with the true value and writes down its rounding is believed."""
    assume(whole > 1)
    shown = measured(written(part, digits, ROUND_HALF_EVEN))
    ratio = shown.over(exact(str(whole)))
    assert ratio is not None
    truth = part / whole * 100
    assert may_be_written(ratio.scaled(Decimal(100)), written(truth, result_digits, rounding))


@given(st.integers(0, 500), st.integers(1, 500), DIGITS, st.integers(2, 50))
def test_a_result_that_is_off_by_more_than_a_step_is_reported(part: int, whole: int, digits: int, off: int) -> None:
    """Two steps of the last digit away from the truth, no rounding explains a result."""
    ratio = exact(str(part)).over(exact(str(whole)))
    assert ratio is not None
    truth = Decimal(written(ratio.low * 100, digits, ROUND_DOWN))
    wrong = truth + off * Decimal(1).scaleb(-digits)
    assert not may_be_written(ratio.scaled(Decimal(100)), f"{wrong:f}")


def test_a_measured_number_stands_for_all_that_is_rounded_to_it() -> None:
    """0.68 stands for 0.675 to 0.685, and an exact number for itself."""
    assert measured("0.68") == Interval(Decimal("0.675"), Decimal("0.685"))
    assert measured("86") == Interval(Decimal("85.5"), Decimal("86.5"))
    assert exact("5") == Interval(Decimal(5), Decimal(5))


@pytest.mark.parametrize("whole", ["0", "-1"])
def test_nothing_is_divided_by_zero(whole: str) -> None:
    """A quotient by something that may be zero is no number."""
    assert exact("1").over(exact(whole)) is None
