"""One module for each way of saying what happened; nothing else writes to a screen."""

from __future__ import annotations
