"""Contract files as intent: the operations of OpenAPI documents and whole JSON Schemas, which a plan can cite."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from flowkit.contract.document import Contract as ContractFile
from flowkit.contract.document import UnusableContractError
from flowkit.contract.loading import read_contract as load
from flowkit.contract.openapi import Operation, operations, version_of
from flowkit.errors import ReadError
from flowkit.model.contract import Contract, ContractPart
from flowkit.model.intent import Spec
from flowkit.model.marker import Grammar, Role
from flowkit.model.source import Document, Span
from flowkit.read.document import MAX_FILE_SIZE, read_document

_FOLDER = "contracts"
_ENDINGS = (".json", ".yaml", ".yml")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SCHEMA_KEYS = {"$schema", "$id", "properties", "$defs", "definitions"}


def read_contracts(
    spec: Spec, root: Path, grammar: Grammar | None = None, *, max_size: int = MAX_FILE_SIZE
) -> tuple[Contract, ...]:
    """Read the contract files in the folder ``contracts`` beside a spec, in order of their names.

    Args:
        spec: the spec.
        root: the project's root, which the path of the spec starts from.
        grammar: how the project's markers are spelled; by default flowkit's own kinds.
        max_size: the most bytes that are read of each.

    Raises:
        ReadError: one of them cannot be read. A file that is neither OpenAPI nor JSON Schema is no contract.
    """
    folder = PurePosixPath(spec.path).parent / _FOLDER
    try:
        beside = sorted(path for path in (root / folder).iterdir() if path.name.lower().endswith(_ENDINGS))
        inside = [path for path in beside if path.is_file() and path.resolve().parent == (root / folder).resolve()]
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise ReadError(f"cannot be read: {error.strerror}", where=str(folder)) from error
    documents = (read_document(path, shown=str(folder / path.name), max_size=max_size) for path in inside)
    contracts = (read_contract(document, grammar) for document in documents)
    return tuple(contract for contract in contracts if contract.parts)


def read_contract(document: Document, grammar: Grammar | None = None) -> Contract:
    """Read a contract file; one that is neither OpenAPI 3 nor JSON Schema has no parts.

    Args:
        document: the file.
        grammar: how the project's markers are spelled; by default flowkit's own kinds.

    Raises:
        ReadError: it is no valid JSON or YAML, or is nested too deeply.
    """
    try:
        file = load(document.path, document.data)
    except UnusableContractError as error:
        line = f":{error.span.line}" if error.span is not None else ":1"
        hint = "mend it, or keep it in another folder"
        raise ReadError(f"the contract {error.message}", where=document.path + line, hint=hint) from error
    kind = next((kind for kind in (grammar or Grammar()).kinds if kind.role is Role.CONTRACT), None)
    prefix = f"{kind.prefix}{kind.separator}" if kind is not None else "CE_"
    told = file.value if isinstance(file.value, dict) else {}
    info = told.get("info", told)
    title = info.get("title") if isinstance(info, dict) else None
    return Contract(title if isinstance(title, str) else None, tuple(_parts(document, file, prefix)), document.path)


def _parts(document: Document, file: ContractFile, prefix: str) -> Iterator[ContractPart]:
    if version_of(file) is not None:
        yield from _operations(file, prefix)
    elif isinstance(file.value, dict) and not _SCHEMA_KEYS.isdisjoint(file.value):
        name = file.value.get("title")
        stem = PurePosixPath(document.path).name.split(".", 1)[0]
        name = name if isinstance(name, str) and _slug(name) else stem
        if _slug(name):
            yield ContractPart(f"{prefix}{_slug(name)}", None, _text(file.value, name), document.line_span(1))


def _operations(file: ContractFile, prefix: str) -> Iterator[ContractPart]:
    """Yield the operations; where two would get one id, the method and path of the later one make its id."""
    taken: set[str] = set()
    for operation in operations(file):
        names = (_slug(operation.id or ""), _slug(operation.name))
        slug = next((name for name in names if name and name not in taken), None)
        if slug is not None:
            taken.add(slug)
            at = operation.id if slug == names[0] and operation.id else operation.name
            yield ContractPart(f"{prefix}{slug}", at, _text(operation.value, operation.name), _span(file, operation))


def _span(file: ContractFile, operation: Operation) -> Span | None:
    return file.span(operation.tokens)


def _text(told: object, name: str) -> str:
    """Return what a part says of itself in one line, behind its name."""
    values = told if isinstance(told, dict) else {}
    words = next((values[key] for key in ("summary", "description") if isinstance(values.get(key), str)), "")
    line = " ".join(words.split("\n\n", 1)[0].split())
    return f"{name}: {line}" if line else name


def _slug(name: str) -> str:
    """Return a name as the capitals of a marker: ``createSession`` and ``create-session`` are ``CREATE_SESSION``."""
    return "_".join(word.upper() for word in _WORDS.findall(name))
