"""Rehearse a Python project's CI pipeline on your own machine."""

from __future__ import annotations
