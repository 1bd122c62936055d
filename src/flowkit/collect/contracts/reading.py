"""Reading what a marker is bound to, and the accepted version of it."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from flowkit.collect.contracts.bindings import Binding
from flowkit.collect.contracts.compatibility import breaks
from flowkit.collect.contracts.selection import Absent, Selection, select
from flowkit.collect.repository import Repository
from flowkit.contract.document import Contract, UnusableContractError, Value, local_tokens
from flowkit.contract.loading import read_contract
from flowkit.model.evidence import ContractFact, Dependence, Evidence, Flaw

_WHOLE = "the contract"
"""What a marker is bound to that names no part."""


class Reading:
    """Reads contract files, each once.

    Args:
        repository: the project that they lie in.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._read: dict[str, Contract | Flaw | None] = {}
        self._told: set[str] = set()

    def facts(self, binding: Binding) -> Iterator[Evidence]:
        """Yield what a file holds for a marker, or a flaw for what keeps this from being known."""
        path = self._repository.relative(binding.file) or binding.file
        contract = self._contract(path)
        name = binding.at or _WHOLE
        if contract is None:
            yield ContractFact(path, binding.marker, name, found=False)
            return
        yield from self._flaws(path, contract)
        if isinstance(contract, Flaw):
            return
        try:
            selection = select(contract, binding.at)
        except UnusableContractError as error:
            yield Flaw(path, error.message, error.span)
            return
        depends_on = [Dependence(path, self._repository.sha256(path))]
        if isinstance(selection, Absent):
            yield from _missing(path, name, contract, selection)
            yield ContractFact(path, binding.marker, name, found=False, depends_on=tuple(depends_on))
            return
        broken: tuple[str, ...] | None = ()
        if binding.accepted is not None:
            accepted = self._repository.relative(binding.accepted) or binding.accepted
            depends_on.append(Dependence(accepted, self._repository.sha256(accepted)))
            broken = yield from self._broken(path, accepted, binding, selection)
        if broken is not None:
            span = contract.span(selection.tokens)
            yield ContractFact(path, binding.marker, name, True, broken, span, tuple(depends_on))

    def _broken(
        self, path: str, accepted: str, binding: Binding, selection: Selection
    ) -> Generator[Evidence, None, tuple[str, ...] | None]:
        """Yield what keeps a contract from being compared; return what it takes away, or None where that is unknown."""
        old, new = self._contract(accepted), self._contract(path)
        if old is None:
            message = f"is the accepted version for {binding.marker}, and is not there"
            yield Flaw(accepted, message, hint="Put it back, or take it out of the configuration.")
            return None
        yield from self._flaws(accepted, old)
        if isinstance(old, Flaw) or not isinstance(new, Contract):
            return None
        at_fault = accepted
        try:
            before = select(old, binding.at)
            at_fault = path
            # What the accepted version does not have yet cannot be taken away from it.
            return () if isinstance(before, Absent) else breaks(old, new, before, selection)
        except UnusableContractError as error:
            yield Flaw(at_fault, error.message, error.span)
            return None

    def _contract(self, path: str) -> Contract | Flaw | None:
        """Return a contract file, what is wrong with it, or None where there is none."""
        if path not in self._read:
            self._read[path] = self._loaded(path)
        return self._read[path]

    def _loaded(self, path: str) -> Contract | Flaw | None:
        place = self._repository.inside(path)
        if place is None:
            return Flaw(path, "leads out of the project, so it is not read", hint="Keep the contract in the project.")
        if not place.exists():
            return None
        data = self._repository.read(path)
        if data is None:
            return Flaw(path, f"cannot be read, or has more than {self._repository.max_size:,} bytes")
        try:
            return read_contract(path, data)
        except UnusableContractError as error:
            return Flaw(path, error.message, error.span, "A contract is OpenAPI 3 or JSON Schema, as JSON or YAML.")

    def _flaws(self, path: str, contract: Contract | Flaw) -> Iterator[Flaw]:
        """Yield what is wrong with a file, once."""
        if path in self._told:
            return
        self._told.add(path)
        if isinstance(contract, Flaw):
            yield contract
        elif contract.doubles:
            message = f"has {', '.join(contract.doubles[:3])} twice in one place, and only the last of them counts"
            yield Flaw(path, message, hint="Take one of them out.")


def _missing(path: str, name: str, contract: Contract, absent: Absent) -> Iterator[Flaw]:
    """Yield what may be the cause that a part is not there."""
    if absent.near is not None:
        yield Flaw(path, f"has no {name}", hint=f"Is {absent.near} meant?")
    elif elsewhere := sorted(set(_references(contract.value))):
        message = f"has no {name}, and refers to {elsewhere[0]}, which is not followed"
        yield Flaw(path, message, hint="Bind the marker to that file, or bundle the two into one.")


def _references(root: Value) -> Iterator[str]:
    """Yield the references of a contract that lead to other files or addresses."""
    left, seen = [root], set[int]()
    while left:
        value = left.pop()
        if id(value) in seen or not isinstance(value, dict | list):
            continue
        seen.add(id(value))
        left.extend(value.values() if isinstance(value, dict) else value)
        given = value.get("$ref") if isinstance(value, dict) else None
        if isinstance(given, str) and local_tokens(given) is None and not given.startswith("#"):
            yield given
