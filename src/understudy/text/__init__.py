"""Text with positions: sources, spans, YAML nodes and diagnostics; knows nothing of pipelines."""

from __future__ import annotations
