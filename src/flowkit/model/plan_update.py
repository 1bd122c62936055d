"""What planning makes of a spec."""

from __future__ import annotations

from dataclasses import dataclass

from flowkit.model.verdict import Finding


@dataclass(frozen=True, slots=True)
class PlanUpdate:
    """The plan of a spec, drafted for the first time or brought up to its sources.

    Attributes:
        spec: the path of the spec.
        path: the file that the plan belongs in, as it is from the user's folder.
        text: what the plan says now.
        before: what stands in that file; None where there is none.
        added: the tasks that are new.
        dropped: the tasks that were struck out.
        unticked: the tasks that were done and mean something else now.
        clashes: the lines that people changed and the sources changed too, each with what the sources say; what people
            wrote stands.
        lost: what is told of a dialect: ids that are new, and what it cannot carry.
        findings: what the sources ask for and the plan does not take up.
    """

    spec: str
    path: str
    text: str
    before: str | None
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    unticked: tuple[str, ...]
    clashes: tuple[tuple[int, str], ...]
    lost: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def is_behind(self) -> bool:
        """Whether what stands differs from the plan, or is not there."""
        return self.before != self.text
