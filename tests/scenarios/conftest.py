"""Keeps pytest out of the repositories of the scenarios: these have tests, too."""

from __future__ import annotations

collect_ignore_glob = ["*/*/*"]
