"""Entries and sections in files that others write too: what is put in comes out again, and the rest stays as it is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.equip.agents import AGENTS, Part, Texts
from flowkit.equip.json_entries import JsonEntry
from flowkit.equip.json_text import MOST_DEPTH, JsonTextError, read_json_text
from flowkit.equip.marked import MarkedTextError, Section, Style

TEXTS = Texts("## Work plans\n\nBe true.\n", {"plan": "Plan.\n", "build": "Build.\n"})
PARTS: list[Part] = [part for make in AGENTS.values() for part in make(TEXTS)]
ENTRIES = [part for part in PARTS if isinstance(part, JsonEntry)]
SECTIONS = [part for part in PARTS if isinstance(part, Section)]

of_one_file = st.sampled_from([entry.path for entry in ENTRIES]).flatmap(
    lambda path: st.permutations([entry for entry in ENTRIES if entry.path == path])
)
keys = st.sampled_from(["hooks", "Stop", "stop", "mcpServers", "servers", "other", "a b", "ü", '"'])
plain = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=8
)
hooks = st.dictionaries(
    st.sampled_from(["Stop", "stop", "AfterAgent", "Else"]), st.lists(values, max_size=2), max_size=3
)
servers = st.dictionaries(st.sampled_from(["other", "more"]), values, max_size=2)
settings = st.fixed_dictionaries(
    {}, optional={"first": values, "hooks": hooks, "mcpServers": servers, "servers": servers, "last": values}
)


@st.composite
def written(draw: st.DrawFn) -> str:
    """A settings file as somebody or their editor writes it: in any layout, with comments."""
    indent = draw(st.sampled_from([None, 2, 4, "\t", 0]))
    text = json.dumps(draw(settings), indent=indent, ensure_ascii=draw(st.booleans()))
    if draw(st.booleans()):
        text = text.replace("{}", draw(st.sampled_from(["{ }", "{\n}", "{ // nothing yet\n  }", "{/* */}"])), 1)
    if draw(st.booleans()) and text.endswith("\n}") and not text.endswith("{\n}"):
        text = text.removesuffix("\n}") + draw(st.sampled_from([",\n}", " // the last\n}", " /* the last */,\n}"]))
    text = draw(st.sampled_from(["", "\n", "// settings\n", "  "])) + text + draw(st.sampled_from(["", "\n", "\n\n"]))
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


@given(text=written(), entries=of_one_file, backwards=st.booleans())
def test_entries_come_out_as_they_went_in(text: str, entries: list[JsonEntry], backwards: bool) -> None:
    """In any layout, with any neighbours: all that is put in can be read, and taking it out restores every byte."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    made = text
    for entry in entries:
        made = entry.add_to(made, line_end).text or ""
        assert entry.is_in(made)
        assert entry.add_to(made, line_end).text == made
        assert below(read_json_text(made).value, entry)
    for entry in reversed(entries) if backwards else entries:
        taken = entry.take_from(made)
        assert taken.left is None
        made = taken.text or ""
    assert made == text


def below(document: Any, entry: JsonEntry) -> bool:
    """Whether a document says what an entry says, where it is to say it."""
    for key in entry.keys:
        document = document[key]
    return bool(entry.value in document if entry.mark else document == entry.value)


@given(entries=of_one_file)
def test_a_file_that_was_made_for_entries_goes_with_them(entries: list[JsonEntry]) -> None:
    """Of a file that was not there before, nothing is left; until then it is plain JSON."""
    text: str | None = None
    for entry in entries:
        text = entry.add_to(text, "\n").text
    assert text is not None
    json.loads(text)
    for entry in reversed(entries):
        assert text is not None
        text = entry.take_from(text).text
    assert text is None


@given(value=values, indent=st.sampled_from([None, 2, "\t"]))
def test_a_json_text_is_read_as_json_is(value: object, indent: Any) -> None:
    """What Python writes as JSON is read as the same value."""
    assert read_json_text(json.dumps({"a": value}, indent=indent)).value == {"a": value}


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("", "a value is missing", 0),
        ("{", "a key in quotes is missing|a value is missing", 1),
        ('{"a" 1}', "a colon is missing", 5),
        ('{"a": 1 "b": 2}', "a comma or } is missing", 8),
        ('{"a": nul}', "is no value of JSON", 6),
        ('{"a": 1} x', "something stands behind the end", 9),
        ("[" * (MOST_DEPTH + 1), f"is nested more than {MOST_DEPTH} deep", MOST_DEPTH),
        ('{"a": "\\x"}', "is no value of JSON", 6),
    ],
)
def test_what_is_no_json_is_told_with_its_place(text: str, message: str, at: int) -> None:
    """A text that is no JSON is refused, with what is wrong and where."""
    with pytest.raises(JsonTextError, match=message.replace("}", r"\}")) as refused:
        read_json_text(text)
    assert refused.value.at == at


@pytest.mark.parametrize("text", ["[]", '{"hooks": []}', '{"hooks": {"Stop": {}}}', '{"hooks": null}'])
def test_what_has_another_form_is_refused(text: str) -> None:
    """Where a list or an object is to be and something else is, nothing is changed."""
    entry = JsonEntry("a.json", ("hooks", "Stop"), {"command": "flowkit hook stop"}, mark="flowkit hook stop")
    with pytest.raises(JsonTextError, match="is to be here, for"):
        entry.add_to(text, "\n")


def test_what_somebody_changed_stays() -> None:
    """An entry that says something else is left alone, by putting in and by taking out, and that is told."""
    server = JsonEntry(".mcp.json", ("mcpServers", "flowkit"), {"command": "flowkit"})
    hook = JsonEntry("a.json", ("hooks", "Stop"), {"command": "flowkit hook stop"}, mark="flowkit hook stop")
    own = '{"mcpServers": {"flowkit": {"command": "uvx"}}, "hooks": {"Stop": [{"command": "uvx flowkit hook stop"}]}}'
    for entry in (server, hook):
        for outcome in (entry.add_to(own, "\n"), entry.take_from(own)):
            assert (outcome.text, outcome.left) == (own, "has an entry for flowkit that says something else")


documents = st.text(st.sampled_from("a#\n\r <!->"), max_size=12)


@given(text=documents, section=st.sampled_from(SECTIONS), line_end=st.sampled_from(["\n", "\r\n"]))
def test_sections_come_out_as_they_went_in(text: str, section: Section, line_end: str) -> None:
    """Whatever a text is, with or without an end of its last line: a section comes and goes, and nothing else."""
    if section.style is Style.TOML:
        text = "".join(f"# {line}{line_end}" for line in text.split())
    made = section.add_to(text, line_end).text
    assert made is not None
    assert section.is_in(made)
    assert section.add_to(made, line_end).text == made
    assert section.take_from(made).text == text


def test_a_section_is_brought_up_to_date_where_it_stands() -> None:
    """An older section is replaced, between what others wrote before it and behind it."""
    old, new = Section("AGENTS.md", "Old.\n"), Section("AGENTS.md", "New.\nAnd more.\n")
    text = f"# Before\n\n{(old.add_to('', chr(10))).text}\n\nBehind.\n"
    made = new.add_to(text, "\n").text or ""
    assert made == text.replace("Old.", "New.\nAnd more.")
    assert old.take_from(made).text == "# Before\n\nBehind.\n"


def test_a_section_without_an_end_is_refused() -> None:
    """Where the mark of the end is gone, nobody knows what is to go."""
    section = Section("AGENTS.md", "Body.\n")
    broken = (section.add_to("# Title\n", "\n").text or "").replace("<!-- END flowkit -->", "")
    with pytest.raises(MarkedTextError, match="has no end") as refused:
        section.take_from(broken)
    assert refused.value.at == broken.index("<!--")


@pytest.mark.parametrize(
    "own",
    ['[mcp_servers.flowkit]\ncommand = "uvx"\n', 'mcp_servers = {other = {command = "x"}}\n', "mcp_servers = 1\n"],
)
def test_a_table_of_somebody_elses_stays(own: str) -> None:
    """Where a configuration has a server of that name, or no room for one, it stays as it is."""
    (section,) = (one for one in SECTIONS if one.style is Style.TOML)
    outcome = section.add_to(own, "\n")
    assert outcome.text == own
    assert (outcome.left is None) == own.startswith("[mcp_servers.flowkit]")
    with pytest.raises(MarkedTextError, match="no valid TOML"):
        section.add_to("= 3\n", "\n")
