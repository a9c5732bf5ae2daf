"""One package per CI service, which owns all of its words."""

from __future__ import annotations
