"""Keeps pytest out of the repositories of the scenarios, which have tests themselves."""

from __future__ import annotations

collect_ignore_glob = ["*/*/*"]
