"""Results that do not follow from the figures beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import reduce
from operator import add

from flowkit.judge.intervals import Interval, exact, may_be_written, measured
from flowkit.model.claim import Claim, ClaimKind
from flowkit.model.edit import Edit
from flowkit.model.plan import Plan
from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding, Rule, Surroundings

_OPERAND = re.compile(r"(?P<number>[\d,]+(?:\.\d+)?)\s*(?P<unit>\D*)")
_NANO, _SECOND = Decimal(1), Decimal(10**9)
_TIMES: Mapping[str, Decimal] = {
    "ns": _NANO,
    "us": _NANO * 1000,
    "µs": _NANO * 1000,
    "μs": _NANO * 1000,
    "ms": _NANO * 10**6,
    "s": _SECOND,
    "sec": _SECOND,
    "second": _SECOND,
    "min": _SECOND * 60,
    "minute": _SECOND * 60,
    "h": _SECOND * 3600,
    "hour": _SECOND * 3600,
    "day": _SECOND * 86400,
}
_SIZE = re.compile(r"(?P<prefix>[kmgt]?)(?P<binary>i?)b(?:yte)?")
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def wrong_arithmetic(plan: Plan, around: Surroundings) -> Iterator[Finding]:
    """Find percentages and sums that do not follow from the figures beside them, however those were rounded."""
    del around
    for claim in plan.claims:
        if claim.kind is ClaimKind.ARITHMETIC:
            results = [value for base in (1000, 1024) if (value := _result(claim, base)) is not None]
            written = claim.value.removesuffix("%").replace(",", "")
            if results and not any(may_be_written(value, written) for value in results):
                yield _wrong(plan, claim, results[0])


def _result(claim: Claim, base: int) -> Interval | None:
    """Return what the figures of a claim come to, or None if they cannot be compared."""
    if claim.subject == "sum":
        return reduce(add, (_exact_or_rounded(operand) for operand in claim.operands))
    formula, whole = _FORMULAS[claim.subject]
    first, second = (_factor(operand, base) for operand in claim.operands)
    if first is None or second is None or first[1] != second[1]:
        return None
    a = whole[0](_number(claim.operands[0])).scaled(first[0])
    b = whole[1](_number(claim.operands[1])).scaled(second[0])
    value = formula(a, b)
    return value.scaled(Decimal(100)) if value is not None else None


def _number(operand: str) -> str:
    found = _OPERAND.match(operand)
    return found.group("number").replace(",", "") if found else "0"


def _exact_or_rounded(operand: str) -> Interval:
    number = _number(operand)
    return measured(number) if "." in number else exact(number)


def _factor(operand: str, base: int) -> tuple[Decimal, str] | None:
    """Return what the unit of an operand is worth in the least unit of its dimension, and the dimension."""
    found = _OPERAND.match(operand)
    unit = found.group("unit").strip().casefold() if found else ""
    if unit in _TIMES or unit.removesuffix("s") in _TIMES:
        return _TIMES.get(unit) or _TIMES[unit.removesuffix("s")], "time"
    size = _SIZE.fullmatch(unit.removesuffix("s"))
    if size:
        return Decimal(1024 if size.group("binary") else base) ** _POWERS[size.group("prefix")], "size"
    return Decimal(1), unit


def _ratio(a: Interval, b: Interval) -> Interval | None:
    return a.over(b)


def _below(a: Interval, b: Interval) -> Interval | None:
    """Return (b - a) / b, that is 1 - a / b: how far ``a`` stays below ``b``."""
    ratio = a.over(b)
    return exact("1") - ratio if ratio is not None else None


def _above(a: Interval, b: Interval) -> Interval | None:
    """Return (a - b) / b, that is a / b - 1: how far ``a`` goes beyond ``b``."""
    ratio = a.over(b)
    return ratio - exact("1") if ratio is not None else None


_Formula = Callable[[Interval, Interval], Interval | None]
_Stands = Callable[[str], Interval]

# What is computed from two figures, and whether each of them stands for itself or was rounded.
_FORMULAS: Mapping[str, tuple[_Formula, tuple[_Stands, _Stands]]] = {
    "share": (_ratio, (exact, exact)),
    "utilization": (_ratio, (measured, exact)),
    "better": (_below, (measured, exact)),
    "above": (_above, (measured, exact)),
    "reduction": (lambda a, b: _below(b, a), (measured, measured)),
    "increase": (lambda a, b: _above(b, a), (measured, measured)),
}
_WORDS: Mapping[str, str] = {
    "share": "{0} of {1} is {result}",
    "utilization": "{0} of {1} is {result}",
    "better": "{0} is {result} below {1}",
    "above": "{0} is {result} above {1}",
    "reduction": "from {0} to {1} is a reduction of {result}",
    "increase": "from {0} to {1} is an increase of {result}",
}


def _wrong(plan: Plan, claim: Claim, value: Interval) -> Finding:
    unit = "%" if claim.value.endswith("%") else ""
    result = _shown(value, claim.value.removesuffix("%")) + unit
    if claim.subject == "sum":
        message = f"the column adds up to {result}, not {claim.value}"
    else:
        message = f"{_WORDS[claim.subject].format(*claim.operands, result=result)}, not {claim.value}"
    hint = f"Write {result}, or mend the figures that it is computed from."
    right = _rounded(value, claim.value.removesuffix("%"))
    edits = (Edit(claim.span, right),) if right is not None else ()
    return WRONG_ARITHMETIC.finding(plan.path, claim.span, message, hint=hint, edits=edits)


def _rounded(value: Interval, like: str) -> str | None:
    """Return the middle of an interval with the digits and commas that were written; None where that is below zero."""
    middle = round((value.low + value.high) / 2, len(like.partition(".")[2]))
    text = f"{middle:,f}" if "," in like else f"{middle:f}"
    return text if middle >= 0 and may_be_written(value, text.replace(",", "")) else None


def _shown(value: Interval, like: str) -> str:
    """Return the middle of an interval with one digit more than was written, without zeros at the end."""
    decimals = len(like.partition(".")[2]) + 1
    middle = round((value.low + value.high) / 2, decimals)
    text = f"{middle:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


WRONG_ARITHMETIC = Rule(
    "wrong-arithmetic",
    Severity.WARNING,
    "A result does not follow from the figures that it is computed from",
    wrong_arithmetic,
)
