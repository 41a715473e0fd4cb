"""A list of the desk asked without a browser: the same rows as on its page, filtered as its address says."""

from dataclasses import dataclass, field

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import FieldDoesNotExist
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from audit.moves import Refused
from centers.listing import NO_FILTER
from centers.scoped import ScopedAdmin


@dataclass(slots=True)
class Asking:
    """What an admin page wants of a request, where there is none: who asks, and which filters."""

    actor: object
    GET: QueryDict = field(default_factory=QueryDict)

    @property
    def user(self):
        return self.actor.user


def page_of(label):
    """The admin page of a model, by the model's label; 404 for what is no list of the desk."""
    found = (page for model, page in admin.site._registry.items() if model._meta.label_lower == label)
    page = next(found, None)
    if not isinstance(page, ScopedAdmin):
        raise Http404
    return page


def label_of(page):
    return page.opts.label_lower


def list_url(page):
    return f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist"


def changelist(page, request):
    """Django's own list for the filters in the address; Refused("unknown_filter") if it does not know them."""
    try:
        return page.get_changelist_instance(request)
    except IncorrectLookupParameters:
        words = _("Saringan ini tidak dikenal daftarnya. Pilih saringannya lagi.")
        raise Refused("unknown_filter", words) from None


def in_words(lists):
    """Each filter that is on, as "what: which"; a list without any is told whole by an empty list."""
    told, known = [], set()
    for spec in lists.filter_specs:
        known |= set(spec.expected_parameters())
        if set(spec.expected_parameters()) & set(lists.filter_params):
            told += [f"{spec.title}: {chosen}" for chosen in _chosen(spec, lists)]
    rest = sorted(set(lists.filter_params) - known - NO_FILTER - {"o"})
    return told + [_by_name(lists, name) for name in rest]


def _chosen(spec, lists):
    return [str(choice["display"]) for choice in spec.choices(lists) if choice["selected"]]


def _by_name(lists, name):
    """A filter that stands only in the address, such as those that a figure of the desk leads to."""
    try:
        field = lists.opts.get_field(name.partition("__")[0])
    except FieldDoesNotExist:
        return f"{name}: {', '.join(map(str, lists.filter_params[name]))}"
    words = [_value_words(field, one) for value in lists.filter_params[name] for one in str(value).split(",")]
    return f"{field.verbose_name}: {', '.join(words)}"


def _value_words(field, value):
    if field.many_to_one and value.isdecimal():
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    return str(dict(field.flatchoices).get(value, value))
