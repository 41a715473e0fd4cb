"""Draw the moves of enrollment/workflow.py into docs/life-of-an-application.md, between the page's markers."""

import re

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from enrollment import workflow
from enrollment.workflow import HOLDS_SEAT, LIVE, EnrollmentStatus, RankingStatus, Status

PAGE = settings.BASE_DIR / "docs/life-of-an-application.md"
BETWEEN = re.compile(r"(<!-- drawn: (\w+) -->\n).*?(<!-- /drawn -->)", re.DOTALL)
ANY_LIVE = "any_live"  # moves open to every live status leave from one box: fourteen arrows would hide the others


def mermaid(statuses, moves, *extra):
    boxes = [f'state "{one.label}<br/>{one.value}" as {one.value}' for one in statuses]
    arrows = [f"{source} --> {move.target} : {move.name}" for move in moves for source in sources(move, statuses)]
    first = next(iter(statuses)).value
    lines = [*boxes, *extra, f"[*] --> {first}", *arrows]
    return "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in lines), "```", ""])


def sources(move, statuses):
    """In the order of the file, whatever order a set has today."""
    return [ANY_LIVE] if move.sources == LIVE else [one.value for one in statuses if one in move.sources]


def application():
    return mermaid(
        Status,
        workflow.MOVES,
        f'state "any live status" as {ANY_LIVE}',
        "classDef seated fill:#d9efe3,stroke:#0b5d3b,color:#0b2e1f",
        *(f"class {one.value} seated" for one in Status if one in HOLDS_SEAT),
    )


def statuses():
    rows = ["| status | on the screen | live | holds a seat |", "|---|---|---|---|"]
    for one in Status:
        rows.append(f"| `{one.value}` | {one.label} | {tick(one in LIVE)} | {tick(one in HOLDS_SEAT)} |")
    return "\n".join([*rows, ""])


def tick(is_so):
    return "yes" if is_so else ""


def ranking():
    return mermaid(RankingStatus, workflow.RANKING_MOVES)


def enrollment():
    return mermaid(EnrollmentStatus, workflow.ENROLLMENT_MOVES)


DRAWINGS = {"application": application, "statuses": statuses, "ranking": ranking, "enrollment": enrollment}


def redrawn(page):
    """The page with every drawing made anew; what stands outside the markers is nobody's but its author's."""
    with translation.override("id"):
        return BETWEEN.sub(lambda found: f"{found[1]}{DRAWINGS[found[2]]()}{found[3]}", page)


class Command(BaseCommand):
    help = "Draw the life of an application into its page, from enrollment/workflow.py."

    def handle(self, *args, **options):
        try:
            page = PAGE.read_text()
        except FileNotFoundError:
            raise CommandError(f"{PAGE} is not there: draw in a checkout.") from None
        PAGE.write_text(redrawn(page))
