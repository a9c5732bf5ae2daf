"""The answer to an event, pure: pipeline and event in, plan out, with a reason for all that does not start."""

from __future__ import annotations
