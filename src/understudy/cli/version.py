"""Owns which version of understudy this is; slow to import, so only where it is asked."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """Return the version that was installed."""
    try:
        return metadata.version("understudy")
    except metadata.PackageNotFoundError:
        return "unknown (not installed)"
