"""The files that the running text of a task names as its work, told from those that it merely mentions.

A task of a check list has no field for its files; its words are all there is. What they say is to be taken away, copied
from or looked at is not left behind by the task, and to miss it would be to accuse somebody wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flowkit.model.outline import Line
from flowkit.model.source import Document
from flowkit.model.task import Deliverable
from flowkit.read.paths import expand_braces, find_paths

END_OF_CLAUSE = re.compile(r"[.;:](?:\s|$)| \(")
"""What ends the part of a sentence that speaks of one thing."""

_END_OF_SENTENCE = re.compile(r"[.;](?:\s|$)|\s[—–-]\s| \(|[。；（]|\b(?:but|then|so that|because)\b", re.IGNORECASE)
# What stands between the beginning of a clause and a path that the work does not leave behind.
_TAKEN_AWAY = re.compile(
    r"\b(?:remov|delet|drop|renam|mov(?:e|ed|ing)\b|migrat|replac|deprecat|retir|eliminat|discard|purge|untrack"
    r"|clean(?:ed|ing)?[ -]?up|without\b|instead\b|rather\b|no longer\b|not\b|never\b|legacy\b|old\b)"
    r"|\b(?:exclud|ignor|skip|strip)\w*(?:\W+(?:the|an?|all|any|old))*\W*$"
    r"|删除|移除|去除|去掉|清理|清除|重命名|迁移|替换|不再|削除|除去|廃止|移動|置き換え|삭제|제거|이동"
    r"|\b(?:elimin|suprim|borr|quitar|remover|excluir|entfern|lösch|supprim|retirer)",
    re.IGNORECASE,
)
_GONE = re.compile(r"删除|移除|削除|除去|廃止|삭제|제거|\b(?:not exist|missing|absent|gone)\b")
_INSIDE = re.compile(r"\b(?:in|into|to|within|inside)[\s`*_\[(]*$", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    r"(?:^|\b(?:in|into|to|at|via|within|create|write|add|update|modify|edit|extend|set ?up|configure|implement"
    r"|initiali[sz]e)\b|\bthe\b)[\s`*_\[(]*$",
    re.IGNORECASE,
)
_BETWEEN_NAMES = re.compile(r"(?:[\s`*_,&+]|\band\b)*")
_AFTER_NAME = re.compile(
    r"[`*_\])]*\s*(?:$|[.,;:(—–+&-]|(?:with|for|to|in|at|and|using|that|which|so|by|per|including|containing|documenting|describing|from|as)\b)",
    re.IGNORECASE,
)
_LOOKED_AT = re.compile(
    r"\b(?:from|like|unlike|see|per|mirror\w*|follow\w*|based on|according to|such as|e\.g\.|similar to|same as|copied"
    r"|against|matching|than|via|using|by running|produced|generated|reads?|imports?|where|when|whether"
    r"|(?:described|defined|documented|listed|specified|declared|found|used|seen|shown|lives?|already) (?:in|at))\b",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"[\W_]*(?:\[[^\]]*\][\W_]*)*(?:(?:re-?)?(?:create|write|implement|define|build|introduce|generate|scaffold)|add|update"
    r"|modify|extend|edit|refactor|change|fix|adjust|expand|enhance|improve|rewrite|append|insert|document|register"
    r"|set up|setup|configure|complete|finish|wire|expose|convert|port|make)\b",
    re.IGNORECASE,
)
_MAKES_ANYWHERE = re.compile(
    r"创建|新建|新增|添加|增加|实现|更新|修改|编写|补充|完善|建立|作成|追加|実装|更新|修正|新規|拡張|생성|추가|구현|수정|작성"
)
_WORDS = frozenset({"README", "CHANGELOG", "LICENSE"})
"""Names that in running text are words, of files with some ending or other."""
_NOT_KEPT = re.compile(r"[~/]|\.?/?(?:dist|build|out|target|node_modules|coverage|tmp|\.git|\.venv|venv|\.changeset)/")
_PATTERN = frozenset("*?<>$…")


def named_files(lines: Iterable[Line], document: Document) -> Iterator[Deliverable]:
    """Yield the files that the first clauses of a task name, where its format asks it to name those of its work.

    A bare name counts where the words around it speak of the file itself ("add it to `setup.cfg`").
    """
    for line in lines:
        found = _of_first_clauses(line)
        last: int | None = None
        for written, start, end in found:
            is_named = "/" in written or "\\" in written or _is_meant(line.text, start, end)
            # What is enumerated behind a file is one too.
            if last is not None and _BETWEEN_NAMES.fullmatch(line.text, last, start):
                is_named = True
            if is_named and not _is_taken_away(line.text, start):
                last = end
                yield from _deliverables(line, written, start, end, document)
        if found:
            return


def made_files(lines: Iterable[Line], document: Document) -> Iterator[Deliverable]:
    """Yield the files that free text says are made or changed: one line, or the lines of one item each.

    A line counts where it opens with a word of making or with the path itself, or does something in it; a bare name
    without a folder, a pattern and what no repository keeps never do.
    """
    for line in lines:
        last: int | None = None
        for written, start, end in _of_first_clauses(line):
            is_next = last is None or _INSIDE.search(line.text, 0, start) is not None
            if _is_made(line.text, written, start) and (
                is_next or _BETWEEN_NAMES.fullmatch(line.text, last or 0, start)
            ):
                last = end
                yield from _deliverables(line, written, start, end, document)


def _deliverables(line: Line, written: str, start: int, end: int, document: Document) -> Iterator[Deliverable]:
    """Yield what a path in a line stands for; one that still holds braces stands for no file in particular."""
    for path in expand_braces(written):
        if "{" not in path:
            yield Deliverable(line.text[start:end], path, span=line.span_in(document, start, end), loose=True)


def _of_first_clauses(line: Line) -> list[tuple[str, int, int]]:
    """Return the paths up to the end of the clause with the first; what a later sentence names explains the work."""
    paths = [entry for entry in find_paths(line.text) if entry[0] not in _WORDS]
    for index in range(1, len(paths)):
        if END_OF_CLAUSE.search(line.text, paths[index - 1][2], paths[index][1]):
            paths = paths[:index]
            break
    return [entry for entry in paths if len(paths) == 1 or not entry[0].endswith("/")]


def _is_meant(text: str, start: int, end: int) -> bool:
    return _BEFORE_NAME.search(text, 0, start) is not None and _AFTER_NAME.match(text, end) is not None


def _is_made(text: str, path: str, start: int) -> bool:
    if "/" not in path.rstrip("/") and not path.endswith("/"):
        return False
    if _NOT_KEPT.match(path) or not _PATTERN.isdisjoint(path) or _is_taken_away(text, start):
        return False
    before = text[:start].strip(" `*_[(")
    if _LOOKED_AT.search(before):
        return False
    makes = _MAKES.match(text) or _MAKES_ANYWHERE.search(text)
    changes = not path.endswith("/") and _INSIDE.search(text, 0, start) is not None
    return not before or makes is not None or changes


def _is_taken_away(text: str, start: int) -> bool:
    """Whether the clause around a place says that what stands there is taken away, or not there.

    What is done *in* a file leaves the file where it is, whatever is done.
    """
    if _INSIDE.search(text, 0, start):
        return False
    starts = [found.end() for found in _END_OF_SENTENCE.finditer(text, 0, start)]
    end = _END_OF_SENTENCE.search(text, start)
    clause = text[starts[-1] if starts else 0 : end.start() if end else len(text)]
    place = start - (starts[-1] if starts else 0)
    # In Chinese, Japanese and Korean the verb may stand behind what it speaks of.
    behind = _GONE.search(clause, place)
    return _TAKEN_AWAY.search(clause[:place]) is not None or behind is not None
