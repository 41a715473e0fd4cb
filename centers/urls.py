from django.urls import path

from centers.views import choose_membership

urlpatterns = [path("akun/peran/", choose_membership, name="choose_membership")]
