"""flowkit's plug-in for pytest: it records how every test ended, what it verifies and what it ran.

It does nothing unless ``--flowkit`` or the setting ``flowkit = true`` of pytest's own configuration asks for it. Then
it writes ``.flowkit/tests.json`` below pytest's root folder; ``flowkit.collect.recordings`` describes that file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option and the setting that make the plug-in active."""
    text = "record the outcome of every test, what it verifies and what it ran, for flowkit verify"
    parser.getgroup("flowkit").addoption("--flowkit", action="store_true", default=False, help=text)
    parser.addini("flowkit", text, type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker and, where that is asked for, what records."""
    text = "verifies(*ids): the markers of a work plan that the test verifies, such as SC-001 or IMPL_002/AC-1"
    config.addinivalue_line("markers", text)
    if config.getoption("flowkit") or config.getini("flowkit"):
        # Nothing of this is imported for those who do not want it.
        from flowkit.pytest_plugin.activation import activate

        activate(config)
