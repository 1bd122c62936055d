"""Where chains break, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.guide.tracing.intent import UNDEFINED
from flowkit.guide.tracing.setting import Setting
from flowkit.guide.tracing.witnesses import node_of_tag, node_of_test, plain_name
from flowkit.model.evidence import TagFact
from flowkit.model.marker import KINDS, Grammar, Role
from flowkit.model.trace import Gap, Kind, Node, Trace, Web
from flowkit.model.verdict import Binding, Place, Verdict

_GRAMMAR = Grammar(KINDS)
_NAMING_NONE = frozenset({"openspec"})
"""The dialects whose tasks are not asked to name what they are for; some hold its name by chance."""
_PARTS = frozenset({Kind.CRITERION, Kind.COVERAGE, Kind.CONTRACT, Kind.SCENARIO})
_TRIALS = frozenset({Kind.TEST, Kind.SCENARIO})
_TRIED = frozenset({Kind.CRITERION, Kind.SCENARIO})
_SETTLED = frozenset({Verdict.PROVEN.value, Verdict.MANUAL.value})


def find_gaps(web: Web, setting: Setting) -> None:
    """Add to a web where its chains break; of what nobody has claimed to be done, only that it is open."""
    for binding in setting.bindings if setting.whole else ():
        if len(binding.names) != 1:
            _lose(web, setting, binding)
    if setting.whole:
        _add_unplanned(web, setting)
    trace = web.trace()
    unasked = {plan.path for plan in setting.plans if plan.dialect in _NAMING_NONE}
    requiring = {
        trace.nodes[link.then].place.path for link in trace.links if _is_requirement(trace, link.first)
    } - unasked
    decided = any(node.kind is Kind.DECISION for node in web.nodes.values())
    for node in web.nodes.values():
        web.gaps += _gaps(node, trace, planned=node.place.path in requiring, decided=decided)


def _is_requirement(trace: Trace, key: str) -> bool:
    return trace.nodes[key].kind is Kind.REQUIREMENT


def _gaps(node: Node, trace: Trace, *, planned: bool, decided: bool) -> Iterator[Gap]:
    """Yield the gaps of a node; ``planned``: tasks of its plan name requirements; ``decided``: there are decisions."""
    after, before = trace.after.get(node.key, ()), trace.before.get(node.key, ())
    match node.kind:
        case Kind.DECISION:
            if node.why == UNDEFINED:
                yield Gap(node.key, "decision", UNDEFINED)
            elif not after and (node.result or "").startswith("accepted"):
                yield Gap(node.key, "requirement", "no spec and no plan names it")
        case Kind.REQUIREMENT:
            if node.why == UNDEFINED:
                yield Gap(node.key, "requirement", UNDEFINED)
            elif decided and not before:
                yield Gap(node.key, "decision", "its spec names no decision")
            if not after:
                yield Gap(node.key, "task", "no task names it")
        case Kind.TASK:
            if planned and not any(_is_requirement(trace, key) for key in before):
                yield Gap(node.key, "requirement", "it names no requirement")
            yield from _unfinished(node, trace)
        case Kind.CRITERION | Kind.COVERAGE | Kind.CONTRACT | Kind.SCENARIO:
            if node.owed and before and node.result not in _SETTLED and (node.result or node.why):
                yield _unproven(node, [trace.nodes[key] for key in after])
        case Kind.TEST | Kind.CODE | Kind.FILE:
            pass


def _unproven(part: Node, below: Sequence[Node]) -> Gap:
    """Return why the chain of a part ends without a result that holds."""
    tests = [node for node in below if node.kind in _TRIALS]
    untold = [node for node in tests if node.kind is Kind.TEST and node.result is None]
    if tests and len(untold) == len(tests):
        return Gap(part.key, "result", f"no report tells how its test{'' if len(tests) == 1 else 's'} ended")
    wants = "result" if tests or part.kind not in _TRIED else "test"
    return Gap(part.key, wants, part.why or "nothing speaks for or against it")


def _unfinished(task: Node, trace: Trace) -> Iterator[Gap]:
    """Yield why a chain ends at a task; where it has parts, they tell it themselves."""
    if task.result in _SETTLED:
        return
    if not task.owed:
        yield Gap(task.key, "result", "the task is not done, by its own word")
        return
    below = [trace.nodes[key] for key in trace.after.get(task.key, ())]
    missing = [node for node in below if node.kind is Kind.FILE and node.result is not None]
    yield from (Gap(task.key, "file", f"{node.name} {node.result}") for node in missing)
    if not missing and not any(node.kind in _PARTS for node in below):
        wants = "result" if any(node.kind is Kind.TEST for node in below) else "criterion"
        yield Gap(task.key, wants, task.why or "nothing speaks for or against it")


def _lose(web: Web, setting: Setting, binding: Binding) -> None:
    """Add a test or code that names a marker which nothing defines, or several plans do."""
    fact, path = binding.fact, setting.seen(binding.fact.path)
    node = (
        node_of_tag(fact, path)
        if isinstance(fact, TagFact)
        else node_of_test(plain_name(fact.test), Place(path, fact.span))
    )
    key = web.add(node)
    several = f"names {binding.written}, which may mean {' or '.join(binding.names)}"
    reason = several if binding.names else f"names {binding.written}, which no plan defines"
    web.gaps.append(Gap(key, "task", reason))


def _add_unplanned(web: Web, setting: Setting) -> None:
    """Add the scenarios that carry an id which no plan lists."""
    planned = {item.id for plan in setting.plans for task in plan.tasks for item in task.scenarios}
    for feature in setting.background.features:
        for scenario in feature.scenarios:
            ids = [tag for tag in scenario.tags if (kind := _GRAMMAR.kind_of(tag)) and kind.role is Role.SCENARIO]
            if ids and planned.isdisjoint(ids):
                title = scenario.name or ids[0]
                place = Place(feature.path, scenario.span)
                key = web.add(Node(f"scenario {feature.path} {title}", Kind.SCENARIO, ids[0], ids[0], title, place))
                web.gaps.append(Gap(key, "task", f"no plan lists {ids[0]}"))
