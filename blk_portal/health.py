"""Two questions of whoever watches the portal: does the process live, and is there work it could not do?"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jobs import selectors
from jobs.models import Heartbeat

SILENCE = 60  # seconds without a beat; ticks come every two


@login_not_required
@never_cache
@require_safe
def healthz(request):
    """Alive. Asks nobody, so that a slow database does not get healthy processes restarted."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request):
    """200 when all is well; 503 names what is not, as {"database": "ok", "migrations": "2 unapplied", …}."""
    findings = {"database": "ok"}
    try:
        findings |= {"migrations": migrations(), "beat": beat()}
        findings["duties"] = duties() if findings["migrations"] == "ok" else "not asked"  # their table may be missing
    except DatabaseError:
        findings["database"] = "unreachable"
    return JsonResponse(findings, status=200 if set(findings.values()) == {"ok"} else 503)


def migrations():
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return f"{waiting} unapplied" if waiting else "ok"


def beat():
    """Every tick that beat sends writes its heartbeat; the stalest of them speaks for all."""
    stalest = Heartbeat.objects.order_by("at").first()
    if stalest is None:
        return "never heard"
    age = round((timezone.now() - stalest.at).total_seconds())
    return "ok" if age <= SILENCE else f"{stalest.name} silent for {age} s"


def duties():
    """What the clock should do and has failed at three times in a row; once may be a deadlock."""
    failing = selectors.failing_duties(settings.DUTIES)
    return ", ".join(f"{name} failed {times} times" for name, times in failing) or "ok"
