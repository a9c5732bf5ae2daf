"""The answer to an event, pure: pipeline and event in, plan with reasons out."""

from __future__ import annotations
