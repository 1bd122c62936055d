"""``python -m session_timeout`` prints the JSON Schema of a configuration file."""

from __future__ import annotations

import json

from session_timeout.config import config_schema

if __name__ == "__main__":
    print(json.dumps(config_schema(), indent=2))  # noqa: T201 - that is the command
