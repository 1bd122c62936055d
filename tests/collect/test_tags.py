"""Tags in Python: comments and docstrings that name markers."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowkit.model.evidence import Flaw, TagFact

from .tagging import facts, inquire, said


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
