"""Templates of a project's own: what they may reach, and how their errors are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.config import load_config
from flowkit.draft.dialects.carry import carry, draft_of
from flowkit.draft.dialects.forms import FORMS
from flowkit.draft.render import render
from flowkit.errors import ConfigError, FlowkitError
from flowkit.model.marker import Grammar
from flowkit.model.plan import Plan
from flowkit.model.task import Task
from flowkit.read.templates import own_templates

PLAN = Plan("tea", "tea.md", "markers", title="Tea", tasks=(Task("Task 1", "Task 1", "TASK", "Heat"),))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of templates of a project."""
    (tmp_path / "flowkit.toml").write_text('templates = "docs/templates"\n', encoding="utf-8")
    folder = tmp_path / "docs/templates"
    folder.mkdir(parents=True)
    return folder


def written(folder: Path, text: str, name: str = "story.md.j2") -> str:
    """Return the plan in the story dialect, through a template of the project."""
    (folder / name).write_text(text, encoding="utf-8")
    root = folder.parents[1]
    draft = carry(draft_of(PLAN), FORMS["story"], Grammar()).draft
    return render(draft, "story", own_templates(load_config(root, climb=False), root))


def test_a_project_writes_plans_its_own_way(folder: Path) -> None:
    """A template in the folder of the project takes the place of flowkit's of that name."""
    task = "{% for task in plan.tasks %}\n- {{ task | box }} **{{ task.id }}:** {{ task.title }}\n{% endfor %}\n"
    assert written(folder, "# {{ plan.title }}\n" + task) == "# Tea\n- [ ] **Task 1:** Heat\n"


def test_a_part_can_be_replaced_alone(folder: Path) -> None:
    """What the project has no template for is flowkit's own."""
    text = written(folder, "**Kept by:** the cook\n", "head.md.j2")
    assert text.startswith("# Tea\n\n**Kept by:** the cook\n\n## Tasks\n\n- [ ] **Task 1:** Heat\n")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n{% if %}\n", 2, "the template is not one: Expected an expression"),
        ("a\n\n{{ plan.titel }}\n", 3, "has no attribute 'titel'"),
        ("{{ 1 / 0 }}\n", 1, "division by zero"),
        ("\n{{ plan.title.__class__.__mro__ }}\n", 2, "unsafe"),
        ("{{ plan.tasks.append(1) }}", 1, "has no attribute 'append'"),
        ("{{ sections.append(1) }}", 1, "is unsafe"),
        ("{% include 'nowhere.md.j2' %}", 1, "there is no template 'nowhere.md.j2'"),
        ("{% include 'story.md.j2' %}", 1, "recursion"),
        ("{% for n in range(999999999) %}{% endfor %}", 1, "Range too big"),
        ("{{ plan.title | nosuch }}", 1, "No filter named 'nosuch'"),
    ],
)
def test_an_error_is_told_with_its_place(folder: Path, text: str, line: int, words: str) -> None:
    """Whatever is wrong in a template of the project is told with the template's path and line."""
    with pytest.raises(FlowkitError, match=words) as raised:
        written(folder, text)
    assert raised.value.where == f"docs/templates/story.md.j2:{line}"


def test_an_error_in_an_included_part_is_told_there(folder: Path) -> None:
    """The place of an error is the template that it is in, not the one that asked for it."""
    with pytest.raises(FlowkitError) as raised:
        written(folder, "\n\n{{ nothing }}\n", "head.md.j2")
    assert raised.value.where == "docs/templates/head.md.j2:3"


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/hostname", "x/../../secret.txt", "link.txt", "loop"])
def test_nothing_outside_the_folder_is_read(folder: Path, name: str) -> None:
    """No name and no link leads a template out of the folder of templates."""
    (folder.parent / "secret.txt").write_text("hidden", encoding="utf-8")
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "loop").symlink_to("loop")
    with pytest.raises(FlowkitError) as raised:
        written(folder, f"{{% include '{name}' %}}")
    assert "hidden" not in str(raised.value)


def test_a_folder_of_templates_has_to_be_there(tmp_path: Path) -> None:
    """A configured folder that is none is told with the line of the setting."""
    (tmp_path / "flowkit.toml").write_text('strict = true\ntemplates = "nowhere"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="names nowhere, which is no folder") as raised:
        own_templates(load_config(tmp_path, climb=False), tmp_path)
    assert raised.value.where == f"{tmp_path / 'flowkit.toml'}:2"


def test_a_template_that_is_no_text_is_refused(folder: Path) -> None:
    """A template that cannot be read is told by its name."""
    (folder / "head.md.j2").write_bytes(b"\x00\x01\x02" * 50)
    with pytest.raises(FlowkitError) as raised:
        written(folder, "{% include 'head.md.j2' %}")
    assert raised.value.where == "docs/templates/head.md.j2"
