"""The door: ``flowkit`` and ``python -m flowkit``."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line of the process, and exit."""
    # A command makes hardly any cycles and soon ends; looking for them would take a twentieth of its time.
    gc.disable()
    try:
        from flowkit.cli import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
