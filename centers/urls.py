from django.urls import path

from centers.views import choose_membership, logo

urlpatterns = [
    path("akun/peran/", choose_membership, name="choose_membership"),
    path("balai/<slug:code>/logo.png", logo, name="center_logo"),
]
