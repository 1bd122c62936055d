"""Plans and facts in, the verdict of every marker out.

Each element of a plan becomes what has to be true; the worst verdict wins, from the obligations of a marker up to its
task. That a file or a symbol is there never proves a criterion, and a task that demands nothing is never proven.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from flowkit.judge.bindings import bind_all
from flowkit.judge.deliveries import deliverables
from flowkit.judge.facts import Facts
from flowkit.judge.measures import coverage
from flowkit.judge.scenarios import scenario
from flowkit.judge.trials import Ground, Trial, judge_tests
from flowkit.model.evidence import Evidence
from flowkit.model.feature import Feature
from flowkit.model.plan import Plan
from flowkit.model.task import DOCUMENTATION, ContractEndpoint, Criterion, State, Task, part_name
from flowkit.model.verdict import SETTLED, Assessment, MarkerVerdict, Obligation, Verdict, worst

_WITHOUT_CODE = frozenset({"TEST", DOCUMENTATION})
"""The kinds of tasks that make no code of their own."""


# implements: feat-flowkit-commands:IMPL_002
def assess(
    plans: Sequence[Plan],
    held: Sequence[Plan],
    evidence: Iterable[Evidence],
    features: Sequence[Feature] = (),
    *,
    whole: bool = False,
) -> Assessment:
    """Return what the evidence says of plans.

    Args:
        plans: every plan in question; they decide what a short name means.
        held: those of them that are held against the evidence.
        evidence: the facts.
        features: the feature files at hand, with paths from the project's root.
        whole: all plans of the project are in question.
    """
    found = tuple(evidence)
    bindings = bind_all(plans, found)
    facts = Facts(found, bindings, features)
    markers = {plan.path: tuple(_Assessor(plan, facts).markers()) for plan in held}
    return Assessment(markers, bindings, found, whole)


class _Assessor:
    """The verdicts of one plan."""

    def __init__(self, plan: Plan, facts: Facts) -> None:
        self.plan, self.facts = plan, facts
        self.tasks = {task.key: task for task in plan.tasks}

    def markers(self) -> Iterator[MarkerVerdict]:
        """Yield the verdict of every marker, each task before its parts."""
        below = {key: tuple(self._parts(task)) for key, task in self.tasks.items() if task.state is not State.DROPPED}
        own = {key: self._task(self.tasks[key], parts) for key, parts in below.items()}
        settled = {key for key, verdict in own.items() if verdict.verdict in SETTLED}
        for key, verdict in own.items():
            waits = (item.on for item in self.tasks[key].depends_on)
            open_ones = tuple(self.plan.full_name(on) for on in dict.fromkeys(waits) if on in own and on not in settled)
            yield replace(verdict, blocked_by=open_ones) if open_ones else verdict
            yield from below[key]

    def _task(self, task: Task, parts: Sequence[MarkerVerdict]) -> MarkerVerdict:
        marker = self.plan.full_name(task.key)
        own = list(deliverables(self.plan, task, self.facts))
        trial = self._trial(marker, task, "criterion-unproven")
        if trial is not None:
            told = trial.verdict, trial.reason, tuple(trial.tests), trial.problem
            own.append(Obligation("test", marker, f"the tests of {task.key} pass", *told, task.span))
        elif not parts and all(one.verdict is Verdict.PROVEN for one in own):
            reason = "no test verifies it" if own else "it demands nothing that could be looked at"
            documents = bool(own) and task.kind == DOCUMENTATION
            if not documents:
                own.append(Obligation("test", marker, f"{task.key} is done", Verdict.UNPROVEN, reason, span=task.span))
        verdicts = [one.verdict for one in own] + [part.verdict for part in parts]
        return MarkerVerdict(marker, worst(verdicts), task.key, tuple(own))

    def _parts(self, task: Task) -> Iterator[MarkerVerdict]:
        for number, criterion in enumerate(task.criteria, start=1):
            name = self.plan.full_name(part_name(task, criterion, number))
            yield self._marker(name, task, [self._criterion(name, task, criterion)])
        for number, item in enumerate(task.scenarios, start=1):
            name = self.plan.full_name(item.id or part_name(task, item, number))
            yield self._marker(name, task, [scenario(name, item, self._ground(task), self.facts)])
        for target in task.coverage_targets:
            files = self._files_of(target.of)
            yield self._marker(self.plan.full_name(target.id), task, [coverage(self.plan, target, files, self.facts)])
        for endpoint in task.contract_endpoints:
            yield self._marker(self.plan.full_name(endpoint.id), task, list(self._contract(endpoint)))

    @staticmethod
    def _marker(name: str, task: Task, obligations: Sequence[Obligation]) -> MarkerVerdict:
        return MarkerVerdict(name, worst(one.verdict for one in obligations), task.key, tuple(obligations))

    def _criterion(self, name: str, task: Task, criterion: Criterion) -> Obligation:
        subject = criterion.text or name
        trial = self._trial(name, task, "criterion-unproven")
        if trial is not None:
            told = trial.verdict, trial.reason, tuple(trial.tests), trial.problem
            return Obligation("test", name, subject, *told, criterion.span)
        if criterion.attested is not None:
            return self._attested(name, task, criterion)
        hint = f"Have a test say that it verifies {name}, or attest to it: attested: name, date, commit."
        reason = "no test verifies it"
        return Obligation(
            "test", name, subject, Verdict.UNPROVEN, reason, (), "criterion-unproven", criterion.span, hint
        )

    def _attested(self, name: str, task: Task, criterion: Criterion) -> Obligation:
        attested = criterion.attested
        if attested is None:
            raise ValueError(f"{name} is not attested")
        who = f"{attested.name} attested to it on {attested.date} at {attested.commit}"
        change = self.facts.changes.get(attested.commit)
        evidence = () if change is None else (change,)
        if change is None or change.changed is None:
            reason, problem = f"{who}, a commit that is not known here", "criterion-unproven"
            return Obligation(
                "attestation", name, criterion.text, Verdict.UNPROVEN, reason, evidence, problem, criterion.span
            )
        changed = sorted(self._deliveries(task) & change.changed)
        if changed:
            reason = f"{who}, and {changed[0]} changed since"
            return Obligation(
                "attestation", name, criterion.text, Verdict.STALE, reason, evidence, "stale-evidence", criterion.span
            )
        return Obligation("attestation", name, criterion.text, Verdict.MANUAL, who, evidence)

    def _contract(self, endpoint: ContractEndpoint) -> Iterator[Obligation]:
        name = self.plan.full_name(endpoint.id)
        bound = self.facts.contracts.get(endpoint.id, []) or self.facts.contracts.get(name, [])
        for fact in bound:
            subject = f"{fact.name} is in {fact.path}"
            told: tuple[Verdict, str, str | None]
            if not fact.found:
                verdict = Verdict.UNPROVEN if fact.found is None else Verdict.MISSING
                told = verdict, fact.reason or f"{fact.path} has no {fact.name}", "contract-missing"
            elif fact.broken:
                told = Verdict.FAILING, "; ".join(fact.broken), "contract-broken"
            else:
                told = Verdict.PROVEN, subject, None
            verdict, reason, problem = told
            yield Obligation("contract", name, subject, verdict, reason, (fact,), problem, endpoint.span, fact.hint)
        if not bound:
            hint = f'Bind it: [tool.flowkit.contracts.{endpoint.id}] file = "…".'
            reason = "it is bound to no contract file"
            yield Obligation(
                "contract", name, endpoint.text, Verdict.UNPROVEN, reason, (), "contract-missing", endpoint.span, hint
            )
        tags = self.facts.implementing.get(name, [])
        subject = f"code implements {endpoint.id}"
        if tags:
            yield Obligation("code", name, subject, Verdict.PROVEN, f"{tags[0].path} implements it", tuple(tags))
        else:
            hint = f"Tag the code that does: implements: {endpoint.id}."
            reason = "no code says that it implements it"
            yield Obligation(
                "code", name, subject, Verdict.UNPROVEN, reason, (), "contract-missing", endpoint.span, hint
            )
        trial = judge_tests(self.facts.tests(name), Ground(self._tagged([name])), self.facts, "criterion-unproven")
        subject = f"a test verifies {endpoint.id}"
        if trial is not None:
            yield Obligation(
                "test", name, subject, trial.verdict, trial.reason, trial.tests, trial.problem, endpoint.span
            )
        else:
            reason = "no test verifies it"
            yield Obligation("test", name, subject, Verdict.UNPROVEN, reason, (), "criterion-unproven", endpoint.span)

    def _deliveries(self, task: Task) -> set[str]:
        """Return the files that a task delivers, those in its folders among them."""
        return {file for entry in task.files for fact in self.facts.files.get(entry.path, []) for file in fact.files}

    def _files_of(self, of: str | None) -> list[str]:
        """Return the files that a plan's deliverables give for a name that a target measures."""
        if of is None:
            return []
        named = [entry.path for other in self.plan.tasks for entry in other.files]
        fits = [path for path in named if path is not None and (path == of or path.endswith(f"/{of}"))]
        return sorted({file for path in fits for fact in self.facts.files.get(path, []) for file in fact.files})

    def _trial(self, name: str, task: Task, unproven: str) -> Trial | None:
        """Return what the tests of a marker of a task say; None where there is none."""
        tests = self.facts.tests(name)
        return judge_tests(tests, self._ground(task), self.facts, unproven) if tests else None

    def _ground(self, task: Task) -> Ground:
        """Return the code that tests of a task's markers are to reach.

        For a task that makes code it is what is tagged to implement it, or else the code that it delivers; for one that
        makes tests, that of the tasks that it waits for, and of those that they wait for. Of a document nothing is run.
        """
        if task.kind == DOCUMENTATION:
            return Ground({})
        lines: dict[str, frozenset[int] | None] = {}
        for one in self._awaited(task) if task.kind in _WITHOUT_CODE else [task]:
            if one.kind not in _WITHOUT_CODE:
                lines |= self._code(one)
        return Ground(lines)

    def _awaited(self, task: Task) -> list[Task]:
        """Return every task that one waits for, directly or not."""
        found: dict[str, Task] = {}
        left = [task]
        while left:
            for item in left.pop().depends_on:
                one = self.tasks.get(item.on)
                if one is not None and one.key not in found:
                    found[one.key] = one
                    left.append(one)
        return list(found.values())

    def _code(self, task: Task) -> dict[str, frozenset[int] | None]:
        names = [self.plan.full_name(task.key)]
        names += [self.plan.full_name(part_name(task, item, n)) for n, item in enumerate(task.criteria, start=1)]
        return self._tagged(names) or dict.fromkeys(self._deliveries(task))

    def _tagged(self, names: Sequence[str]) -> dict[str, frozenset[int] | None]:
        """Return the lines that are tagged to implement any of some markers, by file; None for a whole one."""
        tagged: dict[str, frozenset[int] | None] = {}
        for tag in (tag for name in names for tag in self.facts.implementing.get(name, [])):
            before = tagged.get(tag.path, frozenset())
            whole = tag.owner is None or before is None
            tagged[tag.path] = None if whole else (before or frozenset()) | frozenset(range(tag.first, tag.last + 1))
        return tagged
