"""Networks drawn with plain characters: below each task hang those that wait for it.

::

    IMPL_001 (Basket)
    +--> IMPL_002 (Price list)
    |    +--> TEST_001 (Trials)
    +--> DOC_001 (Guide)

A task that waits for several others hangs below each of them, and what waits for it is drawn once. flowkit reads such a
drawing back to the same arrows.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flowkit.model.work import Network

_ARM = "+--> "
_WALL = "|    "
_SPACE = "     "
# Deeper down a branch is drawn anew at the left margin, so that a long chain does not run out of the page.
_DEEPEST = 10
# Marks that draw lines, open brackets or join names elsewhere in a drawing.
_DRAWS = re.compile(r"[^\w\s.,:;!?'\"%&#@*/-]+")
# Below a line this letter is the head of an arrow, wherever it stands.
_HEAD = re.compile(r"(?<!\S)[vV](?!\S)")


def render(networks: Sequence[Network]) -> str:
    """Return networks as drawings, one below the other."""
    return "\n".join("".join(f"{line}\n" for line in _Painter(network).lines()) for network in networks)


@dataclass(slots=True)
class _Painter:
    """Draws one network; ``drawn`` are the tasks below which all that waits for them has its place already."""

    network: Network
    drawn: set[str] = field(default_factory=set)

    def lines(self) -> Iterator[str]:
        """Yield the lines: a tree for each task that waits for nothing, then for what is left of cycles."""
        below: dict[str, list[str]] = {key: [] for key in self.network.tasks}
        for key, awaited in self.network.waits_for.items():
            for on in awaited:
                below[on].append(key)
        waiting = deque([*(self.network.levels[0] if self.network.levels else ()), *self.network.tasks])
        first = True
        while waiting:
            root = waiting.popleft()
            if root in self.drawn:
                continue
            deeper: list[str] = []
            if below[root] and not first:
                yield ""
            yield from self._tree(root, below, deeper)
            waiting.extendleft(reversed(deeper))
            first = False

    def _tree(self, root: str, below: Mapping[str, Sequence[str]], deeper: list[str]) -> Iterator[str]:
        """Yield the lines of a task and of what waits for it; a branch that lies too deep is added to ``deeper``."""
        yield self._text(root)
        self.drawn.add(root)
        left = _hung(below[root], "")
        while left:
            key, margin, last = left.pop()
            yield margin + _ARM + self._text(key)
            inner = margin + (_SPACE if last else _WALL)
            if key in self.drawn:
                continue
            if below[key] and len(inner) >= _DEEPEST * len(_SPACE):
                deeper.append(key)
                continue
            self.drawn.add(key)
            left += _hung(below[key], inner)

    def _text(self, key: str) -> str:
        title = _plain(self.network.tasks[key].title)
        return f"{_plain(key)} ({title})" if title and key not in self.drawn else _plain(key)


def _hung(keys: Sequence[str], margin: str) -> list[tuple[str, str, bool]]:
    """Return what hangs below a task, the last first: each key, its margin, and whether it is the last."""
    return [(key, margin, number == len(keys)) for number, key in enumerate(keys, start=1)][::-1]


def _plain(text: str) -> str:
    """Return the words of a text, without any mark that would draw something."""
    return " ".join(_HEAD.sub(" ", _DRAWS.sub(" ", text)).split())
