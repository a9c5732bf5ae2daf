"""The language is pure: its tests do without the home that all others get."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def home() -> None:
    """Take the place of the fixture that makes folders."""
