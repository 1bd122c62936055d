"""What every test may use."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from .desk import Desk

ROOT = Path(__file__).resolve().parent.parent

# Tests that are started in the background inherit that Ctrl-C is ignored, and so would the commands that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says more of the machine than of the code. The tests are to stay quick; whoever changes a
# grammar asks for more: HYPOTHESIS_PROFILE=thorough.
settings.register_profile("quick", deadline=None, max_examples=30)
settings.register_profile("thorough", deadline=None, max_examples=1_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the checkout; a test that needs it is skipped where it is missing."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of real documents is not beside this checkout")
    return folder


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder with nothing in it but a configuration."""
    (tmp_path / "flowkit.toml").write_text('fail_on = "error"\n')
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys)
