"""What an active plug-in registers in each of its processes."""

from __future__ import annotations

import json
import time
from dataclasses import astuple

import pytest

from flowkit.config import Config, load_config
from flowkit.errors import FlowkitError
from flowkit.model.marker import KINDS, Form, Grammar, Kind, Role
from flowkit.pytest_plugin.gathering import Gathering
from flowkit.pytest_plugin.observer import Observer
from flowkit.pytest_plugin.project import Project
from flowkit.pytest_plugin.writer import Writer


def activate(config: pytest.Config) -> None:
    """Register what observes tests, and what writes down how they ended.

    Where the tests are distributed by pytest-xdist, the workers observe and the controller writes.
    """
    started = time.time_ns()
    project = Project(config.rootpath)
    given = getattr(config, "workerinput", None)
    if given is not None:
        observer = Observer(config, project, Grammar(_unpacked(given["flowkit"])) if "flowkit" in given else Grammar())
        config.pluginmanager.register(observer, "flowkit-observer")
        return
    settings, warning = _settings(config)
    observer = Observer(config, project, settings.grammar())
    reports = (*settings.reports.coverage, *settings.reports.junit)
    gathering = Gathering(config, project, observer, started, _packed(settings))
    writer = Writer(gathering, reports)
    if warning is not None:
        writer.warnings.append(warning)
    for name, plugin in (("observer", observer), ("gathering", gathering), ("writer", writer)):
        config.pluginmanager.register(plugin, f"flowkit-{name}")


def _settings(config: pytest.Config) -> tuple[Config, str | None]:
    """Return flowkit's configuration, or the defaults and why it cannot be used: the tests run all the same."""
    try:
        return load_config(config.rootpath), None
    except FlowkitError as error:
        return Config(root=config.rootpath), f"the defaults are used: {error}"


def _packed(settings: Config) -> str:
    """Return the project's own kinds as text, so that a worker need not read the configuration."""
    return json.dumps([astuple(kind) for kind in settings.grammar().kinds if kind not in KINDS])


def _unpacked(text: str) -> tuple[Kind, ...]:
    own = (
        Kind(name, prefix, separator, Form(form), Role(role), local)
        for name, prefix, separator, form, role, local in json.loads(text)
    )
    return (*own, *KINDS)
