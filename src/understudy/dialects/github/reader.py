"""Reads GitHub's workflow files into a pipeline; start here to learn how."""

from __future__ import annotations

from typing import List, Optional, Sequence

from understudy.dialects.github.documents import Strictness
from understudy.dialects.github.local_actions import LocalActions
from understudy.dialects.github.problems import Problems
from understudy.dialects.github.repositories import (
    Files,
    NoRepositories,
    Repositories,
)
from understudy.dialects.github.reusable import Library
from understudy.model.pipeline import Pipeline, Workflow
from understudy.text.diagnostic import Diagnostic
from understudy.text.source import Source

__all__ = ["Files", "NoRepositories", "Repositories", "Strictness", "read"]


def read(
    sources: Sequence[Source],
    repositories: Repositories = NoRepositories(),
    strictness: Strictness = Strictness.SERVER,
    files: Optional[Files] = None,
) -> Pipeline:
    """Return the pipeline that the files of `.github/workflows` are.

    A file that GitHub would refuse gives a broken workflow with as much as can be read
    of it. What is called from another repository and cannot be had is no error.

    Args:
        repositories: where workflows of other repositories come from.
        files: the project's other files, for the actions that are among them.
    """
    library = Library(sources, repositories, strictness)
    workflows: List[Workflow] = []
    own: List[Diagnostic] = []
    below: List[Diagnostic] = []
    for source in sources:
        document = library.document(source)
        linking = Problems()
        workflows.append(library.linked(document, linking))
        for diagnostic in (*document.problems.sorted(), *linking.sorted()):
            (own if diagnostic.span.path == source.path else below).append(diagnostic)
    # What is wrong with a call below a call is said once, whoever comes to it.
    places = {(found.order, found.is_error) for found in own}
    for diagnostic in below:
        place = diagnostic.order, diagnostic.is_error
        if place not in places:
            places.add(place)
            own.append(diagnostic)
    if files is not None:
        actions = LocalActions(files)
        for workflow in workflows:
            if not workflow.broken:
                actions.check(workflow)
        own.extend(actions.problems.sorted())
    diagnostics = sorted(own, key=lambda diagnostic: diagnostic.order)
    return Pipeline(tuple(workflows), tuple(diagnostics))
