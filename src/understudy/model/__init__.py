"""The nouns of every layer above: pipelines, events, plans and results; all frozen."""

from __future__ import annotations
