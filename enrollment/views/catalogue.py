"""What is offered, for anybody."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cohorts.models import Offering


@login_not_required
@require_safe
def catalogue(request):
    return render(request, "enrollment/catalogue.html", {})


@login_not_required
@require_safe
def offering(request, pk):
    return render(request, "enrollment/offering.html", {"offering": get_object_or_404(Offering, pk=pk)})
