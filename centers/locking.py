"""Nobody overwrites what somebody else has saved since they opened the page (reliability.md, F9).

A page that edits carries a signed note of the values it was made from. Its POST locks the rows, reads them again and
compares: another value, row or link than in the note, and nothing is saved; the page tells what it was, what stands
now and what was typed, keeps what was typed, and carries a note of what stands now for whoever saves all the same.
"""

import json
from dataclasses import dataclass, field

from django.contrib.admin.utils import display_for_field, flatten_fieldsets, unquote
from django.core import signing
from django.db import connection, models
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.models import AuditEntry
from centers import posted

NOTE = "_dibuka"  # the hidden field's name
SALT = "centers.locking"
EMPTY = "–"
CHANGED = gettext_lazy("Data ini diubah orang lain sejak Anda buka. Perubahan Anda belum disimpan.")


# --- what was seen ---


def plain(value):
    """A value as JSON tells it, the same from the page that showed it and from the row read again."""
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return json.loads(json.dumps(value, default=str))


def digest(values):
    return salted_hmac(SALT, json.dumps(values, sort_keys=True), algorithm="sha256").hexdigest()[:32]


def stored(obj, apart=()):
    fields = [one for one in obj._meta.concrete_fields if not one.generated and one.name not in apart]
    return {one.name: plain(one.get_prep_value(one.value_from_object(obj))) for one in fields}


def row_note(obj, shown, apart=()):
    """`sum` covers every stored value; only those that stand on the page are written out."""
    values = stored(obj, apart)
    return {"sum": digest(values), "shown": {name: values[name] for name in shown if name in values}}


def links_of(rows):
    return sorted(plain(row.pk) for row in rows)


def sums(note):
    rows = {prefix: {pk: row["sum"] for pk, row in rows.items()} for prefix, rows in note["rows"].items()}
    return note["main"]["sum"], note["links"], rows


def sign(note, about):
    return signing.dumps(note, salt=f"{SALT}:{about}", compress=True)


def read(text, about):
    """The note as it was given out for this object, or None: then nobody knows what the writer saw."""
    try:
        return signing.loads(text, salt=f"{SALT}:{about}")
    except signing.BadSignature:
        return None


def locked(rows):
    """The same rows, held until the transaction ends; in the order of their keys, so that no two wait in a ring."""
    return list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)))


# --- what changed ---


@dataclass(frozen=True, slots=True)
class Difference:
    """One value: when opened, as it stands, as typed. None: not known, or not this page's to fill in."""

    label: str
    was: str | None
    now: str | None
    typed: str | None = None


@dataclass
class Conflict:
    """`opened` is None where the note is missing or forged."""

    opened: dict | None
    now: dict
    differences: list = field(default_factory=list)
    last: AuditEntry | None = None


def words(model, name, value):
    """A value of the note, as people read it."""
    if value in (None, "", []):
        return EMPTY
    one = model._meta.get_field(name)
    if one.many_to_many or one.remote_field:
        found = one.related_model._base_manager.filter(pk__in=value if one.many_to_many else [value])
        return ", ".join(str(row) for row in found) or EMPTY
    if isinstance(one, models.BooleanField):
        return str(_("Ya") if value else _("Tidak"))
    if isinstance(one, models.JSONField):
        return json.dumps(value, ensure_ascii=False)
    return str(display_for_field(one.to_python(value), one, EMPTY))


def typed(form, name):
    """What stands in the form, if the page lets it be filled in."""
    if form is None or name not in form.fields or form.fields[name].disabled:
        return None
    if name not in getattr(form, "cleaned_data", {}):
        return str(form[name].data or EMPTY)
    one, value = form._meta.model._meta.get_field(name), form.cleaned_data[name]
    if one.many_to_many:
        return words(form._meta.model, name, links_of(value))
    return words(form._meta.model, name, plain(one.get_prep_value(getattr(value, "pk", value))))


def label_of(form, model, name):
    known = form is not None and name in form.fields and form.fields[name].label
    return capfirst(str(known or model._meta.get_field(name).verbose_name))


def told(model, was, now, form=None, name_of_row=""):
    """One Difference for each value that is another now; `was` or `now` is None where the row was not there."""
    before, after = was or {}, now or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [
        Difference(
            label=f"{name_of_row}{label_of(form, model, name)}",
            was=words(model, name, before[name]) if name in before else None,
            now=words(model, name, after[name]) if name in after else None,
            typed=typed(form, name),
        )
        for name in names
    ]


def _rows_told(formset, was, now):
    forms = {str(form.instance.pk): form for form in formset.forms if form.instance.pk}
    kind, differences = capfirst(str(formset.model._meta.verbose_name)), []
    for number, pk in enumerate({**was, **now}, start=1):
        before, after = was.get(pk), now.get(pk)
        if before and after and before["sum"] == after["sum"]:
            continue
        name = f"{kind} {number}: "
        if before and after:
            differences += told(formset.model, before["shown"], after["shown"], forms.get(pk), name)
        else:
            differences.append(_row_told(formset.model, before, after, name))
    return differences


def _row_told(model, before, after, name):
    """A row that came or went, in one line."""

    def line(row):
        return " · ".join(words(model, one, value) for one, value in row["shown"].items())

    return Difference(
        label=f"{name}{_('dihapus') if before else _('ditambah')}",
        was=line(before) if before else None,
        now=line(after) if after else None,
    )


def differences(conflict, form, formsets):
    if conflict.opened is None:
        return []
    was, now, model = conflict.opened, conflict.now, form._meta.model
    found = told(model, was["main"]["shown"], now["main"]["shown"], form)
    found += told(model, was["links"], now["links"], form)
    for formset in formsets:
        at = formset.prefix
        found += _rows_told(formset, was["rows"].get(at, {}), now["rows"].get(at, {}))
    return found


# --- the change form ---


class GuardedForms:
    """Of a ModelAdmin. `apart`: columns that change without anybody's editing. `locks_first`: the lookup to a row that
    this model's own acts lock before the object (a class's wave), so that a form and an act never wait in a ring."""

    apart = ()
    locks_first = ""

    def _changeform_view(self, request, object_id, form_url, extra_context):
        if request.method == "POST" and object_id is not None:
            request.conflict = self._conflict(request, unquote(object_id))
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _about(self, request, obj):
        return f"{self.opts.label_lower}:{obj.pk}:{request.user.pk}"

    def _conflict(self, request, object_id):
        """Locks, looks again; what differs from what this person was shown."""
        obj = self.get_object(request, object_id)
        if obj is None or not self.has_change_permission(request, obj):
            return None
        self._lock(obj)
        obj = self.get_object(request, object_id)
        if obj is None:
            return None
        now = self._stands(request, obj)
        opened = read(request.POST.get(NOTE, ""), self._about(request, obj))
        if opened is not None and sums(opened) == sums(now):
            return None
        self._keep_typed(request, obj, opened, now)
        return Conflict(opened, now, last=AuditEntry.objects.about(obj).oldest_first().select_related("user").last())

    def _lock(self, obj):
        if self.locks_first:
            first = obj
            for step in self.locks_first.split("__"):
                first = getattr(first, step)
            locked(type(first)._base_manager.filter(pk=first.pk))
        locked(self.model._base_manager.filter(pk=obj.pk))

    def _stands(self, request, obj):
        """The note of what is stored now. The inlines' rows are locked, too."""
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        rows, prefixes = {}, {}
        for formset, inline in self.get_formsets_with_inlines(request, obj):
            prefix = formset.get_default_prefix()
            prefixes[prefix] = prefixes.get(prefix, 0) + 1
            if writes(inline, request, obj):
                at = prefix if prefixes[prefix] == 1 else f"{prefix}-{prefixes[prefix]}"
                found = locked(inline.model._base_manager.filter(**{formset.fk.name: obj}))
                rows[at] = {str(row.pk): row_note(row, formset.form.base_fields) for row in found}
        links = {one.name: links_of(getattr(obj, one.name).all()) for one in self._linked(request, obj, shown)}
        return {"main": row_note(obj, shown, self.apart), "links": links, "rows": rows}

    def _linked(self, request, obj, shown):
        readonly = self.get_readonly_fields(request, obj)
        return [one for one in self.opts.many_to_many if one.name in shown and one.name not in readonly]

    def _shown(self, request, obj, context):
        """The note of what this page was made from: the very values in its widgets, not what a new query says."""
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        form = context["adminform"].form
        links = {one.name: links_of(form.initial.get(one.name, ())) for one in self._linked(request, obj, shown)}
        rows = {
            one.formset.prefix: {
                str(row.instance.pk): row_note(row.instance, one.formset.form.base_fields)
                for row in one.formset.initial_forms
            }
            for one in context["inline_admin_formsets"]
            if writes(one.opts, request, obj)
        }
        return {"main": row_note(obj, shown, self.apart), "links": links, "rows": rows}

    def _keep_typed(self, request, obj, opened, now):
        """What was typed stays; what was left alone says what stands now, so that saving brings nothing old back."""
        data = request.POST.copy()
        for prefix, rows in now["rows"].items():
            data = posted.without_lost_rows(data, prefix, rows)
        if opened is not None:
            fields = self.get_form(request, obj, change=True).base_fields
            posted.catch_up(data, fields, self.model, opened["main"]["shown"], now["main"]["shown"])
            posted.catch_up(data, fields, self.model, opened["links"], now["links"])
            for formset, _inline in self.get_formsets_with_inlines(request, obj):
                at = formset.get_default_prefix()
                posted.catch_up_rows(data, at, formset.form, opened["rows"].get(at, {}), now["rows"].get(at, {}))
        request.POST = data

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return refusing(form) if getattr(request, "conflict", None) else form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        conflict = context["conflict"] = getattr(request, "conflict", None)
        context["note_name"], context["note"] = NOTE, ""
        if conflict:
            formsets = [one.formset for one in context["inline_admin_formsets"]]
            conflict.differences = differences(conflict, context["adminform"].form, formsets)
            context["errors"] = None  # the page says it in a better place
        if obj and self.has_change_permission(request, obj):
            context["note"] = self._note(request, obj, context, conflict)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _note(self, request, obj, context, conflict):
        """A form with mistakes comes back with the note it was sent with, which has just been found true."""
        if conflict:
            return sign(conflict.now, self._about(request, obj))
        if request.method == "POST":
            return request.POST.get(NOTE, "")
        return sign(self._shown(request, obj, context), self._about(request, obj))


def writes(inline, request, obj):
    return (
        inline.has_add_permission(request, obj)
        or inline.has_change_permission(request, obj)
        or inline.has_delete_permission(request, obj)
    )


def refusing(form_class):
    """The same form, never valid."""

    class Refusing(form_class):
        def clean(self):
            values = super().clean()
            self.add_error(None, CHANGED)
            return values

    return Refusing


# --- forms of acts that show a value and take a new one ---


def writes_over(form):
    """A form says so itself (`writes_over = True`) if its initial values are what is stored, not a suggestion."""
    return getattr(form, "writes_over", False)


def stamped(form, obj):
    """`form` with `.stamp`, the hidden note of the values it shows. A form that writes over none needs none."""
    form.stamp = ""
    if writes_over(form):
        note = sign(_initial(form), _stamp_of(form, obj))
        form.stamp = format_html('<input type="hidden" name="{}" value="{}">', form.add_prefix(NOTE), note)
    return form


def overtaken(form, obj):
    """Why this form may not be carried out: other values stand now than it showed. Its new stamp is of today's."""
    was, now = read(form.data.get(form.add_prefix(NOTE), ""), _stamp_of(form, obj)), _initial(form)
    if was is None:
        return [CHANGED]
    return [
        _("%(what)s: waktu Anda buka %(was)s, sekarang %(now)s. Kirim lagi untuk memakai isian Anda.")
        % {"what": form[name].label, "was": was.get(name) or EMPTY, "now": now[name] or EMPTY}
        for name in now
        if was.get(name) != now[name]
    ]


def touched(form, obj):
    """Whether the writer changed anything, going by what the page showed them and not by what stands now."""
    was = read(form.data.get(form.add_prefix(NOTE), ""), _stamp_of(form, obj))
    if was is None:
        return form.has_changed()
    return any(form.fields[name].has_changed(was.get(name), form[name].data) for name in form.fields)


def _initial(form):
    return {name: plain(value) for name, value in form.initial.items()}


def _stamp_of(form, obj):
    return f"{obj._meta.label_lower}:{obj.pk}:{type(form).__name__}"


def one_at_a_time(obj):
    """A place in the queue of those who write to this object by a form, held to the end of the transaction.

    Taken before any row's lock and by nobody who holds one, so it stands in no ring.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [obj._meta.label_lower, obj.pk % 2**31])
