"""Owns a run: the origin, interpreters, environments and processes of its legs."""

from __future__ import annotations
