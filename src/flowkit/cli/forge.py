"""The forge in whose build flowkit runs, as the environment tells of it.

The variables are those of GitHub Actions (https://docs.github.com/en/actions/reference/workflows-and-actions/variables)
and of GitLab CI/CD (https://docs.gitlab.com/ci/variables/predefined_variables/).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flowkit.model.web import Web

_FORGES = (
    ("{GITHUB_WORKSPACE}", "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/blob/{GITHUB_SHA}"),
    ("{CI_PROJECT_DIR}", "{CI_PROJECT_URL}/-/blob/{CI_COMMIT_SHA}"),
)
"""Where a forge puts the repository, and the address below which it shows the files of the commit."""


def web_of(folder: Path, environment: Mapping[str, str]) -> Web | None:
    """Return where the files of a folder are shown; None where no forge builds the repository that it lies in."""
    for place, address in _FORGES:
        try:
            top, shown = Path(place.format_map(environment)).resolve(), address.format_map(environment)
        except KeyError:
            continue
        here = folder.resolve()
        if shown.startswith(("https://", "http://")) and here.is_relative_to(top):
            return Web(shown, here.relative_to(top).as_posix())
    return None
