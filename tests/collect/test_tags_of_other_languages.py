"""Tags in the comments of any language, and where nothing is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.collect import Inquiry
from flowkit.collect.repository import Repository
from flowkit.collect.tags import collect
from flowkit.config import Config
from flowkit.model.evidence import TagFact
from flowkit.model.marker import Form, Role
from flowkit.settings import KindSettings

from .tagging import facts, inquire, said

LANGUAGES = {
    "kettle.go": ("package main\n// verifies: SC-001\n/* verifies: SC-002 */", 'var x = "// verifies: SC-003"'),
    "kettle.java": ("/** verifies: SC-001 */\n// verifies: SC-002", 'String s = "/* verifies: SC-003 */";'),
    "kettle.ts": ("/* verifies: SC-001 */ let a = 1; // verifies: SC-002", "const x = `// verifies: SC-003`;"),
    "kettle.rs": ("/// verifies: SC-001\n// verifies: SC-002\nfn a() {}", 'let x = "// verifies: SC-003";'),
    "kettle.c": ("/* verifies: SC-001 */\nint a; // verifies: SC-002", 'char *x = "// verifies: SC-003";'),
    "kettle.sql": ("-- verifies: SC-001\n/* verifies: SC-002 */", "select '-- verifies: SC-003';"),
    "kettle.sh": ("#!/bin/sh\n# verifies: SC-001\nls # verifies: SC-002", "echo '# verifies: SC-003'"),
    "kettle.rb": ("# verifies: SC-001\n=begin\nverifies: SC-002\n=end", "x = '# verifies: SC-003'"),
    "kettle.html": ("<!-- verifies: SC-001 -->\n<!-- verifies: SC-002 -->", "<p>verifies: SC-003</p>"),
    "kettle.css": ("/* verifies: SC-001 */\n/* verifies: SC-002 */", 'a { content: "/* verifies: SC-003 */" }'),
    "kettle.yaml": ("# verifies: SC-001\na: 1 # verifies: SC-002", "b: '# verifies: SC-003'\nverifies: SC-003"),
    "kettle.toml": ("# verifies: SC-001\na = 1 # verifies: SC-002", 'b = "# verifies: SC-003"'),
    "kettle.lua": ("-- verifies: SC-001\n--[[ verifies: SC-002 ]]", 'x = "-- verifies: SC-003"'),
    "kettle.ex": ("# verifies: SC-001\nx = 1 # verifies: SC-002", 'x = "# verifies: SC-003"'),
    "Makefile": ("# verifies: SC-001\n# verifies: SC-002", "verifies: SC-003"),
    "Dockerfile": ("FROM tea\n# verifies: SC-001\n# verifies: SC-002", 'RUN echo "verifies: SC-003"'),
    "kettle.md": ("<!-- verifies: SC-001 -->\n\nA <!-- verifies: SC-002 --> b", "verifies: SC-003"),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("name", LANGUAGES)
def test_comments_of_other_languages(tmp_path: Path, name: str, ends: str) -> None:
    """In every language comments speak for their file, and strings and code say nothing."""
    comments, code = LANGUAGES[name]
    text = f"{comments}\n\n{code}\n".replace("\n", ends)
    found = facts(tmp_path, text, name)
    assert [(fact.verb, fact.marker) for fact in found] == [("verifies", "SC-001"), ("verifies", "SC-002")]
    assert {(fact.owner, fact.first, fact.last) for fact in found} == {(None, 1, text.count("\n"))}
    spans = [fact.span for fact in found if fact.span]
    assert [text.encode()[span.start : span.end] for span in spans] == [b"SC-001", b"SC-002"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tea.md", "# verifies: SC-003"),
        ("tea.md", "```html\n<!-- verifies: SC-003 -->\n```"),
        ("tea.md", "    <!-- verifies: SC-003 -->"),
        ("tea.md", "Write `<!-- verifies: SC-003 -->` there."),
        ("tea.txt", "# verifies: SC-003"),
        ("tea.json", '{"//": "verifies: SC-003"}'),
        ("tea.unheard-of", "# verifies: SC-003"),
        ("tea", "# verifies: SC-003"),
        ("tea.feature", "# verifies: SC-003\n@SC-001\nFeature: Tea"),
        ("tea.c", "#define X verifies: SC-003"),
        (".git/tea.py", "# verifies: SC-003"),
        ("node_modules/tea.js", "// verifies: SC-003"),
    ],
)
def test_where_nothing_is_a_tag(tmp_path: Path, name: str, text: str) -> None:
    """Markdown outside its comments, plain text, unknown files, features and the folders of tools hold no tags."""
    assert said(tmp_path, text, name) == []


def test_a_folder_that_is_excluded_holds_no_tags(tmp_path: Path) -> None:
    """What the configuration excludes is not searched."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "tea.py").write_text("# verifies: SC-003\n")
    assert list(collect(Inquiry(Repository(tmp_path, exclude=("old/",)), Config(tmp_path), ()))) == []


def test_a_project_tags_with_its_own_kinds(tmp_path: Path) -> None:
    """Markers of the project's own kinds are named and mentioned."""
    (tmp_path / "tea.py").write_text("# verifies: QA-1\n# see R7\n")
    kinds = {
        "qa": KindSettings("QA", "-", Form.NUMBER, Role.SCENARIO),
        "rule": KindSettings("R", "", Form.NUMBER, Role.REQUIREMENT),
    }
    found = [fact for fact in inquire(tmp_path, Config(tmp_path, kinds=kinds)) if isinstance(fact, TagFact)]
    assert [(fact.verb, fact.marker) for fact in found] == [("verifies", "QA-1"), (None, "R7")]
