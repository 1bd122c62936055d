"""The lies, a module for each thing that is lied about."""

from __future__ import annotations

from benchmarks.honesty.lie import LIES, Lie
from benchmarks.honesty.lies import (
    assertions,
    baselines,
    code,
    contracts,
    coverage,
    features,
    people,
    plans,
    receipts,
    reports,
    tests,
)

__all__ = [
    "LIES",
    "Lie",
    "assertions",
    "baselines",
    "code",
    "contracts",
    "coverage",
    "features",
    "people",
    "plans",
    "receipts",
    "reports",
    "tests",
]
