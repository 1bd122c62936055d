"""Outlines: what opens a section, an item or a box, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.model.outline import Fence, ItemList, Outline, Table, items_below, lines_below
from flowkit.read.document import document_from_bytes
from flowkit.read.fields import read_fields
from flowkit.read.markdown import read_outline


def outline(text: str) -> Outline:
    """Return the outline of a text."""
    return read_outline(document_from_bytes(text.encode(), "x.md"))


def boxes(text: str) -> list[str]:
    """Return the marks of the boxes in a text."""
    sections = outline(text).sections
    return [item.box.mark for section in sections for item in items_below(section.blocks) if item.box]


def test_sections_nest_and_end_where_the_next_one_begins() -> None:
    """Headings make a tree, and a section ends before the next heading of its level or a higher one."""
    root = outline("# A\n\n## B\ntext\n\n### C\n\n## D\n").root
    assert [(section.level, section.title.text, section.end_line) for section in root.walk()] == [
        (0, "", 9),
        (1, "A", 9),
        (2, "B", 7),
        (3, "C", 7),
        (2, "D", 9),
    ]


def test_fences_and_comments_open_nothing() -> None:
    """Headings and boxes inside fences, four-tick fences and comments are none."""
    text = "````md\n```\n# No\n- [ ] no\n````\n\n<!--\n# No\n- [ ] no\n-->\n\n- [x] yes <!-- - [ ] no -->\n"
    assert boxes(text) == ["x"]
    assert [section.level for section in outline(text).sections] == [0]
    assert [comment.text.strip() for comment in outline(text).comments] == ["# No\n- [ ] no", "- [ ] no"]


def test_a_comment_in_a_code_span_is_code() -> None:
    """A comment that is shown as code is text."""
    read = outline("Write `<!-- like this -->` and <!-- not this -->.\n")
    assert [comment.text for comment in read.comments] == [" not this "]
    blank = " " * len("<!-- not this -->")
    assert [line.text for line in lines_below(read.root.blocks)] == [f"Write `<!-- like this -->` and {blank}."]


def test_boxes_of_any_list_at_any_depth() -> None:
    """Bullets and numbers, nested and quoted, carry boxes; brackets that are no box are text."""
    assert boxes("- [ ] a\n  1. [X] b\n     * [~] c\n\n> + [x] d\n") == [" ", "X", "~", "x"]
    assert boxes("- [P] tasks = different files\n- [link](x)\n- [1] note\n- [x]no\n") == []


def test_a_star_behind_a_box_makes_it_optional() -> None:
    """A star behind a box, escaped or not, is a mark of its own."""
    read = outline("- [ ]* a\n- [ ]\\* b\n- [ ] c\n")
    assert [item.box.optional for item in items_below(read.root.blocks) if item.box] == [True, True, False]


def test_front_matter_is_no_text() -> None:
    """The YAML block at the head is read as such; a rule at the head is not one."""
    read = outline("---\ntitle: '# no'\ntasks:\n  - '- [ ] no'\n---\n# Yes\n")
    assert read.front_matter is not None
    assert read.front_matter.values == {"title": "# no", "tasks": ["- [ ] no"]}
    assert [section.title.text for section in read.sections] == ["", "Yes"]
    assert outline("---\n\n# Yes\n\n---\n").front_matter is None


def test_front_matter_that_is_no_yaml_says_so() -> None:
    """A block that is not valid YAML, or uses aliases, has no values and a reason."""
    for block in ("assignee: @me: [", "a: &a [1]\nb: *a", "x: !!python/object:os.system 1"):
        read = outline(f"---\nid: 1\n{block}\n---\n")
        assert read.front_matter is not None
        assert read.front_matter.values is None
        assert read.front_matter.problem


def test_odd_line_separators_do_not_count() -> None:
    """A line ends at LF, CR LF or CR; form feeds, NEL and U+2028 are characters like others."""
    read = outline("# A\u2028B\n\n- [ ] c\x0c\x85d\r\n- [x] e\r- [ ] f")
    items = list(items_below(read.root.sections[0].blocks))
    assert [(item.line, item.box.mark if item.box else None) for item in items] == [(3, " "), (4, "x"), (5, " ")]


def test_tables_keep_the_places_of_their_cells() -> None:
    """Every cell knows where it stands, escaped bars among its text."""
    text = "| a | b |\n|---|---|\n| x \\| y | z |\n"
    table = next(block for block in outline(text).root.blocks if isinstance(block, Table))
    row = text.split("\n")[2]
    assert [row[cell.column - 1 :][: len(cell.text)] for cell in table.rows[0]] == ["x \\| y", "z"]


def test_lines_of_fences_keep_their_places() -> None:
    """A line of a fence inside a list stands where the file has it."""
    text = "- item\n\n  ```sh\n    run it\n  ```\n"
    items = next(block for block in outline(text).root.blocks if isinstance(block, ItemList)).items
    fence = next(block for block in items[0].blocks if isinstance(block, Fence))
    assert (fence.info, fence.line, [(line.text, line.line, line.column) for line in fence.lines]) == (
        "sh",
        3,
        [("  run it", 4, 3)],
    )


def texts(text: str) -> list[str]:
    """Return the lines of running text in a text."""
    return [line.text for line in lines_below(outline(text).root.blocks)]


def test_items_keep_what_they_begin_and_end_with() -> None:
    """An escaped bracket, a link without a target and words of any script stand in items as they are written."""
    assert texts("- \\[ ] no box\n- see [the guide][]\n- größe\n\n[the guide]: x\n") == [
        "\\[ ] no box",
        "see [the guide][]",
        "größe",
    ]
    assert boxes("- \\[ ] no box\n- [x] größe\n") == ["x"]


def test_a_name_in_angle_brackets_is_text() -> None:
    """A placeholder in a script that no tag of HTML is written in is running text."""
    assert texts("<名前>\n\n<größe>\n") == ["<名前>", "<größe>"]


def test_items_behind_tabs() -> None:
    """A list below an item may be indented by tabs; its items stand on their own lines."""
    items = list(items_below(outline("* a\n\t- [ ] b\n\t- c\n\n1. d\n\t1) [x] e\n").root.blocks))
    assert [(item.mark, item.line, item.end_line) for item in items] == [
        ("*", 1, 3),
        ("-", 2, 2),
        ("-", 3, 3),
        ("1.", 5, 6),
        ("1)", 6, 6),
    ]
    assert [item.box.mark for item in items if item.box] == [" ", "x"]


def test_hashes_behind_a_heading_close_it() -> None:
    """Hashes behind a blank are no part of a title; others are."""
    titles = [section.title.text for section in outline("# a #\n## b#\n### c # d ##\t\n#\ne #\n===\n").sections]
    assert titles == ["", "a", "b#", "c # d", "", "e #"]


def test_text_goes_on_in_quotes() -> None:
    """A paragraph of a quote holds the lines that carry its mark, and those that leave it out."""
    lines = list(lines_below(outline("> > a\n> > > is b\n> c\nd\n").root.blocks))
    assert [(line.text, line.line, line.column) for line in lines] == [
        ("a", 1, 5),
        ("is b", 2, 7),
        ("c", 3, 3),
        ("d", 4, 1),
    ]


def test_a_fence_that_is_left_open_holds_the_rest() -> None:
    """The last line of a fence counts, closed or not, with a line end or without."""
    fence = next(block for block in outline("- ~~~ sh x\n  run\n\n  it").root.blocks if isinstance(block, ItemList))
    inner = fence.items[0].blocks[0]
    assert isinstance(inner, Fence)
    assert (inner.info, [(line.text, line.line, line.column) for line in inner.lines]) == (
        "sh x",
        [("run", 2, 3), ("", 3, 1), ("it", 4, 3)],
    )


def test_headings_in_items_are_text() -> None:
    """A heading inside a list or a quote opens no section."""
    read = outline("- # a\n- b\n  ## c\n> # d\n")
    assert [section.level for section in read.sections] == [0]
    assert [line.text for line in lines_below(read.root.blocks)] == ["a", "b", "c", "d"]


def test_what_is_nested_beyond_measure_is_left_out() -> None:
    """Thousands of levels end neither in an error nor in a list that no reader could follow."""
    for mark in ("- ", "> ", "1. ", "- > "):
        read = outline(f"{mark * 5_000}[ ] deep\n\n- [x] after\n")
        assert [item.box.mark for item in items_below(read.root.blocks) if item.box] == ["x"]


def test_fields_in_their_forms() -> None:
    """Bold or italic names with a colon, in items too, are fields; what follows belongs to them."""
    text = (
        "**One:** 1\n**Two**: 2\nmore of two\n\n- **Three**: 3\n  - below\n- **Four:** 4\n\n_Five: 5_\n\n"
        "**Six:**\n\n- a\n- b\n\nfree text\n"
    )
    read = read_fields(outline(text).root.blocks)
    assert [(each.key, each.text) for each in read.fields] == [
        ("one", "1"),
        ("two", "2 more of two"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", ""),
    ]
    assert [item.lines[0].text for item in read.fields[-1].items()] == ["a", "b"]
    assert [line.text for line in lines_below(read.rest)] == ["free text"]


@pytest.mark.parametrize("below", ["**Priority:** high", "_Priority: high_", "Priority: high", " **Priority**: high"])
@pytest.mark.parametrize(
    "items",
    ["- a\n- b", "- a\n  - deep\n- b\n  - c", "1. [ ] a\n2. [x] b", "- a\n\n- b\n  more", "- a\n\n- b\n\n  more"],
)
def test_a_field_right_below_a_list_ends_it(items: str, below: str) -> None:
    """A field needs no empty line above it; the list before it keeps its items, and one behind it is its own."""
    read = read_fields(outline(f"**Criteria:**\n{items}\n{below}\ngoes on\n- z\n").root.blocks, {"priority"})
    assert [(each.key, each.text) for each in read.fields] == [("criteria", ""), ("priority", "high goes on")]
    assert [[item.lines[0].text for item in each.items()] for each in read.fields] == [["a", "b"], ["z"]]
    assert not any("Priority" in line.text for line in lines_below(read.fields[0].blocks))
    assert [item.end_line for item in read.fields[0].items()][-1] == items.count("\n") + 2


def test_an_indented_field_below_an_item_is_part_of_it() -> None:
    """What is indented as the text of its item is says something of the item, and ends nothing."""
    for item in ("- a\n  **Note:** b", "- [ ] a\n  **Note:** b", "- a\n  - b\n    **Note:** c"):
        read = read_fields(outline(f"**Criteria:**\n{item}\n- z\n").root.blocks)
        assert [each.key for each in read.fields] == ["criteria"]
        assert len(list(read.fields[0].items())) == 2


@given(st.text(alphabet="#-*[x] \n`>|1.<!~\t", max_size=80))
def test_every_line_stands_where_it_says(text: str) -> None:
    """Of any text, each line of the outline is found in the source at its place."""
    read = outline(text)
    source = read.document.lines
    for section in read.sections:
        for line in (*([section.title] if section.level else []), *lines_below(section.blocks)):
            shown = source[line.line - 1][line.column - 1 :][: len(line.text)]
            assert all(ours in {theirs, " "} for ours, theirs in zip(line.text, shown, strict=True))
