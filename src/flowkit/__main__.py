"""The door: ``flowkit`` and ``python -m flowkit``."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of the process, and exit."""
    # A command makes few cycles and soon ends: a collection every 700 objects would take a twentieth of its time.
    gc.set_threshold(50_000, 20, 20)
    try:
        from flowkit.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
