"""Says that each task of the session plan is done: ticks the plan, writes empty tests, and edits the record.

Started as ``agent.py`` is, and as ignorant of flowkit.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

if __name__ == "__main__":
    plan = Path(os.environ["FLOWKIT_PLAN"])
    text = plan.read_text(encoding="utf-8")
    plan.write_text(re.sub(r"^### (?=(?:IMPL|TEST|DOC)_)", "### [x] ", text, flags=re.MULTILINE), encoding="utf-8")
    markers = re.findall(r"^- ((?:AC|SC)-\d+)", text, flags=re.MULTILINE)
    names = [f"{os.environ['FLOWKIT_MARKER']}/{marker}" for marker in markers] + markers
    tests = Path("examples/session_timeout/tests")
    tests.mkdir(parents=True, exist_ok=True)
    marks = ", ".join(map(repr, names))
    (tests / "test_everything.py").write_text(
        f"import pytest\n\n\n@pytest.mark.verifies({marks})\ndef test_everything():\n    pass\n", encoding="utf-8"
    )
    for name in re.findall(r"^- `(\S+\.py)`", text, flags=re.MULTILINE):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("class SessionManager: ...\nclass InMemorySessionStore: ...\n", encoding="utf-8")
    record = Path(".flowkit/tests.json")
    record.parent.mkdir(exist_ok=True)
    record.write_text(json.dumps({"tests": [{"name": "t", "outcome": "passed", "markers": names}]}), encoding="utf-8")
    print("All tests pass. The task is complete.")
