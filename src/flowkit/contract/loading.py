"""Telling whether a contract file is JSON or YAML, and reading it."""

from __future__ import annotations

from codecs import BOM_UTF8

from flowkit.contract.document import Contract, UnusableContractError


def read_contract(path: str, data: bytes) -> Contract:
    """Return a contract file, told to be JSON or YAML by its content.

    Raises:
        UnusableContractError: it is neither, no mapping, or nested too deeply.
    """
    text, bom = _decoded(data)
    if text.lstrip()[:1] in {"{", "["} and not path.endswith((".yaml", ".yml")):
        from flowkit.contract.json_document import read_json

        contract = read_json(text, bom)
    else:
        from flowkit.contract.yaml_document import read_yaml

        contract = read_yaml(text, bom)
    if not isinstance(contract.value, dict):
        raise UnusableContractError("is no mapping, so it is neither OpenAPI nor JSON Schema")
    return contract


def _decoded(data: bytes) -> tuple[str, int]:
    bom = len(BOM_UTF8) if data.startswith(BOM_UTF8) else 0
    try:
        return data[bom:].decode(), bom
    except UnicodeDecodeError as error:
        raise UnusableContractError(f"is not UTF-8, at byte {error.start}") from error
