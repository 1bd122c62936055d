"""What is written in a dialect reads back in it to the same plan, but for what the table of losses names."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowkit.draft.dialects.carry import carry, draft_of
from flowkit.draft.dialects.comparison import find_losses
from flowkit.draft.dialects.forms import FORMS, Form
from flowkit.draft.dialects.losses import LOSSES
from flowkit.draft.render import render
from flowkit.model.marker import Grammar
from flowkit.model.plan import Plan
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

from .generated_plans import plans

GRAMMAR = Grammar()


def written(plan: Plan, form: Form) -> tuple[set[str], Plan]:
    """Return what is lost of a plan in a dialect, and the plan that its text reads back to."""
    carried = carry(draft_of(plan), form, GRAMMAR).draft
    text = render(carried, form.dialect)
    read = read_plan(document_from_bytes(text.encode("utf-8"), f"cups{form.ending}"))
    assert read.dialect == form.dialect
    return {str(loss) for loss in find_losses(carried, read, text) if loss.what not in LOSSES[form.dialect]}, read


@pytest.mark.parametrize("dialect", FORMS)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_a_plan_reads_back_to_itself(dialect: str, data: st.DataObject) -> None:
    """Whatever a plan says, nothing of it is lost or changed that the table does not name."""
    form = FORMS[dialect]
    plan = data.draw(plans(form))
    lost, read = written(plan, form)
    assert lost == set()
    assert [task.id for task in read.tasks] == [task.id for task in plan.tasks]
    assert len(read.tasks) == len(plan.tasks)
