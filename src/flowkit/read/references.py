"""Lists of references: what a task waits for, which requirements it answers.

Ids, ranges, wildcards, words with numbers and reasons in brackets are understood; words that name no task are kept as
such, for a finding to say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from flowkit.model.marker import Token, TokenKind, find_requirements, reference_tokens
from flowkit.model.numbering import expand_range, split_number
from flowkit.model.outline import Line
from flowkit.model.source import Document
from flowkit.model.task import Citation, Dependency, Unresolved

_NOTHING = re.compile(
    r"[\W_]*|[\W_]*(?:none|nothing|n/?a|nil|no dependenc(?:y|ies)|no|independent|standalone|无|なし)"
    r"(?:[\W_]*|[\W_]*[(\[–—,;.:-].*|\s+(?:can|may|this|yet|required|needed)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_JOINS_RANGE = re.compile(r"[\s*_`]*(?:-|–|—|\.{2,3}|…|to|through|thru|until)[\s*_`]*", re.IGNORECASE)
_BRACKETED = re.compile(r"\(([^()]*)\)")
_ALL = re.compile(r"\b(?:all|every|any)\b", re.IGNORECASE)
_BEFORE_IT = re.compile(r"\b(?:previous|prior|preceding|above|earlier)\b", re.IGNORECASE)
_WORK = re.compile(r"\b(?:tasks?|steps?|subtasks?|of the above)\b", re.IGNORECASE)
_ALL_OTHER = re.compile(
    r"\W*(?:all|every)(?: (?:the|other))*(?: (?:tasks?|steps?|subtasks?|of the above))?(?: above| listed)?\W*",
    re.IGNORECASE,
)
_EVERY_REQUIREMENT = re.compile(
    r"\W*(?:all|every)(?:\W+(?:the|above|functional))*(?:\W+(?:requirements?|criteria)\b|\W*$)|全|所有|すべて|모든",
    re.IGNORECASE,
)
_GROUPS = {"phase", "story", "epic", "stage", "milestone"}
# Bare numbers are tasks only where nothing else is said ("1.1, 1.2"); "Python 3" is no task.
_NUMBERS_ALONE = re.compile(
    r"(?:[\d.,;&+|/*_`\[\](){}#–—-]|\s|[A-Za-z](?![A-Za-z])|\b(?:and|to|through|depends on|after)\b)*"
)
_NEGATION = re.compile(r"\b(?:not|except|without|unlike)\b", re.IGNORECASE)
_REMARK = re.compile(r"\s[—–-]\s")
_PRECEDES = re.compile(r"\b(?:before|blocks|precedes|unblocks)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Names:
    """The tasks of a plan as others may refer to them.

    Attributes:
        keys: the keys of the tasks that have an id, in document order.
        groups: labels of its phases and stories in lower case (``phase 2``).
    """

    keys: tuple[str, ...]
    groups: frozenset[str] = frozenset()

    def resolve(self, identifier: str, word: str | None) -> str | None:
        """Return the key that an id, or a number after a word, stands for; None if there is no such task."""
        if identifier in self.keys:
            return identifier
        if word is not None:
            singular = word.lower().removesuffix("s")
            labelled = next((key for key in self.keys if key.lower() == f"{singular} {identifier.lower()}"), None)
            if labelled is not None:
                return labelled
        endings = [key for key in self.keys if key.endswith(f" {identifier}")]
        return endings[0] if len(endings) == 1 and (word is None or word.lower().startswith(("task", "step"))) else None

    def between(self, first: str, last: str) -> tuple[str, ...] | None:
        """Return the keys from one task to another: by number where the ids make a range, otherwise in plan order."""
        numbered = expand_range(first, last)
        if numbered is not None:
            present = tuple(key for key in numbered if key in self.keys)
            return present if first in present and (last in present or numbered[-1] in present) else None
        if first not in self.keys or last not in self.keys:
            return None
        low, high = self.keys.index(first), self.keys.index(last)
        return self.keys[low : high + 1] if low <= high else None


def read_dependencies(
    lines: Iterable[Line], own: str, names: Names, document: Document
) -> tuple[tuple[Dependency, ...], tuple[Unresolved, ...]]:
    """Read what a task waits for.

    Args:
        lines: the value and the entries of its dependencies field.
        own: the task's own key; it waits for itself never.
        names: the tasks that there are.
        document: where the lines stand.
    """
    found: dict[str, Dependency] = {}
    unresolved: list[Unresolved] = []
    for line in lines:
        if _NOTHING.fullmatch(line.text):
            continue
        if line.text in names.keys:
            # The id of a task may be any words where a dialect lists ids one by one.
            if line.text != own:
                found.setdefault(line.text, Dependency(line.text, None, line.span_in(document)))
            continue
        reader = _LineReader(line, own, names, document)
        for dependency in reader.dependencies():
            found.setdefault(dependency.on, dependency)
        unresolved += reader.unresolved
    return tuple(found.values()), tuple(unresolved)


class _LineReader:
    def __init__(self, line: Line, own: str, names: Names, document: Document) -> None:
        self.line, self.own, self.names, self.document = line, own, names, document
        self.text = self._mask(line.text)
        self.numbers_alone = _NUMBERS_ALONE.fullmatch(self.text) is not None
        self.unresolved: list[Unresolved] = []

    @staticmethod
    def _mask(text: str) -> str:
        """Blank out remarks in brackets, unless the brackets hold everything."""
        masked = _BRACKETED.sub(lambda found: " " * len(found.group()), text)
        return masked if masked.strip(" *_`-") else text

    def dependencies(self) -> Iterable[Dependency]:
        tokens = list(reference_tokens(self.text))
        wildcard = self._wildcards(tokens)
        if wildcard is not None:
            return wildcard
        found = self._listed(tokens)
        if not found and not self.unresolved and not self._names_group(tokens):
            self.unresolved.append(Unresolved(self.line.text, self.line.span_in(self.document)))
        return [dependency for dependency in found if dependency.on != self.own]

    def _wildcards(self, tokens: Sequence[Token]) -> list[Dependency] | None:
        keys = self.names.keys
        prefixes = [token.text[:-1].casefold() for token in tokens if token.kind is TokenKind.WILDCARD]
        if prefixes:
            chosen = [key for key in keys if key.casefold().startswith(tuple(prefixes))]
        elif tokens or not (_ALL.search(self.text) or _BEFORE_IT.search(self.text)):
            return None
        elif _BEFORE_IT.search(self.text) and _WORK.search(self.text):
            chosen = list(keys[: keys.index(self.own)]) if self.own in keys else []
        elif _ALL_OTHER.fullmatch(self.text):
            chosen = list(keys)
        else:
            chosen = self._of_named_kind()
            if not chosen:
                return None
        span = self.line.span_in(self.document)
        return [Dependency(key, self._reason(len(self.text)), span) for key in chosen if key != self.own]

    def _of_named_kind(self) -> list[str]:
        """Return the tasks whose prefix a phrase like "all IMPL tasks" names."""
        words = {word.casefold() for word in re.findall(r"[A-Za-z]+", self.text)}
        numbered = ((key, split_number(key)) for key in self.names.keys)
        return [key for key, parts in numbered if parts and parts[0].rstrip("_- ").casefold() in words]

    def _listed(self, tokens: Sequence[Token]) -> list[Dependency]:
        found: list[Dependency] = []
        word: str | None = None
        first: tuple[str, int] | None = None
        last = 0
        for token in tokens:
            if found and _NEGATION.search(self.text, last, token.start):
                break
            if token.kind is TokenKind.WORD:
                word, first = token.text, first if first and self._joins(first[1], token.start) else None
                continue
            if self._turns_round(token):
                break
            key = self._key(token, word)
            if found and key not in self.names.keys and _REMARK.search(self.text, last, token.start):
                break
            last = token.end
            if key is None:
                first = None
                continue
            joined = first is not None and self._joins(first[1], token.start, word)
            keys = self.names.between(first[0], key) if joined and first is not None else None
            span = self.line.span_in(self.document, token.start, token.end)
            found += [Dependency(each, self._reason(token.end), span) for each in keys or (key,)]
            first = (key, token.end)
        return found

    def _key(self, token: Token, word: str | None) -> str | None:
        if word is None and token.kind is TokenKind.NUMBER and not self.numbers_alone:
            return None
        if word is not None and token.kind is TokenKind.NUMBER and word.lower().removesuffix("s") in _GROUPS:
            return self.names.resolve(token.text, word)
        key = self.names.resolve(token.text, word)
        if key is not None:
            return key
        if token.kind is TokenKind.ID:
            return token.text
        if word is not None and word.lower().removesuffix("s") in {"task", "step", "subtask"}:
            return f"{word.removesuffix('s').capitalize()} {token.text}"
        return None

    def _joins(self, start: int, end: int, word: str | None = None) -> bool:
        between = self.text[start:end]
        if word is not None:
            between = re.sub(rf"{re.escape(word)}\s*$", "", between)
        return _JOINS_RANGE.fullmatch(between) is not None

    def _turns_round(self, token: Token) -> bool:
        """Whether the sentence has said, before the token, that this task comes first ("1.1 must end before 1.2")."""
        turn = _PRECEDES.search(self.text, 0, token.start)
        return turn is not None

    def _names_group(self, tokens: Sequence[Token]) -> bool:
        labels = {
            f"{word.text.lower().removesuffix('s')} {number.text.lower()}"
            for word, number in pairwise(tokens)
            if word.kind is TokenKind.WORD and number.kind is TokenKind.NUMBER
        }
        return bool(labels & self.names.groups)

    def _reason(self, end: int) -> str | None:
        found = re.compile(r"[\s*_`\])]*(?:\(([^()]+)\)|\s[-–—]\s+([^,;]+)$)").match(self.line.text, end)
        reason = (found.group(1) or found.group(2)) if found else None
        return " ".join(reason.split()) if reason else None


def read_requirements(lines: Iterable[Line], document: Document) -> tuple[Citation, ...]:
    """Read which requirements a field cites, each once.

    They are ids (``REQ-001``), ranges of them, numbers behind their word (``Requirements 1, 2.3``), and ``*`` for all.
    """
    found: dict[str, Citation] = {}
    for line in lines:
        before: tuple[str, int] | None = None
        any_id = False
        for each in find_requirements(line.text):
            any_id = True
            span = line.span_in(document, each.start, each.end)
            joined = before is not None and _JOINS_RANGE.fullmatch(line.text[before[1] : each.start])
            ids = expand_range(before[0], each.id) if joined and before is not None else None
            for identifier in ids or (each.id,):
                found.setdefault(identifier, Citation(identifier, span))
            before = (each.id, each.end)
        for number in () if any_id else _numbered_requirements(line.text):
            identifier = f"Requirement {number.text}"
            found.setdefault(identifier, Citation(identifier, line.span_in(document, number.start, number.end)))
            any_id = True
        if not any_id and _ALL.search(line.text):
            found.setdefault("*", Citation("*", line.span_in(document)))
    return tuple(found.values())


def read_numbered_requirements(lines: Iterable[Line], document: Document) -> tuple[Citation, ...]:
    """Read which requirements and criteria are cited, each once, where both are numbered.

    ``1.2`` is a criterion, ``3`` the ``Requirement 3``; there are ranges of them (``2.1-2.12``), ids (``NFR-2``) and
    "All", which is ``*``. What a remark in brackets names is cited by nobody.
    """
    found: dict[str, Citation] = {}
    for line in lines:
        text = _BRACKETED.sub(lambda remark: " " * len(remark.group()), line.text)
        cited = [(each.id, each.start, each.end) for each in find_requirements(text)]
        for _, start, end in cited:
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        numbers = [token for token in reference_tokens(text) if token.kind is TokenKind.NUMBER]
        before: Token | None = None
        for token in numbers:
            joined = before is not None and _JOINS_RANGE.fullmatch(text[before.end : token.start])
            ids = expand_range(before.text, token.text) if joined and before is not None else None
            cited += [(each, token.start, token.end) for each in ids or (token.text,)]
            before = token
        for identifier, start, end in sorted(cited, key=lambda entry: entry[1]):
            name = identifier if re.search(r"\D", identifier) else f"Requirement {identifier}"
            found.setdefault(name, Citation(name, line.span_in(document, start, end)))
        if not cited and _EVERY_REQUIREMENT.match(line.text):
            found.setdefault("*", Citation("*", line.span_in(document)))
    return tuple(found.values())


def _numbered_requirements(text: str) -> Iterator[Token]:
    """Yield the numbers behind the word for requirements; another word ends them."""
    named = False
    for token in reference_tokens(text):
        if token.kind is TokenKind.WORD:
            named = token.text.casefold().startswith("requirement")
        elif token.kind is TokenKind.NUMBER and named:
            yield token
