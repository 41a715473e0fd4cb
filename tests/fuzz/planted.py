"""Pages with a bug each, for the controls: what the walk does not find here it would not find anywhere."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import include, path

from blk_portal.urls import urlpatterns as theirs
from enrollment.models import Application
from trainees.models import Trainee

FIELDS = '<input name="name"><input name="count" type="number"><select name="kind"><option>a<option>b</select>'


def page(request, fields=FIELDS):
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">'
    return HttpResponse(f"<!DOCTYPE html><form method=post>{token}{fields}</form>")


@login_not_required
def box(request):
    """A number field holds a number, the browser sees to it."""
    int(request.POST.get("count") or 0)
    return page(request)


@login_not_required
def shelf(request):
    return page(request)


@login_not_required
def drawer(request, pk):
    """Whoever knows the number sees the application."""
    return HttpResponse(get_object_or_404(Application, pk=pk).status)


@login_not_required
def axe(request):
    if request.method == "POST":
        Trainee.objects.update(birth_place="Cilegon")
    return page(request)


pages = [
    path("box/", box, name="box"),
    path("shelf/", shelf, name="shelf"),
    path("axe/", axe, name="axe"),
]
urlpatterns = [
    path("tanam/", include((pages, "tanam"))),
    path("perjalanan/<int:pk>/", drawer, name="drawer"),
    *theirs,
]
