"""What a command is given on its standard input: the brief of its task, what counts, and what the last try lacked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowkit.model.job import Job

_LAST_LINES = 60


def letter(job: Job, brief: str, count: int, tries: int, faults: Sequence[str], printed: str) -> str:
    """Return the text.

    Args:
        job: the task.
        brief: its brief, as Markdown.
        count: which try it is, from 1.
        tries: how many there are at most.
        faults: what spoke against the work of the last try; nothing at the first one.
        printed: what the test command printed at the last try.
    """
    return "".join(f"{line}\n" for line in (*brief.rstrip("\n").split("\n"), *_rules(job), *_last(faults, printed))) + (
        f"\nThis is try {count} of {tries}.\n"
    )


def _rules(job: Job) -> Iterator[str]:
    yield from ("", "## What counts", "")
    yield f"Do this task alone, in the current folder; it is a worktree of the project for {job.task} and nothing else."
    yield "What stands in its files when you end is your work, committed or not, but for what git ignores."
    yield "It is checked out afresh, the tests are run, and the plan is verified. Only what is proven is merged."
    yield ""
    yield "- Do not tick the plan: flowkit does, once the task is proven."
    yield "- The plan, flowkit's settings and baseline, reports and accepted contracts are put back as they were."
    yield "- Decisions, specs, features and tests that prove other tasks may grow, and lose no line."
    yield "- What was proven before has to stay proven, and no new finding may come."


def _last(faults: Sequence[str], printed: str) -> Iterator[str]:
    if not faults:
        return
    yield from ("", "## What the last try lacked", "", "Your work of the last try stands in the folder.", "")
    yield from (f"- {' '.join(fault.split())}" for fault in faults)
    lines = printed.split("\n")[-_LAST_LINES:]
    if any(line.strip() for line in lines):
        yield from ("", "The test command printed at its end:", "", *(f"    {line}".rstrip() for line in lines))
