"""Tracing: plans, sources and the repository in, the chains between them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowkit.app.gathering import gather
from flowkit.app.reading import configuration, is_inside, read
from flowkit.config import Config
from flowkit.errors import UsageError
from flowkit.read.discovery import shown_path
from flowkit.request import Request

if TYPE_CHECKING:
    from flowkit.guide.tracing.setting import Setting
    from flowkit.model.evidence import Evidence, TestFact
    from flowkit.model.plan import Plan
    from flowkit.model.trace import Trace
    from flowkit.model.verdict import Assessment, Finding, Surroundings


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a trace is asked for: the chains through a marker, those to a file, those that break; or all."""

    marker: str | None = None
    file: str | None = None
    gaps: bool = False


@dataclass(frozen=True, slots=True)
class Traced:
    """A trace, and a finding for each document that is no plan."""

    trace: Trace
    strays: tuple[Finding, ...]


def trace(asked: Asked, request: Request) -> Traced:
    """Return the chains from decisions to results through the plans that are asked for.

    Raises:
        FlowkitError: the configuration cannot be used, a document, a source or a report cannot be read; there is no
            plan; or nothing is called as the marker is, or has to do with the file.
    """
    from flowkit.guide.tracing.selection import broken, of_marker
    from flowkit.guide.tracing.weaving import weave

    config = configuration(request)
    path = None if asked.file is None else _shown(asked.file, request, config)
    reading = read(request, config)
    if not reading.plans:
        raise UsageError("there is no plan to look at", hint="name one")
    found = weave(_setting(reading.plans, request, config, path))
    if asked.marker is not None:
        found = of_marker(found, asked.marker)
    if path is not None:
        found = _of_file(found, path, request)
    return Traced(broken(found) if asked.gaps else found, reading.strays)


def _shown(file: str, request: Request, config: Config) -> str:
    """Return a path as it is shown everywhere.

    Raises:
        UsageError: it is no path at all.
        ReadError: it lies where nothing is to be looked at.
    """
    import os.path
    from pathlib import Path

    if not file:
        raise UsageError("there is no such file or folder", where=repr(file))
    path = request.folder / file
    config.check_reach(path, file)
    # Links are left as they are, as plans name them.
    return shown_path(Path(os.path.normpath(path)), request.folder)


def _of_file(found: Trace, path: str, request: Request) -> Trace:
    """Return the chains that lead to a file or folder, be it there or still to be left behind.

    Raises:
        UsageError: nothing at hand has to do with it.
    """
    import os.path

    from flowkit.guide.tracing.selection import of_file

    try:
        return of_file(found, path)
    except UsageError:
        if not os.path.lexists(request.folder / path):
            raise UsageError("there is no such file or folder", where=path) from None
        raise


def _setting(plans: tuple[Plan, ...], request: Request, config: Config, file: str | None) -> Setting:
    from flowkit.guide.tracing.selection import lies_in
    from flowkit.guide.tracing.setting import Setting
    from flowkit.model.verdict import Surroundings
    from flowkit.read.sources import read_background, read_spec_indexes

    around = gather(request, config, Surroundings(plans), None, {}, whole=not request.paths)
    outside = frozenset(plan.path for plan in plans if not is_inside(request.folder / plan.path, config))
    usual = len(outside) < len(plans)
    cited = {citation.id for plan in plans for task in plan.tasks for citation in task.requirements}
    assessment = around.assessment
    evidence = assessment.evidence if assessment else ()

    def seen(path: str) -> str:
        return shown_path(config.root / path, request.folder)

    return Setting(
        plans=plans,
        # Sources that are configured speak for every plan, the usual folders for those inside the project.
        foreign=outside if config.sources is None else frozenset(),
        background=read_background(config, request.folder, (), usual=usual),
        specs=tuple(read_spec_indexes(config, request.folder, cited, usual=usual)),
        markers=assessment.markers if assessment else {},
        tests=_tests(assessment, around) if assessment else {},
        bindings=assessment.bindings if assessment else (),
        files=_files(evidence),
        ran=_ran(evidence, lambda path: file is not None and lies_in(seen(path), file)),
        whole=not request.paths,
        seen=seen,
    )


def _tests(assessment: Assessment, around: Surroundings) -> Mapping[str, tuple[TestFact, ...]]:
    """Return the tests that verify each marker, as they were found when it was judged."""
    from flowkit.judge.facts import Facts

    facts = Facts(assessment.evidence, assessment.bindings, around.features)
    refs = dict.fromkeys(marker.ref for markers in assessment.markers.values() for marker in markers)
    return {ref: facts.tests(ref) for ref in refs}


def _files(evidence: Iterable[Evidence]) -> Mapping[str, tuple[str, ...]]:
    """Return where the files and folders are that plans name."""
    from flowkit.model.evidence import FileFact

    return _grouped((fact.asked, fact.path) for fact in evidence if isinstance(fact, FileFact))


def _ran(evidence: Iterable[Evidence], is_asked: Callable[[str], bool]) -> Mapping[str, tuple[str, ...]]:
    """Return the tests that executed each of the files that are asked about; of all, that would be too much to tell."""
    from flowkit.model.evidence import ExecutionFact

    facts = (fact for fact in evidence if isinstance(fact, ExecutionFact) and fact.lines and is_asked(fact.measured))
    return _grouped((fact.measured, fact.test) for fact in facts)


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items()}
