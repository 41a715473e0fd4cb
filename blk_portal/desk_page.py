"""What the pages of the desk that belong to no ModelAdmin have in common: who may, which object, which frame."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from centers import roles


def allow(request, what, action):
    """403 unless the role table grants it."""
    if not roles.may(request.actor, what, action):
        raise PermissionDenied


def seen(request, model, pk):
    """The object through the same query set as its own list: what another center owns does not exist."""
    rows = admin.site._registry[model].get_queryset(request)
    return get_object_or_404(rows.distinct(), pk=pk)


def page(request, template, title, **context):
    everywhere = admin.site.each_context(request)
    return TemplateResponse(request, template, {**everywhere, "title": title, **context})
