"""Receipts: sealed by a digest, and refused where anything in them was edited."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowkit.errors import ReadError
from flowkit.model.evidence import FileFact
from flowkit.model.receipt import Asked, FileRead, Provenance
from flowkit.model.severity import Severity
from flowkit.model.verdict import Finding, MarkerVerdict, Obligation, Place, Verdict, Verification
from flowkit.record.receipt import is_receipt, parse, seal
from flowkit.report.receipt import render

DUTY = Obligation("file", "tea:IMPL_001", "a.py is there", Verdict.MISSING, "not there", (FileFact("a.py", "a.py"),))
VERIFICATION = Verification(
    (),
    (Finding("deliverable-missing", Severity.ERROR, 'says "digest": ""', Place("plans/tea.md")),),
    (MarkerVerdict("tea:IMPL_001", Verdict.MISSING, "IMPL_001", (DUTY,)),),
)
ASKED = Asked(("plans/tea.md",), "markers", None, ("encoding",), strict=True, ran=True)
ORIGIN = Provenance("1.2.3", "2026-03-02T09:00:00+00:00", None, ASKED, True, (FileRead("é.md", "0" * 64),))
SEALED = seal(render(VERIFICATION, ORIGIN))


def test_what_was_sealed_is_read() -> None:
    """A receipt gives back where it comes from, what it rests on and the verdicts of its markers."""
    read = parse(SEALED, "r.json")
    assert read.provenance == ORIGIN
    assert [(one.ref, one.verdict, one.files) for one in read.markers] == [("tea:IMPL_001", Verdict.MISSING, ("a.py",))]
    assert is_receipt(SEALED.encode())


@given(st.data())
def test_any_change_of_what_it_says_is_told(data: st.DataObject) -> None:
    """Whatever value of a receipt is edited, it is told as edited; other blanks change nothing."""
    content = json.loads(SEALED)
    places = [place for place in walk(content) if place[-1] != "schema"]
    place = data.draw(st.sampled_from(places))
    at: Any = content
    for key in place[:-1]:
        at = at[key]
    changed = data.draw(st.none() | st.booleans() | st.text(max_size=3) | st.integers())
    same = at[place[-1]] == changed and type(at[place[-1]]) is type(changed)
    at[place[-1]] = changed
    if same:
        assert parse(json.dumps(content, indent=4), "r.json").provenance == ORIGIN
    else:
        with pytest.raises(ReadError, match=r"edited after flowkit wrote it|is no receipt"):
            parse(json.dumps(content), "r.json")


def walk(value: Any, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the place of every value in a value of JSON."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, each in entries for place in ((*above, key), *walk(each, (*above, key)))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is no receipt"),
        ('{"schema": "flowkit-verify-1"}', "is no receipt"),
        ('{"schema": "flowkit-receipt-9", "digest": ""}', "of the schema flowkit-receipt-9"),
        (seal('{"schema": "flowkit-receipt-1", "digest": ""}'), "is no receipt that flowkit wrote"),
        (seal(render(VERIFICATION, ORIGIN).replace('"missing", "blocked_by"', '"fine", "blocked_by"')), "out of place"),
        (seal(render(VERIFICATION, ORIGIN).replace('"obligations": [', '"obligations": [3, ')), "out of place"),
    ],
)
def test_what_is_no_receipt_is_told(text: str, words: str) -> None:
    """A file of another kind or version, and one that flowkit would never write, is an error and no traceback."""
    with pytest.raises(ReadError, match=words):
        parse(text, "r.json")
