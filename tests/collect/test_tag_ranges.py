"""Which lines a tag speaks for."""

from __future__ import annotations

from pathlib import Path

from .tagging import facts

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
