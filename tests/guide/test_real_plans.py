"""Plans of every kind can be worked with."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit import app
from flowkit.guide.agenda import agenda
from flowkit.guide.brief import Setting, brief
from flowkit.guide.network import network
from flowkit.model.brief import Background
from flowkit.model.work import Standing
from flowkit.report import agenda as steps_report
from flowkit.report import brief as brief_report
from flowkit.report import brief_page
from flowkit.report import network as network_report
from flowkit.report.drawing import characters, dot, mermaid
from flowkit.request import Request

# Tried widely, in a run of its own: `pytest -m broad`.
pytestmark = pytest.mark.broad


SETTING = Setting(Background(), None, {}, None, str)


def test_real_plans_have_steps_networks_and_briefs(shared: Path, tmp_path: Path) -> None:
    """Whatever dialect a document is of, something can be done in it, it can be drawn, and each task has a brief."""
    reading = app.show(Request(tmp_path, paths=(str(shared / "seeds"), str(shared / "corpus"))))
    assert len(reading.plans) > 20
    for plan in reading.plans:
        found, whole = agenda(plan, None), network(plan)
        assert found.cycle is not None or found.of(Standing.READY) or not found.of(Standing.WAITING), plan.path
        assert sum(map(len, whole.levels)) + len(whole.without_level) == len(found.steps), plan.path
        for text in (
            steps_report.agendas_table([found]),
            steps_report.render([found]),
            network_report.networks_table([whole]),
            network_report.render([whole]),
            mermaid.render([whole]),
            dot.render([whole]),
            *(render.render(brief(plan, step.task, SETTING)) for step in found.steps for render in REPORTS),
        ):
            assert text
        assert len(characters.render([whole]).splitlines()) >= len(whole.tasks)


REPORTS = (brief_report, brief_page)
