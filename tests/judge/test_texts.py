"""Placeholders, and text that was broken on its way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.judge.encoding import diagnose, encoding
from flowkit.judge.placeholders import placeholder
from flowkit.model.plan import Plan
from flowkit.model.verdict import Finding, Surroundings
from flowkit.read.document import document_from_bytes
from flowkit.read.markdown import read_outline


def plan_of(text: str | bytes) -> Plan:
    """Return a plan that consists of its document only."""
    data = text if isinstance(text, bytes) else text.encode()
    return Plan("plan", "plan.md", "steps", outline=read_outline(document_from_bytes(data, "plan.md")))


def unfilled(text: str) -> list[tuple[int, str]]:
    """Return line and marked text of each placeholder."""
    found = placeholder(plan_of(text), Surroundings())
    return [(span.line, text.encode()[span.start : span.end].decode()) for one in found if (span := one.place.span)]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("# Plan for <Feature Name>\n", "<Feature Name>"),
        ("# Plan: <feature>\n", "<feature>"),
        ("# Plan: [FEATURE]\n", "[FEATURE]"),
        ("# {{ title }}\n", "{{ title }}"),
        ("# Plan\n\n## Phase of <your component>\n", "<your component>"),
        ("# Plan\n\n**Date:** YYYY-MM-DD\n", "YYYY-MM-DD"),
        ("# Plan\n\n**Spec:** `specs/YYYY-MM-DD-<feature>.md`\n", "YYYY-MM-DD-<feature>"),
        ("# Plan\n\n- **Owner**: <name>\n", "<name>"),
        ("# Plan\n\nAuthor: <Your Name>\n", "<Your Name>"),
        ("# Plan\n\n**Branch**: `[###-short-name]` | **Spec**: [link]\n", "[###-short-name]` | **Spec**: [link]"),
        ("# Plan\n\n**Status:** Draft / In Review / Final\n", "Draft / In Review / Final"),
        ("# Plan\n\n**Priority:** Low | Medium | High\n", "Low | Medium | High"),
        ("# Plan\n\n## Work\n\n**Owner:** TBD\n", "TBD"),
        ("# Plan\n\n### IMPL_001: <Name of the part…>\n", "<Name of the part…>"),
        ("# Plan\n\n## Work\n\n- AC-1: <what is true, once it is there>\n", "<what is true, once it is there>"),
        ("# Plan\n\n## Work\n\n- [ ] `src/a.py` - <what it is for>.\n", "<what it is for>"),
        ("# Plan\n\n## Work\n\n\\<What is to be made, and why>\n", "<What is to be made, and why>"),
        ("# Plan\n\n## Work\n\n**Notes:** <what is to be watched>\n", "<what is to be watched>"),
        ("# Plan\n\n## Work\n\n| Risk |\n|---|\n| <what may go wrong> |\n", "<what may go wrong>"),
        ("# Plan\n\n<What is to be made, and for whom>\n", "<What is to be made, and for whom>"),
        ("# Plan\n\n## Team: A plan\n\n**Date:** YYYY-MM-DD\n", "YYYY-MM-DD"),
    ],
)
def test_what_was_not_filled_in_is_told(text: str, marked: str) -> None:
    """Titles and head fields; the finding marks the words of the template."""
    assert [what for _, what in unfilled(text)] == [marked]


@pytest.mark.parametrize(
    "text",
    [
        "# Plan\n\nRun `git add <file>` and `make <target>`.\n",
        "# Plan\n\n**Goal:** return a List<String> from Map<Key, Value>\n",
        "# Plan\n\n**Contact:** <kim@example.org>, <https://example.org/plan>\n",
        "# Plan<br>\n\n**Note:** two<br>lines, H<sub>2</sub>O\n",
        "# TODO: clean up the store\n",
        "# Plan\n\n**Status:** TODO\n",
        "# Plan\n\n**Stack:** Python / FastAPI / Redis\n",
        "# Plan\n\n**Teams:** Backend / Frontend / Quality\n",
        "# Plan\n\n**Status:** Draft\n",
        "# Plan\n\n**Status:** Phase 1 done / Phase 2 open / Phase 3 open\n",
        "# Plan\n\n## Naming\n\n- [ ] Files are named `YYYY-MM-DD-name.md`\n",
        "# Plan\n\n## Render the <App> component\n",
        "# Plan\n\n## `<Your Name>` in templates\n",
        "# Plan\n\n## Work\n\n- Call it with <id of the task>\n",
        "# Plan\n\n## Work\n\n- Usage: `tool <name of the file>`\n- Usage: tool <name of the file>\n",
        "# Plan\n\n## Work\n\n- Returns: <Key, Value>\n- Takes: <T extends keyof U>\n- Map<string, list of names>\n",
        "# Plan\n\n## Work\n\n- Field: <input type text required>\n- Tag: <Card wide>\n- <a@b.example>\n",
        "# Plan\n\n## Work\n\n- Messages: <kind of change>: <what was done>\n- See <kim at the desk> first\n",
        "# Plan\n\n## Work\n\n- `AC-1: <what is true then>`\n\n```text\n- AC-1: <what is true then>\n```\n",
        "# Plan\n\n```text\n**Date:** YYYY-MM-DD\n```\n",
        "# Plan\n\n**See:** [Design](design.md), [1], [x]\n",
        "# Plan\n\n- [ ] Naming: `YYYY-MM-DD-name.md`\n",
        "# Plan\n\n**Check:** `git add <file>` before you commit\n",
        "# Plan\n\n**Goal:** Keep what is left in `runs/<name>/` apart\n",
        "# Format: `[ID] [P?] [Story] Description`\n",
    ],
)
def test_arguments_types_tags_and_states_are_no_placeholders(text: str) -> None:
    """Whatever can be meant as it stands is left alone."""
    assert unfilled(text) == []


@pytest.mark.parametrize(
    ("text", "codec", "page"),
    [
        ("Status: ✓ fertig – schön", "sloppy-windows-1252", "Windows-1252"),
        ("Привет, мир", "sloppy-windows-1252", "Windows-1252"),
        ("📈 Verlauf", "sloppy-windows-1254", "Windows-1254"),
        ("žluťoučký kůň", "sloppy-windows-1250", "Windows-1250"),
        ("Привет, мир", "sloppy-windows-1251", "Windows-1251"),
        ("✅ Größe", "macroman", "Mac Roman"),
        ("✅ Größe", "cp437", "code page 437"),
    ],
)
def test_the_code_page_is_told_from_the_whole_text(text: str, codec: str, page: str) -> None:
    """The page that mends most is named, with an example of what it gives."""
    pytest.importorskip("ftfy.bad_codecs", reason="it registers the forgiving code pages")
    found = diagnose(f"# Plan\n\n{text.encode().decode(codec)}\n")
    assert found is not None
    assert found.page == page
    assert found.example[1] in text


@pytest.mark.parametrize(
    "text",
    [
        "Plain words only",
        "Größe, naïve café — “quoted” … 5 µs × 3",
        "✅ fertig 🎉",
        "Привет, мир",
        "日本語の計画、完了",
        "Ελληνικά και άλλα",
        "İstanbul'da ğüşöç",
        "Žluťoučký kůň",
    ],
)
def test_sound_text_in_any_language_is_left_alone(text: str) -> None:
    """Accents, other scripts and emoji are no damage."""
    assert diagnose(f"# Plan\n\n{text}\n") is None


def told(plan: Plan) -> list[Finding]:
    """Return what the rule says."""
    return list(encoding(plan, Surroundings()))


def test_double_encoding_is_told_once_at_its_first_place() -> None:
    """One finding for the whole document, with a hint that promises no perfect repair."""
    text = "# Plan\r\n\r\nfirst\rsecond âœ… done\r\n\r\nâœ… more\n"
    (found,) = told(plan_of(text))
    assert found.place.span is not None
    assert (found.place.span.line, found.place.span.column) == (4, 8)
    assert "Windows-1252" in found.message
    assert found.hint is not None and "may not restore" in found.hint


def test_lost_bytes_are_mentioned() -> None:
    """Where not every run can be mended, the message says that bytes were lost."""
    (found,) = told(plan_of("# âœ… Plan\n\nğŸ—„ï¸ Store âœ… âœ…\n"))
    assert found.message.endswith("some bytes lost")


def test_replacement_characters_are_told_with_their_places() -> None:
    """The first is the place of the finding, the others are related."""
    (found,) = told(plan_of("# Plan \ufffd\n\nlost \ufffd\ufffd here\n"))
    assert found.place.span is not None and found.place.span.line == 1
    assert [place.span.line for place in found.related if place.span] == [3]


def test_nul_characters_and_undecodable_bytes_are_told() -> None:
    """What the reader of the document noticed is passed on, at its line."""
    (nul,) = told(plan_of("# Plan\n\na\0b\n"))
    assert "NUL" in nul.message and nul.place.span is not None and nul.place.span.line == 3
    (bad,) = told(plan_of(b"# Plan\n\ncaf\xe9\n"))
    assert "0xe9" in bad.message


@given(st.text(max_size=200))
def test_any_text_is_diagnosed(text: str) -> None:
    """No text stops the diagnosis, and what is told to be broken is."""
    found = diagnose(text)
    assert found is None or found.example[0] in text


@pytest.mark.parametrize(
    "unit",
    ["<", "<a ", "<a b c", "<a b c> ", "- <a b c d> - ", "[A", "{{", "YYYY-", "**a:", "a / ", "TBD ", "âœ", "Ã", "ğŸ"],
)
def test_a_long_line_is_looked_at_to_its_end(unit: str) -> None:
    """Thousands of beginnings of a placeholder or of damage are an ordinary line."""
    line = unit * 20_000
    plan = plan_of(f"# {line}\n\n**Status:** {line}\n\n## b\n\n**Owner:** {line}\n")
    list(placeholder(plan, Surroundings()))
    told(plan)
