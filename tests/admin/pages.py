"""The admin's page of a model, and where one row of it is changed."""

from django.contrib import admin
from django.urls import reverse


def page_of(label):
    return next(page for model, page in admin.site._registry.items() if model._meta.label_lower == label)


def change_url(obj):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])
