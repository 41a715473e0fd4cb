"""Perjalanan saya: what became of my applications, and the one thing to do next."""

from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from enrollment.models import Application


def own(request):
    return Application.objects.filter(trainee__account=request.user)


@require_safe
def home(request):
    return render(request, "journey/home.html", {"applications": own(request).order_by("-pk")})


@require_safe
def application(request, pk):
    return render(request, "journey/application.html", {"application": get_object_or_404(own(request), pk=pk)})


app_name = "journey"
urlpatterns = [
    path("", home, name="home"),
    path("<int:pk>/", application, name="application"),
]
