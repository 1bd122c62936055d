"""How long flowkit takes to read and judge documents, against markdown-it-py's own block parse of the same text.

    uv run python benchmarks/reading.py DOCUMENT…

Both are timed in turn, in one process, on the same text; the figure is the ratio of the medians, summed over the
documents. The bound that flowkit holds itself to is, for each document, 1.5 times the block parse and 0.1 s.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from markdown_it import MarkdownIt
from markdown_it.token import Token

from flowkit.errors import FlowkitError
from flowkit.judge.verification import judge
from flowkit.read.document import document_from_bytes
from flowkit.read.plans import read_plan

ROUNDS = 7
FACTOR, ALLOWANCE = 1.5, 0.1


def block_parse(text: str) -> None:
    """Parse the blocks of a text with markdown-it-py alone."""
    parser = MarkdownIt("commonmark").enable("table")
    tokens: list[Token] = []
    parser.block.parse(text, parser, {}, tokens)


def read_and_judge(data: bytes, name: str) -> None:
    """Read a plan and hold it to every rule; a document that is no plan is refused."""
    with suppress(FlowkitError):
        judge([read_plan(document_from_bytes(data, name))])


def seconds(work: Callable[[], None]) -> float:
    """Return how long some work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def main(names: list[str]) -> int:
    """Print a row for each document and one for all; return 1 if a document is beyond the bound."""
    parse_total = read_total = 0.0
    beyond = 0
    print(f"{'block parse':>12} {'flowkit':>10} {'ratio':>6}  document")
    for name in names:
        data = Path(name).read_bytes()
        text = data.decode(errors="replace")
        alone, whole = partial(block_parse, text), partial(read_and_judge, data, name)
        pairs = [(seconds(alone), seconds(whole)) for _ in range(ROUNDS)]
        parse, read = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
        parse_total, read_total = parse_total + parse, read_total + read
        over = read > FACTOR * parse + ALLOWANCE
        beyond += over
        mark = "  BEYOND" if over else ""
        print(f"{parse * 1e3:9.2f} ms {read * 1e3:7.2f} ms {read / parse:6.2f}  {name}{mark}")
    ratio = read_total / parse_total
    print(f"{parse_total * 1e3:9.2f} ms {read_total * 1e3:7.2f} ms {ratio:6.2f}  all; {beyond} beyond")
    return int(beyond > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
