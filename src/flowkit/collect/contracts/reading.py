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
        """Yield what a file holds for a marker; before it, a flaw for each file that cannot be used."""
        path = self._repository.relative(binding.file) or binding.file
        contract = self._contract(path)
        name = binding.at or _WHOLE
        if contract is None:
            yield ContractFact(path, binding.marker, name, found=False, reason=f"{path} is not there")
            return
        yield from self._flaws(path, contract)
        depends_on = [Dependence(path, self._repository.sha256(path))]
        try:
            usable = _usable(path, contract)
            selection = _selected(path, usable, binding)
            broken: tuple[str, ...] = ()
            if isinstance(selection, Selection) and binding.accepted is not None:
                accepted = self._repository.relative(binding.accepted) or binding.accepted
                depends_on.append(Dependence(accepted, self._repository.sha256(accepted)))
                broken = yield from self._broken(path, usable, accepted, binding, selection)
        except _UnknownError as error:
            if error.flaw is not None:
                yield error.flaw
            yield ContractFact(path, binding.marker, name, None, (), None, tuple(depends_on), error.reason, error.hint)
            return
        if isinstance(selection, Absent):
            reason, hint = _why_absent(path, name, usable, selection)
            yield ContractFact(path, binding.marker, name, False, (), None, tuple(depends_on), reason, hint)
        else:
            span = usable.span(selection.tokens)
            yield ContractFact(path, binding.marker, name, True, broken, span, tuple(depends_on))

    def _broken(
        self, path: str, new: Contract, accepted: str, binding: Binding, selection: Selection
    ) -> Generator[Evidence, None, tuple[str, ...]]:
        """Yield what is wrong with the accepted version; return what the contract takes away from it.

        Raises:
            _UnknownError: the two cannot be compared.
        """
        found = self._contract(accepted)
        if found is None:
            hint = "Put it back, or take it out of the configuration."
            raise _UnknownError(f"its accepted version {accepted} is not there", hint)
        yield from self._flaws(accepted, found)
        old = _usable(accepted, found)
        before = _selected(accepted, old, binding)
        try:
            # What the accepted version does not have yet cannot be taken away from it.
            return () if isinstance(before, Absent) else breaks(old, new, before, selection)
        except UnusableContractError as error:
            raise _UnknownError.of(path, error) from error

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


class _UnknownError(Exception):
    """It cannot be known whether a part is there and compatible: why, what to do, and a flaw not yet told of."""

    def __init__(self, reason: str, hint: str | None = None, flaw: Flaw | None = None) -> None:
        super().__init__(reason)
        self.reason, self.hint, self.flaw = reason, hint, flaw

    @classmethod
    def of(cls, path: str, error: UnusableContractError) -> _UnknownError:
        """Make one of what makes a file unusable for one marker."""
        return cls(f"{path} {error.message}", None, Flaw(path, error.message, error.span))


def _usable(path: str, contract: Contract | Flaw) -> Contract:
    if isinstance(contract, Flaw):
        raise _UnknownError(f"{path} {contract.message}", contract.hint)
    return contract


def _selected(path: str, contract: Contract, binding: Binding) -> Selection | Absent:
    try:
        return select(contract, binding.at)
    except UnusableContractError as error:
        raise _UnknownError.of(path, error) from error


def _why_absent(path: str, name: str, contract: Contract, absent: Absent) -> tuple[str, str | None]:
    """Return why a part is not there, and what to do about it."""
    if absent.near is not None:
        return f"{path} has no {name}", f"Is {absent.near} meant?"
    if elsewhere := sorted(set(_references(contract.value))):
        reason = f"{path} has no {name}, and refers to {elsewhere[0]}, which is not followed"
        return reason, "Bind the marker to that file, or bundle the two into one."
    return f"{path} has no {name}", None


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
