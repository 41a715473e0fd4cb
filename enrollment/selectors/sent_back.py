"""The papers an officer sent back, and which of them have been sent anew since."""

from dataclasses import dataclass

from enrollment.links import times_sent_back
from enrollment.selectors.minors import TO_FIX


@dataclass(frozen=True, slots=True)
class SentBack:
    """`waiting`: still to be sent anew; `mended`: the old ones of those that have been. Each has kind and reason."""

    waiting: tuple
    mended: tuple

    @property
    def kinds(self):
        """{kind: the paper with its reason}, in the office's order, each kind once."""
        papers = sorted([*self.mended, *self.waiting], key=lambda paper: (paper.kind.order, paper.kind.code))
        return {paper.kind: paper for paper in papers}


def sent_back(application):
    """Two queries: the last time it was sent back, and the papers that were found to need mending."""
    papers = application.trainee.documents.filter(state__in=TO_FIX).select_related("kind").order_by("pk")
    entry = next(iter(times_sent_back([application])), None)
    papers = list(papers)
    return SentBack(
        waiting=tuple(paper for paper in papers if paper.replaced_at is None),
        mended=tuple(paper for paper in papers if entry and paper.replaced_at and paper.replaced_at > entry.at),
    )
