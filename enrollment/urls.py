from django.urls import path

from enrollment.views import catalogue

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("program/<int:pk>/", catalogue.offering, name="offering"),
]
