"""A page that breaks, for the tests of what is then said."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path


@login_not_required
def broken(request):
    raise RuntimeError("3604015203060007")


urlpatterns = [path("gagal", broken)]
