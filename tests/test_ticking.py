"""Ticks that ``verify --fix`` makes and takes away, by what tests have shown."""

from __future__ import annotations

from .desk import CODE, TEST, TICKED, Desk


def test_what_is_proven_is_ticked(desk: Desk) -> None:
    """A task whose tests passed is ticked with its criteria, and its evidence speaks for it as before."""
    open_plan = TICKED.replace("Done", "To do").replace("- AC-1", "- [ ] AC-1")
    path = desk.write("plans/tea.md", open_plan)
    desk.write("kettle.py", CODE)
    desk.write("test_kettle.py", TEST)
    desk.type("verify", "--fix", "--diff")
    assert desk.output == ""
    desk.run_tests()
    desk.type("verify", "--fix")
    assert (desk.code, "mended plans/tea.md: unticked" in desk.output) == (0, True)
    assert path.read_text(encoding="utf-8") == TICKED.replace("- AC-1", "- [x] AC-1")
    desk.type("verify", "--fix", "--untick", "--diff")
    assert (desk.code, desk.output) == (0, "")
    (desk.folder / "kettle.py").unlink()
    desk.type("verify", "--fix", "--diff")
    assert (desk.code, desk.output) == (0, "")
    desk.type("verify", "--fix", "--untick")
    assert "Status:** Open" in path.read_text(encoding="utf-8")
