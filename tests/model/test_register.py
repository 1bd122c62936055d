"""Names that are defined."""

from __future__ import annotations

from flowkit.model.register import Register


def test_a_near_match_differs_in_case_or_padding() -> None:
    """An id that differs only in case or in zeros is near; any other is not."""
    assert Register(["IMPL_001", "IMPL_010"]).near("impl_01") == "IMPL_001"
    assert Register(["IMPL_001"]).near("IMPL_002") is None
    assert Register(["IMPL_001"]).near("IMPL_001") is None


def test_names_compare_as_they_are_written() -> None:
    """A name that is near is not the same, and of several that are near the first one is told."""
    register = Register(["IMPL_1", "impl_01", "IMPL_1"])
    assert "IMPL_1" in register
    assert "IMPL_01" not in register
    assert register.near("IMPL_01") == "IMPL_1"
    assert register.near("IMPL_1") == "impl_01"
