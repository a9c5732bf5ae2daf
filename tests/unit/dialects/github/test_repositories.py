"""Without repositories nothing can be had from elsewhere, and that is said."""

from __future__ import annotations

from understudy.dialects.github.repositories import NoRepositories
from understudy.text.source import Source


def test_nothing_can_be_had() -> None:
    found = NoRepositories().workflow("o/r/x.yml@v1", Source("ci.yml", ""))

    assert found == "`o/r/x.yml@v1` is not among the files at hand"
