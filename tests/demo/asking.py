"""What the demonstration's tests ask again and again."""

from io import StringIO

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Count

from cohorts.models import Wave
from enrollment.models import Application
from enrollment.rules.marks import Points, mark_of


def run(**options):
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


def rows():
    models = [model for model in apps.get_models() if model._meta.app_label in settings.FLOORS]
    return {model.__name__: model.objects.count() for model in models}


def wave(label, center="UPTD-PK"):
    return Wave.objects.get(center__code=center, label__startswith=label)


def counts(wave):
    by_status = Application.objects.filter(wave=wave).order_by().values_list("status").annotate(n=Count("pk"))
    return dict(by_status)


def mark_of_points(score):
    return mark_of(Points(one.value, one.criterion.maximum, one.criterion.weight) for one in score.points.all())
