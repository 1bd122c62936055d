"""Which lines and branches of a Python file count, by coverage.py's own parser.

The parser reads the source and analyses it; neither the project nor a plug-in of its configuration is run. What was
measured is handed to it in memory, and nothing is written.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from flowkit.collect.coverage.exclusions import Exclusions
from flowkit.collect.coverage.measured import Counts

if TYPE_CHECKING:
    from coverage import Coverage

_INSTEAD = "let it write JSON, XML or LCOV too"


class Statements:
    """Counts the statements and branches of one measurement; made by ``load``."""

    def __init__(self, coverage: Coverage, *, branches: bool) -> None:
        self._coverage = coverage
        self._branches = branches

    @classmethod
    def load(cls, exclusions: Exclusions, *, branches: bool) -> Statements | str:
        """Return what counts, or in words why nothing does.

        Args:
            exclusions: the lines that the project leaves out.
            branches: branches were measured.
        """
        try:
            import coverage
        except ImportError:
            return f"only coverage tells which lines count: install it beside flowkit, or {_INSTEAD}"
        if not hasattr(coverage.Coverage, "branch_stats"):
            return f"coverage {coverage.__version__} does not tell branches: install 7.7 or newer, or {_INSTEAD}"
        if exclusions.problem is not None:
            return f"{exclusions.problem}; {_INSTEAD}"
        # No configuration is read, since it may name plug-ins, which would be imported.
        made = coverage.Coverage(data_file=None, config_file=False, branch=branches)
        for option, patterns in exclusions.options.items():
            default = made.get_option(option)
            before = [str(one) for one in default] if isinstance(default, list) and not patterns.instead else []
            made.set_option(option, [*before, *patterns.own])
        return cls(made, branches=branches)

    def count(self, path: str, lines: Collection[int], arcs: Collection[tuple[int, int]]) -> Mapping[str, Counts] | str:
        """Return the counts of a file by metric, or in words why it cannot be counted.

        Args:
            path: the file.
            lines: the lines that were run.
            arcs: the jumps between lines that were made; nothing where branches were not measured.
        """
        from coverage.exceptions import CoverageException

        try:
            # What a compiler has to say of the project's code is no business of this run.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                data = self._coverage.get_data()
                if self._branches:
                    data.add_arcs({path: arcs})
                else:
                    data.add_lines({path: lines})
                _, statements, _, missing, _ = self._coverage.analysis2(path)
                exits = self._coverage.branch_stats(path) if self._branches else {}
        except (CoverageException, SyntaxError, ValueError, RecursionError, MemoryError) as error:
            return f"coverage cannot analyse it: {' '.join(str(error).split()) or type(error).__name__}"
        counts = {"line": Counts(len(statements) - len(missing), len(statements))}
        if self._branches:
            total, taken = (sum(figures) for figures in zip(*exits.values(), strict=True)) if exits else (0, 0)
            counts["branch"] = Counts(taken, total)
        return counts
