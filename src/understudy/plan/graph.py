"""Owns the order that `needs` puts jobs into; wrong needs are for the reader."""

from __future__ import annotations

from typing import Dict, FrozenSet, Iterable, List, Mapping, Sequence, Tuple

from understudy.model.pipeline import Job


def needs(jobs: Iterable[Job]) -> Dict[str, Tuple[str, ...]]:
    """Return the ids that each job needs, in file order, as the jobs spell them.

    Unknown ids, repetitions and a job's need of itself are left out.
    """
    spelled = {job.id.lower(): job.id for job in jobs}
    found: Dict[str, Tuple[str, ...]] = {}
    for job in jobs:
        known = (spelled.get(need.job.lower()) for need in job.needs)
        found[job.id] = tuple(dict.fromkeys(id for id in known if id and id != job.id))
    return found


def ancestors(edges: Mapping[str, Sequence[str]]) -> Dict[str, FrozenSet[str]]:
    """Return all that each node needs, also through others; a cycle holds itself."""
    found: Dict[str, FrozenSet[str]] = {}
    for node in edges:
        seen: Dict[str, None] = {}
        waiting = list(edges[node])
        while waiting:
            need = waiting.pop()
            if need in seen:
                continue
            seen[need] = None
            waiting.extend(edges.get(need, ()))
        found[node] = frozenset(seen)
    return found


def order(edges: Mapping[str, Sequence[str]]) -> Tuple[str, ...]:
    """Return every node after what it needs, else in the given order; cycles last."""
    ordered: Dict[str, None] = {}
    waiting = list(edges)
    while waiting:
        ready = next(
            (
                node
                for node in waiting
                if all(n in ordered or n not in edges for n in edges[node])
            ),
            None,
        )
        if ready is None:
            return (*ordered, *waiting)
        ordered[ready] = None
        waiting.remove(ready)
    return tuple(ordered)


def longest_chain(
    edges: Mapping[str, Sequence[str]], weights: Mapping[str, float]
) -> Tuple[str, ...]:
    """Return the chain of needs that takes longest; empty without nodes.

    Args:
        edges: what each node needs.
        weights: how long each node takes; a missing one takes nothing.
    """
    chains: Dict[str, Tuple[float, List[str]]] = {}
    for node in order(edges):
        before = max(
            (chains[need] for need in edges[node] if need in chains),
            key=lambda chain: chain[0],
            default=(0.0, []),
        )
        chains[node] = (before[0] + weights.get(node, 0.0), [*before[1], node])
    # The first of equals, so that equal runs name the same chain.
    best = max(chains.values(), key=lambda chain: chain[0], default=(0.0, []))
    return tuple(best[1])
