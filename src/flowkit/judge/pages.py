"""The documentation pages of the rules."""

from __future__ import annotations

from collections.abc import Collection
from importlib.resources import files
from pathlib import Path

from flowkit.errors import UsageError
from flowkit.judge.table import rule_names, rules
from flowkit.model.nearness import nearest
from flowkit.model.verdict import Rule, RuleGuide

# In the wheel the pages lie beside the modules; in a checkout they lie under docs.
_CHECKOUT = Path(__file__).resolve().parents[3] / "docs" / "rules"


# implements: feat-flowkit-commands:IMPL_004
def guide(name: str) -> RuleGuide:
    """Return what is told of a rule.

    Raises:
        UsageError: no rule has this name.
    """
    known = rule_names()
    if name not in known:
        near = nearest(name, known)
        hint = f"did you mean {near}?" if near else f"the rules are {', '.join(known)}"
        raise UsageError(f"there is no rule {name}", hint=hint)
    return _guide(rules()[name])


def guides(names: Collection[str]) -> tuple[RuleGuide, ...]:
    """Return what is told of some rules, in the order of the table."""
    return tuple(_guide(rule) for name, rule in rules().items() if name in names)


def _guide(rule: Rule) -> RuleGuide:
    return RuleGuide(rule.name, rule.severity, rule.summary, _page(rule))


def _page(rule: Rule) -> str:
    return rule.page or _packaged(rule.name) or f"# {rule.name}\n\n{rule.summary}.\n"


def _packaged(name: str) -> str | None:
    for folder in (files("flowkit") / "rules", _CHECKOUT):
        page = folder / f"{name}.md"
        if page.is_file():
            return page.read_text(encoding="utf-8")
    return None
