"""BMAD: a list of stories, and the stories."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.app import show
from flowkit.model.plan import Plan
from flowkit.model.task import State
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan
from flowkit.request import Request

SPRINT = """\
# generated: 2026-03-01
project: Jars
story_location: "{project-root}/out/stories"

development_status:
  # Epic 1: Glass
  epic-1: in-progress
  1-1-blow-the-glass: done
  1-2-cut-the-rim: review  # soon
  1-2a-polish-it: backlog
  paint-it: drafted
  epic-1-retrospective: optional
"""
STORY = """\
# Story 1.1: Blow the glass

Status: done

## Story

As a cook, I want a jar.

## Acceptance Criteria

1. The jar is round
2. **AC2:** The jar is clear
   - also in the dark

## Tasks / Subtasks

- [x] Task 1: Heat (AC: 1)
  - [x] Subtask 1.1: Melt the sand
- [ ] Task 2: Blow (AC: 2)

## Dev Agent Record

### File List

- `src/jar/glass.py` (new) - `blow()` and `melt()`
- _out/notes.md - words
- /home/ada/jar/README.md

**Deleted:**

- `src/jar/cup.py`
"""


def write(tmp_path: Path, documents: dict[str, str], *paths: str) -> tuple[Plan, ...]:
    """Return the plans of a project with some documents."""
    for name, text in documents.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return show(Request(tmp_path, tmp_path, paths)).plans


def test_the_list_and_the_stories_are_one_plan(tmp_path: Path) -> None:
    """Each story of the list is a task with what its document says of it; a story that no list has is one too."""
    documents = {
        "docs/sprint-artifacts/sprint-status.yaml": SPRINT,
        "out/stories/1-1-blow-the-glass.md": STORY,
        "docs/sprint-artifacts/2-1-sell-it.md": "# Story 2.1: Sell it\n\n## Status\n\nReady for Review\n",
        "docs/sprint-artifacts/retro.md": "# Retrospective\n",
    }
    (plan,) = write(tmp_path, documents)
    assert (plan.id, plan.path, plan.dialect) == ("Jars", "docs/sprint-artifacts/sprint-status.yaml", "bmad")
    assert [(one.id, one.title, one.state, one.phase) for one in plan.tasks] == [
        ("Story 1.1", "Blow the glass", State.DONE, "Epic 1"),
        ("Story 1.2", "Cut the rim", State.IN_PROGRESS, "Epic 1"),
        ("Story 1.2a", "Polish it", State.OPEN, "Epic 1"),
        ("paint-it", "Paint it", State.OPEN, None),
        ("Story 2.1", "Sell it", State.IN_PROGRESS, None),
    ]
    assert [phase.title for phase in plan.phases] == ["Epic 1"]


def test_a_story_says_what_it_is(tmp_path: Path) -> None:
    """Criteria, tasks and the files that were touched are read, each in its document."""
    documents = {"sprint-status.yaml": SPRINT, "stories/1-1-blow-the-glass.md": STORY}
    (plan,) = write(tmp_path, documents, "stories")
    story = plan.tasks[0]
    assert [(one.id, one.text) for one in story.criteria] == [(None, "The jar is round"), ("AC2", "The jar is clear")]
    assert [(one.text, one.done) for one in story.checklist] == [
        ("Task 1: Heat (AC: 1)", True),
        ("Task 2: Blow (AC: 2)", False),
    ]
    assert [(entry.path, entry.symbols) for entry in story.deliverables] == [
        ("src/jar/glass.py", ()),
        ("_out/notes.md", ()),
    ]
    assert story.span is not None
    assert story.status is not None
    assert story.status.span is not None
    assert (story.span.path, story.status.span.path) == ("stories/1-1-blow-the-glass.md", "sprint-status.yaml")


def test_a_story_that_is_named_has_its_own_tasks(tmp_path: Path) -> None:
    """A story that the user names stands alone, with the tasks that it lists."""
    documents = {"sprint-status.yaml": SPRINT, "1-1-blow-the-glass.md": STORY}
    (plan,) = write(tmp_path, documents, "1-1-blow-the-glass.md")
    assert [one.id for one in plan.tasks] == ["Task 1", "Task 2"]


def test_a_list_that_is_piped_is_read_by_itself() -> None:
    """The list alone gives its stories and how far each is."""
    plan = read_plan(document_from_bytes(SPRINT.encode(), "-"))
    assert [one.status.value for one in plan.tasks if one.status] == ["done", "review", "backlog", "drafted"]


@pytest.mark.parametrize("place", ["../elsewhere", "/etc", "{installed}/x", "nowhere"])
def test_stories_are_sought_beside_the_list(tmp_path: Path, place: str) -> None:
    """A list cannot send the reader out of the folders that it lies in."""
    for folder in ("elsewhere", "project"):
        (tmp_path / folder).mkdir()
    (tmp_path / "elsewhere/1-1-blow-the-glass.md").write_text(STORY, encoding="utf-8")
    sprint = SPRINT.replace("{project-root}/out/stories", place)
    (plan,) = write(tmp_path / "project", {"sprint-status.yaml": sprint})
    assert plan.tasks[0].criteria == ()


def test_headings_may_be_criteria(tmp_path: Path) -> None:
    """Where the section of criteria has numbered headings, each of them is one."""
    text = "# Story 1.1: Blow\n\n## Acceptance Criteria\n\n### AC1: Round\n\n- **Given** sand\n\n### AC2: Clear\n"
    (plan,) = write(tmp_path, {"sprint-status.yaml": SPRINT, "1-1-blow-the-glass.md": text})
    assert [(one.id, one.text) for one in plan.tasks[0].criteria] == [("AC1", "Round"), ("AC2", "Clear")]
