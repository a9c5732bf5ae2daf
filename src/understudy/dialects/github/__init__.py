"""GitHub Actions: its files, its triggers, its contexts and its runner protocol."""

from __future__ import annotations
