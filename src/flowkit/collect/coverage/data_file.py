"""coverage.py's data file: https://coverage.readthedocs.io/en/latest/dbschema.html."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property, lru_cache
from pathlib import Path

from flowkit.collect.coverage.exclusions import read_exclusions
from flowkit.collect.coverage.measured import Measured, UnusableReportError, Wanted, test_of
from flowkit.collect.coverage.statements import Statements
from flowkit.collect.repository import Repository
from flowkit.model.evidence import Unmeasured

SCHEMA = 7
"""The one version of the schema that is known; every coverage.py from 5.0 on writes it."""

_TABLES = ("coverage_schema", "meta", "file", "context", "line_bits", "arc", "tracer")
_AGAIN = "Run the tests again, and let nothing write the file while it is read."
_LARGEST_VALUE = 10_000_000
_PLAIN = 0


class DataFile:
    """A data file that is open for reading, and for nothing else.

    Which lines count is not written in it: coverage.py's own parser tells, where it is installed.

    Args:
        path: the file.
        repository: the project that it tells of.

    Raises:
        UnusableReportError: it is broken, being written, or of another schema.
    """

    def __init__(self, path: Path, repository: Repository) -> None:
        self._repository = repository
        try:
            self._connection = _connect(path)
        except sqlite3.Error as error:
            raise _broken(error) from error
        try:
            self._check()
        except sqlite3.Error as error:
            self.close()
            raise _broken(error) from error
        except UnusableReportError:
            self.close()
            raise

    def _check(self) -> None:
        tables = dict(self._connection.execute("select name, sql from sqlite_master where type = 'table'"))
        if "coverage_schema" not in tables:
            raise UnusableReportError("is a database, but none of coverage.py", "Name the data file of coverage.")
        versions = [version for (version,) in self._connection.execute("select version from coverage_schema")]
        if versions != [SCHEMA]:
            message = f"has the schema {versions[0] if versions else 'of no version'}, and {SCHEMA} is known"
            raise UnusableReportError(message, "Let coverage write it as JSON too: coverage json.")
        for table in _TABLES:
            columns = self._connection.execute(f"pragma table_xinfo({table})").fetchall()
            computed = any(column[-1] != _PLAIN for column in columns)
            # A view, a virtual table or a computed column can make reading run for ever.
            if computed or not str(tables.get(table, "")).lstrip().upper().startswith("CREATE TABLE"):
                raise UnusableReportError(f"has no plain table {table}", _AGAIN)

    @cached_property
    def names(self) -> Sequence[tuple[str, ...]]:
        """The files that it tells of."""
        return [(path,) for path in self._files]

    @property
    def costly(self) -> bool:
        """Each file is parsed."""
        return True

    @cached_property
    def _files(self) -> Mapping[str, int]:
        rows = self._rows("select path, id from file order by id")
        return {path: number for path, number in rows if isinstance(path, str) and isinstance(number, int)}

    @cached_property
    def _numbers(self) -> Sequence[int]:
        return tuple(self._files.values())

    @cached_property
    def _has_arcs(self) -> bool:
        return self._rows("select value from meta where key = 'has_arcs'") == [("1",)]

    @cached_property
    def _tests(self) -> Mapping[object, str]:
        rows = self._rows("select id, context from context")
        named = ((number, test_of(context)) for number, context in rows if isinstance(context, str))
        return {number: test for number, test in named if test is not None}

    @cached_property
    def _statements(self) -> Statements | str:
        """What tells statements and branches, or why nothing does."""
        return Statements.load(read_exclusions(self._repository), branches=self._has_arcs)

    def measured(self, wanted: Wanted) -> Measured | Unmeasured:
        """Return the counts of a file, or why they cannot be had.

        Raises:
            UnusableReportError: the file is broken.
        """
        number = self._numbers[wanted.number]
        tracers = self._rows("select tracer from tracer where file_id = ? and tracer <> ''", number)
        if tracers:
            reason = f"it was measured by the plug-in {tracers[0][0]}, which is not run here; let coverage write JSON"
            return Unmeasured(wanted.path, "coverage", reason)
        if isinstance(self._statements, str):
            return Unmeasured(wanted.path, "coverage", self._statements)
        if wanted.lines is None:
            return Unmeasured(wanted.path, "coverage", "it cannot be read, or is larger than max_file_size")
        rows = self._rows("select distinct fromno, tono from arc where file_id = ?", number)
        arcs = {(first, to) for first, to in rows if isinstance(first, int) and isinstance(to, int)}
        packed = self._rows("select numbits from line_bits where file_id = ?", number)
        bits = [blob for (blob,) in packed if isinstance(blob, bytes)]
        lines = {line for blob in bits for line in lines_of(blob, wanted.lines)}
        last = max((*map(_last, bits), *(max(arc) for arc in arcs)), default=0)
        counted = self._statements.count(str(self._repository.root / wanted.path), lines, arcs)
        return Unmeasured(wanted.path, "coverage", counted) if isinstance(counted, str) else Measured(counted, last)

    def tests(self, wanted: Wanted) -> Iterator[tuple[str, frozenset[int]]]:
        """Yield each test that ran lines of a file, and those lines.

        Raises:
            UnusableReportError: the file is broken.
        """
        number = self._numbers[wanted.number]
        most = wanted.lines or 0
        found: dict[str, set[int]] = {}
        for context, blob in self._rows("select context_id, numbits from line_bits where file_id = ?", number):
            if context in self._tests and isinstance(blob, bytes):
                found.setdefault(self._tests[context], set()).update(lines_of(blob, most))
        for context, *arc in self._rows("select context_id, fromno, tono from arc where file_id = ?", number):
            if context in self._tests:
                # A negative number is a way into or out of the code that begins at that line.
                ends = (end for end in arc if type(end) is int and 0 < end <= most)
                found.setdefault(self._tests[context], set()).update(ends)
        # Many tests run the same lines: they share one set.
        shared: dict[frozenset[int], frozenset[int]] = {}
        for test, lines in found.items():
            frozen = frozenset(lines)
            yield test, shared.setdefault(frozen, frozen)

    def every_test(self) -> Sequence[str]:
        """Return every test that ran lines of any file."""
        return sorted(set(self._tests.values()))

    def _rows(self, query: str, *values: int) -> list[tuple[object, ...]]:
        try:
            with closing(self._connection.execute(query, values)) as cursor:
                return cursor.fetchall()
        except sqlite3.Error as error:
            raise _broken(error) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    with path.open("rb") as file:
        head = file.read(20)
    if any(path.with_name(path.name + ending).exists() for ending in ("-journal", "-wal")):
        raise UnusableReportError("is being written, or was left half written", _AGAIN)
    # Byte 18 is 1 where readers and writers keep each other out by locks, as coverage's do. Locks are taken then, so
    # that a file in writing is noticed; in the other mode they would write files of their own beside it.
    mode = "mode=ro" if head[18:19] == b"\x01" else "mode=ro&immutable=1"
    connection = sqlite3.connect(f"{path.as_uri()}?{mode}", uri=True, timeout=0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)
    connection.execute("pragma query_only = on")
    connection.execute("pragma trusted_schema = off")
    return connection


def _broken(error: sqlite3.Error) -> UnusableReportError:
    return UnusableReportError(f"cannot be read as coverage data: {error}", _AGAIN)


_BITS = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def lines_of(numbits: bytes, most: int) -> frozenset[int]:
    """Return the line numbers that coverage.py packs into bits: line n is bit ``n % 8`` of byte ``n // 8``.

    Args:
        numbits: the packed numbers.
        most: the last line that is asked for; what lies beyond is left out.
    """
    lines = _unpacked(numbits[: most // 8 + 1])
    return lines if most % 8 == 7 else frozenset(line for line in lines if line <= most)


@lru_cache(maxsize=4096)
def _unpacked(numbits: bytes) -> frozenset[int]:
    return frozenset(index * 8 + bit for index, byte in enumerate(numbits) if byte for bit in _BITS[byte])


def _last(numbits: bytes) -> int:
    packed = numbits.rstrip(b"\0")
    return len(packed) * 8 - 9 + packed[-1].bit_length() if packed else 0
