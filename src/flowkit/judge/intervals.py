"""Decimal intervals: what a written number stands for.

A measured ``0.68`` stands for every value that is rounded to it, from 0.675 to 0.685; a count stands for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from ``low`` to ``high``, both among them."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        """Return all sums of a value of each."""
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        """Return all differences of a value of each."""
        return Interval(self.low - other.high, self.high - other.low)

    def scaled(self, factor: Decimal) -> Interval:
        """Return the interval with both ends multiplied by ``factor``, which is not negative."""
        return Interval(self.low * factor, self.high * factor)

    def over(self, other: Interval) -> Interval | None:
        """Return the quotient, or None where ``other`` is not wholly above zero."""
        if other.low <= 0:
            return None
        ends = [mine / yours for mine in (self.low, self.high) for yours in (other.low, other.high)]
        return Interval(min(ends), max(ends))


def exact(text: str) -> Interval:
    """Return the interval of a number that stands for itself."""
    value = Decimal(text)
    return Interval(value, value)


def measured(text: str) -> Interval:
    """Return the interval of a number that was rounded to the digits that it is written with."""
    value, half = Decimal(text), quantum(text) * _HALF
    return Interval(max(value - half, Decimal(0)) if value >= 0 else value - half, value + half)


def quantum(text: str) -> Decimal:
    """Return the value of one unit in the last written digit: ``0.26`` gives 0.01, ``86`` gives 1."""
    _, _, decimals = text.partition(".")
    return Decimal(1).scaleb(-len(decimals))


def may_be_written(value: Interval, text: str) -> bool:
    """Whether some value of the interval, rounded or cut to the digits of ``text``, is ``text``."""
    with localcontext() as context:
        context.prec = 60
        written, step = Decimal(text), quantum(text)
        if written < 0:
            value, written = Interval(-value.high, -value.low), -written
        return value.high >= written - step * _HALF and value.low < written + step
