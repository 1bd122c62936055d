"""Tags in comments and docstrings."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.collect import Inquiry
from flowkit.collect.repository import Repository
from flowkit.collect.tags import collect
from flowkit.config import Config
from flowkit.model.evidence import Evidence, Flaw, TagFact, Unmeasured
from flowkit.model.marker import Form, Role
from flowkit.settings import KindSettings


def inquire(root: Path, config: Config | None = None, max_size: int = 10_000_000) -> list[Evidence]:
    """Collect the tags below a root."""
    return list(collect(Inquiry(Repository(root, max_size=max_size), config or Config(root), ())))


def facts(root: Path, text: str | bytes, name: str = "tea.py") -> list[TagFact]:
    """Collect the tags of one file."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [fact for fact in inquire(root) if isinstance(fact, TagFact)]


def said(root: Path, text: str | bytes, name: str = "tea.py") -> list[tuple[str | None, str]]:
    """Collect verbs and markers of one file."""
    return [(fact.verb, fact.marker) for fact in facts(root, text, name)]


def test_a_tag_in_python(tmp_path: Path) -> None:
    """A tag tells its verb, its marker, its place, and the function that it speaks for."""
    text = "import os\n\n\n@os.fspath\ndef pour(cup):\n    # é implements: IMPL_002/AC-1\n    return cup\n\n\nX = 1\n"
    (fact,) = facts(tmp_path, text)
    assert (fact.path, fact.verb, fact.marker) == ("tea.py", "implements", "IMPL_002/AC-1")
    assert (fact.first, fact.last, fact.owner) == (4, 7, "pour")
    assert fact.span is not None
    assert (fact.span.line, fact.span.column) == (6, 21)
    assert text.encode()[fact.span.start : fact.span.end] == b"IMPL_002/AC-1"


@pytest.mark.parametrize(
    "text",
    [
        "# verifies: SC-003",
        "# VERIFIES : SC-003",
        "# :verifies: SC-003",
        "#verifies:SC-003",
        "x = 1  # Verifies: SC-003 (the second)",
        '"""Pour.\n\nverifies: SC-003\n"""',
        "'''verifies: SC-003'''",
        'r"""verifies: SC-003"""',
        'U"verifies: SC-003"',
        '# first\n"verifies: SC-003"; x = 1',
        '("verifies: SC-003")',
        '("Pour. "\n "verifies: SC-003")',
        '"Pour. " \\\n  "verifies: SC-003"',
        "def f(a, b=lambda: 0) -> \"x\": 'verifies: SC-003'",
        'class A(\n  B,\n):\n\n    # c\n    """verifies: SC-003"""',
        'def f(x: "a:"):\n    """verifies: SC-003"""  # docstring',
        "\ufeff# verifies: SC-003",
        '\ufeff"""verifies: SC-003"""',
        "x = '#'  # verifies: SC-003",
        "x = '''\n'''  # verifies: SC-003",
        "x = f\"{y['#']}\"  # verifies: SC-003",
        'x = f"{y["#"]}"  # verifies: SC-003',
        "x = 'it''s'\r# verifies: SC-003\r",
        "x = 1\r\n# verifies: SC-003\r\n",
        "x = (\n  1  # verifies: SC-003\n",
        "# “verifies: SC-003”",
    ],
)
def test_comments_and_docstrings_speak(tmp_path: Path, text: str) -> None:
    """A tag in any form of comment or docstring counts, in any case, and wherever else quotes stand."""
    assert said(tmp_path, text) == [("verifies", "SC-003")]


@pytest.mark.parametrize(
    "text",
    [
        "x = '# verifies: SC-003'",
        'x = """\n# verifies: SC-003\n"""',
        "x = 'a\\\n# verifies: SC-003'",
        'f"""verifies: SC-003"""',
        'b"verifies: SC-003"',
        'x = 1\n"""verifies: SC-003"""',
        'def f():\n    x = """verifies: SC-003"""',
        'def f(x="verifies: SC-003"): pass',
        '"""Pour."""\n"""verifies: SC-003"""',
        '"verifies: SC-003" + x',
        'assert x, """\n    # verifies: SC-003 """',
        'x = f"{y["verifies: SC-003"]}"',
        'if"{"in x: y = "# verifies: SC-003"',
        'class A:\n    x = 1\n    """verifies: SC-003"""',
        "verifies: SC003 = 1",
        'x = rf"\\{y}" "# verifies: SC-003"',
        "x = f'{y!r:>{\"#\"}}' '# verifies: SC-003'",
        'x = f"{y["#"]}" "# verifies: SC-003"',
        'x = rf"\\N{"}"}" "# verifies: SC-003"',
        'x = f"{y:{{"#"}}}" "# verifies: SC-003"',
        "# a\rx = 'verifies: SC-003'\r",
        "x = '''never ends # verifies: SC-003",
    ],
)
def test_strings_and_code_say_nothing(tmp_path: Path, text: str) -> None:
    """A tag in a string literal that is no docstring is none, however the string is written."""
    assert said(tmp_path, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "# see SC-003",
        "# reverifies: SC-003",
        "# éverifies: SC-003",
        "# verifies SC-003",
        "# `verifies: SC-003` is how",
        '"""As SC-003 says."""',
    ],
)
def test_a_bare_mention_has_no_verb(tmp_path: Path, text: str) -> None:
    """A marker that a comment merely names is listed without a verb; so is one in a tag that is only quoted."""
    assert said(tmp_path, text) == [(None, "SC-003")]


def test_tags_and_mentions_of_one_file(tmp_path: Path) -> None:
    """Tags come first, each marker of a list by itself, and what a tag names is not told again as a mention."""
    text = "# implements: IMPL_001; verifies: SC-001..SC-002 as f:SC-009 asks\nx = 'IMPL_005'  # not IMPL_004\n"
    assert said(tmp_path, text) == [
        ("implements", "IMPL_001"),
        ("verifies", "SC-001"),
        ("verifies", "SC-002"),
        (None, "f:SC-009"),
        (None, "IMPL_004"),
    ]


def test_a_list_goes_on_behind_a_comma(tmp_path: Path) -> None:
    """A list that ends with a comma goes on in the next line of the comment, and never in code."""
    text = "# verifies: SC-001,\n#   SC-002,\nSC-003\n# verifies: é, SC-004\n# verifies: SC-005, SC-006 – é SC-007"
    assert said(tmp_path, text) == [
        ("verifies", "SC-001"),
        ("verifies", "SC-002"),
        ("verifies", "SC-005"),
        ("verifies", "SC-006"),
        (None, "SC-004"),
        (None, "SC-007"),
    ]


def test_a_broken_range_is_a_flaw(tmp_path: Path) -> None:
    """A range that spans nothing is told at its place, and its ends count."""
    (tmp_path / "tea.py").write_text("# verifies: SC-004..SC-001\n")
    first, last, flaw = inquire(tmp_path)
    assert isinstance(first, TagFact) and isinstance(last, TagFact) and isinstance(flaw, Flaw)
    assert (first.marker, last.marker) == ("SC-004", "SC-001")
    assert flaw.span is not None and flaw.span.line == 1
    assert "SC-004..SC-001" in flaw.message


BLOCKS = '''"""Tea. implements: SC-001"""

# implements: SC-002

# implements: SC-003
# and more
@brew(
    "hot",  # implements: SC-004
)
class Pot:
    """A pot. implements: SC-005"""

    size = 1  # implements: SC-006

    # implements: SC-007
    async def pour(
        self,
    ) -> None:
        def drop():
            """implements: SC-008"""
            return 1
            # implements: SC-009

        text = """
def no():
    pass
"""
# implements: SC-010
        return drop(
1,
        )
        # implements: SC-011
    # implements: SC-012

# implements: SC-013
if Pot:
    def late(): pass  # implements: SC-014
    # implements: SC-015

class Cup:
    def fill(self):
        return 1 + \\
2  # implements: SC-016
        # implements: SC-017
    def empty(self): return 0
'''


def test_what_a_tag_speaks_for(tmp_path: Path) -> None:
    """A tag speaks for the block directly below its comment, else for the innermost around it, else for the file."""
    found = {fact.marker[-3:]: (fact.owner, fact.first, fact.last) for fact in facts(tmp_path, BLOCKS)}
    whole, pot, pour, drop = (None, 1, 45), ("Pot", 7, 31), ("Pot.pour", 16, 31), ("Pot.pour.drop", 19, 21)
    assert found == {
        "001": whole,
        "002": whole,
        "003": pot,
        "004": pot,
        "005": pot,
        "006": pot,
        "007": pour,
        "008": drop,
        "009": drop,
        "010": pour,
        "011": pour,
        "012": pot,
        "013": whole,
        "014": ("late", 37, 37),
        "015": whole,
        "016": ("Cup.fill", 41, 43),
        "017": ("Cup.fill", 41, 43),
    }


def test_blocks_after_form_feeds_and_in_other_alphabets(tmp_path: Path) -> None:
    """A form feed begins a line anew, and names are those that Python makes of them."""
    text = "def a():\n    pass\n\f\ndef ﬁlter():\n    # implements: SC-001\n    pass\n\f"
    text += "def b():\n    # implements: SC-002\n    pass"
    assert [(fact.owner, fact.first, fact.last) for fact in facts(tmp_path, text)] == [("filter", 4, 6), ("b", 7, 9)]


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


def test_bytes_that_are_no_text_stop_nothing(tmp_path: Path) -> None:
    """Binary files and other encodings harm nobody, and a tag among bytes that are not UTF-8 is found at its place."""
    (tmp_path / "a.bin").write_bytes(bytes(range(256)) * 10 + b"# verifies: SC-001")
    (tmp_path / "b.js").write_bytes(b"// verifies: SC-002\0")
    (tmp_path / "c.py").write_bytes(b"# caf\xe9 verifies: SC-003, SC-004 \xe9\n")
    (tmp_path / "d.py").write_bytes(b"\0\0# verifies")
    found = [fact for fact in inquire(tmp_path) if isinstance(fact, TagFact)]
    assert [(fact.path, fact.marker) for fact in found] == [("c.py", "SC-003"), ("c.py", "SC-004")]
    assert found[1].span is not None
    assert (found[1].span.start, found[1].span.column) == (25, 26)


def test_a_file_that_is_too_large_is_told(tmp_path: Path) -> None:
    """Code that is too large to be searched is named; other large files are not."""
    (tmp_path / "a.py").write_text("# verifies: SC-001\n" * 10)
    (tmp_path / "b.js").write_text("// verifies: SC-001\n" * 10)
    (tmp_path / "c.blob").write_text("# verifies: SC-001\n" * 10)
    found = inquire(tmp_path, max_size=100)
    assert [type(one) for one in found] == [Unmeasured, Unmeasured]
    assert [one.path for one in found] == ["a.py", "b.js"]


def test_large_code_of_other_languages_is_told(tmp_path: Path) -> None:
    """Code that would take too long to be taken apart is named, if it holds a tag at all."""
    (tmp_path / "a.js").write_text("let x = 1;\n" * 60_000 + "// verifies: SC-001\n")
    (tmp_path / "b.js").write_text("let x = 1;\n" * 60_000)
    (found,) = inquire(tmp_path)
    assert isinstance(found, Unmeasured)
    assert (found.path, found.subject) == ("a.js", "tags")


HOSTILE = {
    "one line": b"# verifies: SC-001 " * 50_000,
    "quotes": b'"' * 500_000 + b"# verifies: SC-001",
    "single quotes": b"'" * 500_000 + b"# verifies: SC-001",
    "backslashes": b'"' + b"\\" * 1_000_000 + b"# verifies: SC-001",
    "brackets": b"(" * 500_000 + b"# verifies: SC-001",
    "bracket lines": b"def f(\n" + b"1,\n" * 200_000 + b"): # verifies: SC-001\n pass",
    "fields": b'f"' + b'{f"' * 100_000 + b"# verifies: SC-001",
    "braces": b'x = f"' + b"{" * 300_001 + b'" # verifies: SC-001',
    "open fields": b'f"{a[' * 100_000 + b"# verifies: SC-001",
    "blanks": b" " * 1_000_000 + b"# verifies: SC-001",
    "indentation": b"".join(b" " * at + b"def f():\n" for at in range(1_500)) + b" " * 1_500 + b"# verifies: SC-001\n",
    "functions": b"def f():\n    # verifies: SC-001\n    pass\n" * 30_000,
    "methods": b"class A:\n" + b"    def f(self): pass\n    x = 1  # verifies: SC-001\n" * 20_000,
    "decorators": b"@a\n" * 200_000 + b"def f(): # verifies: SC-001\n    pass\n",
    "strings": b'"a" ' * 200_000 + b'"verifies: SC-001"',
    "commas": b"# verifies: SC-001,\n" * 30_000,
    "words": b"# verifies: " + b"1-SC-a" * 100_000 + b"\n",
    "dashes": b"# SC-" + b"a-" * 300_000 + b"1 SC-001\n",
    "slashes": b"# verifies: " + b"a/" * 300_000 + b"SC-001\n",
    "traces": b"# A-1 " * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sources_end(tmp_path: Path, name: str) -> None:
    """Sources made to take long are taken apart in one walk over their bytes, whatever they say."""
    (tmp_path / "tea.py").write_bytes(HOSTILE[name])
    assert all(isinstance(one, TagFact | Flaw) for one in inquire(tmp_path))
