"""Two people with the same page open, at every model of the admin: nothing is overwritten without a word."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django import forms
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse

from audit.models import AuditEntry
from centers import locking
from centers.models import Role
from centers.scoped import ReadOnlyAdmin, ReadOnlyInline
from cohorts.models import Cohort, ProgramTopic, Track
from enrollment.models import Score
from tests.admin.pages import change_url, page_of
from tests.factories.accounts import SuperuserFactory
from tests.factories.centers import CenterFactory, DocumentKindFactory, MembershipFactory, actor_at
from tests.factories.cohorts import CohortFactory, OfferingFactory, TrackFactory, UnitFactory
from tests.factories.enrollment import ApplicationFactory
from tests.filled import filled, opened
from tests.role_table import MODELS
from tests.world import World

CHANGED = sorted(model for model, rights in MODELS.items() if rights.change)


def stands(obj):
    """Everything stored of it, and what hangs on it in inlines."""
    obj = type(obj)._base_manager.get(pk=obj.pk)
    return locking.stored(obj)


def signed_in(user=None):
    client = Client()
    client.force_login(user or SuperuserFactory())
    return client


# --- every model that can be changed ---


def another_value(field, old, number):
    """Something else that this field takes, or None where nothing can be thought of."""
    match field:
        case forms.ModelChoiceField():
            others = [str(row.pk) for row in field.queryset.order_by("pk") if str(row.pk) != str(old)]
            return (others * 2)[number] if others else None
        case forms.ChoiceField() | forms.BooleanField() | forms.EmailField() | forms.DecimalField():
            return None
        case forms.DateField():
            return f"2031-0{number + 1}-01"
        case forms.IntegerField():
            return str(int(old or 0) + number + 1)
        case forms.CharField():
            return f"{old} {number + 2}"
    return None


def changeable(response):
    """The name of a field of the page, with two other values it may take: dates and free text before numbers."""
    form = response.context["adminform"].form
    there = filled(response)
    kinds = [forms.CharField, forms.DateField, forms.ModelChoiceField, forms.IntegerField]
    for kind, (name, field) in itertools.product(kinds, form.fields.items()):
        values = [another_value(field, there.get(name, [""])[0], number) for number in range(2)]
        if isinstance(field, kind) and not field.disabled and None not in values and "code" not in name:
            return name, values
    raise AssertionError(f"nothing to change in {list(form.fields)}")


def prepared(world, label):
    """The object of the World, and what its form needs for there to be something to change."""
    obj = world.own[label]
    if label == "cohorts.session":
        for order in range(3):
            ProgramTopic.objects.create(program=obj.cohort.offering.program, name=f"Topik {order}", order=order)
    return obj


def test_the_models_that_can_be_changed_are_these():
    there = {
        model._meta.label_lower
        for model, page in admin.site._registry.items()
        if not isinstance(page, ReadOnlyAdmin) and MODELS[model._meta.label_lower].change
    }

    assert sorted(there) == CHANGED
    assert [label for label in CHANGED if not isinstance(page_of(label), locking.GuardedForms)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("label", CHANGED)
def test_the_second_of_two_editors_is_told_and_loses_nothing(label):
    obj = prepared(World(), label)
    url, first, second = change_url(obj), signed_in(), signed_in()
    page = first.get(url)
    name, values = changeable(page)
    seen_by_first, seen_by_second = filled(page), filled(second.get(url))

    saved = first.post(url, seen_by_first | {name: values[0]})
    after_first = stands(obj)
    told = second.post(url, seen_by_second | {name: values[1]})

    assert saved.status_code == 302, saved.context["errors"]
    assert told.status_code == 200
    assert stands(obj) == after_first
    kept = filled(told)
    assert (kept[name], [one.label for one in told.context["conflict"].differences] != []) == ([values[1]], True)
    again = second.post(url, kept)
    assert again.status_code == 302, again.context["errors"]
    assert stands(obj) != after_first


@pytest.mark.django_db
def test_a_form_without_its_note_or_with_a_forged_one_saves_nothing():
    world, client = World(), signed_in()
    for label in CHANGED:
        obj = prepared(world, label)
        page = client.get(change_url(obj))
        name, values = changeable(page)
        fields, before = filled(page) | {name: values[0]}, stands(obj)
        fields.pop(locking.NOTE)
        for note in [{}, {locking.NOTE: ""}, {locking.NOTE: "dikarang:1:2"}]:
            answer = client.post(change_url(obj), fields | note)
            assert (answer.status_code, answer.context["conflict"].opened, stands(obj)) == (200, None, before), label


@pytest.mark.django_db
def test_a_note_of_another_object_or_person_is_none():
    tracks, me, you = [TrackFactory(), TrackFactory()], signed_in(), signed_in()
    urls = [change_url(one) for one in tracks]
    fields = filled(me.get(urls[0])) | {"name": "Diubah"}

    answers = [
        me.post(urls[0], fields | opened(me, urls[1])),
        me.post(urls[0], fields | opened(you, urls[0])),
    ]

    assert [one.context["conflict"].opened for one in answers] == [None, None]
    assert not Track.objects.filter(name="Diubah").exists()


# --- rows within a page ---


def inlines_that_write():
    return [
        (label, inline)
        for label in CHANGED
        for inline in page_of(label).inlines
        if not issubclass(inline, ReadOnlyInline)
    ]


def hung_on(inline, obj):
    link = next(one for one in inline.model._meta.fields if one.related_model is type(obj))
    return inline.model._base_manager.filter(**{link.name: obj}).order_by("pk"), link.name


def with_rows(label, inline, world):
    """Two rows in that inline: a row of the World's own, or made here."""
    obj = world.own[label]
    make = {
        "programunit": lambda order: {"unit": UnitFactory(), "order": order},
        "programtopic": lambda order: {"name": f"Topik {order}", "order": order},
        "offeringdocument": lambda order: {"kind": DocumentKindFactory(code=f"jenis-{order}")},
        "offerstep": lambda order: {"days": order, "hours": 24},
        "cohort": None,
    }[inline.model._meta.model_name]
    for order in (7, 8):
        if make is None:
            CohortFactory(offering=obj)
        else:
            inline.model.objects.create(**{hung_on(inline, obj)[1]: obj}, **make(order))
    return obj


EASY = {"CharField", "PositiveSmallIntegerField", "PositiveIntegerField", "BooleanField"}


def changes_a_row(rows, link):
    row = rows.last()
    name = next(one.name for one in row._meta.concrete_fields if one.get_internal_type() in EASY and not one.choices)
    old = getattr(row, name)
    setattr(row, name, {bool: lambda: not old, int: lambda: old + 5, str: lambda: f"{old}!"}[type(old)]())
    row.save()


MADE = {"unit": UnitFactory, "kind": partial(DocumentKindFactory, code="lain-lagi")}


def adds_a_row(rows, link):
    row = rows.last()
    row.pk, row._state.adding = None, True
    for one in row._meta.concrete_fields:
        if one.name == "name":
            row.name = "Baris lain"
        elif one.name == "days":
            row.days += 20
        elif one.name in MADE:
            setattr(row, one.attname, MADE[one.name]().pk)
    row.save()


def removes_a_row(rows, link):
    row = rows.last()
    if isinstance(row, Cohort):
        row.seats.all().delete()
    row.delete()


WRITE_OVER = {"CorrectionForm", "PolicyForm", "RescheduleForm", "ScoreForm", "SizeForm", "TermsForm"}


def sizes(page):
    """A class that somebody has removed comes back as a new one, which has to be told how many seats it gets."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    return {
        form.add_prefix("size"): "16" for formset in formsets for form in formset.extra_forms if "size" in form.fields
    }


@pytest.mark.django_db
@pytest.mark.parametrize("act", [changes_a_row, adds_a_row, removes_a_row])
@pytest.mark.parametrize("at", range(5))
def test_a_row_that_came_went_or_changed_is_told(at, act):
    label, inline = inlines_that_write()[at]
    obj = with_rows(label, inline, World())
    rows, link = hung_on(inline, obj)
    client, url = signed_in(), change_url(obj)
    fields = filled(client.get(url))

    act(rows, link)
    there = [locking.stored(row) for row in rows]
    told = client.post(url, fields)

    assert (told.status_code, [locking.stored(row) for row in rows]) == (200, there)
    assert len(told.context["conflict"].differences) >= 1
    again = client.post(url, filled(told) | sizes(told))
    assert again.status_code == 302, [one.formset.errors for one in again.context["inline_admin_formsets"]]


@pytest.mark.django_db
def test_those_are_all_the_inlines_that_write():
    assert [(label, inline.model._meta.model_name) for label, inline in inlines_that_write()] == [
        ("centers.center", "offerstep"),
        ("cohorts.offering", "offeringdocument"),
        ("cohorts.offering", "cohort"),
        ("cohorts.program", "programunit"),
        ("cohorts.program", "programtopic"),
    ]


def test_no_list_is_edited_in_place_and_nobody_s_form_is_exempt():
    """A list that is edited carries no note; and `apart` is for what changes by itself only."""
    assert [page for page in admin.site._registry.values() if page.list_editable] == []
    assert {label: page_of(label).apart for label in CHANGED if page_of(label).apart} == {
        "accounts.user": ("last_login", "password")
    }


# --- what the page says ---


@pytest.mark.django_db
def test_the_page_tells_what_it_was_what_stands_and_what_was_typed(client):
    center = CenterFactory(name="BLK Lama", fix_days=5)
    head = actor_at(center, Role.HEAD)
    client.force_login(head.user)
    url = change_url(center)
    fields = filled(client.get(url))
    other = signed_in(MembershipFactory(center=center, role=Role.HEAD, user__full_name="Bu Kepala").user)
    other.post(url, filled(other.get(url)) | {"name": "BLK Baru", "fix_days": "9"})

    told = client.post(url, fields | {"name": "BLK Saya", "phone": "0215551234"})

    conflict = told.context["conflict"]
    assert [(one.label, one.was, one.now, one.typed) for one in conflict.differences] == [
        ("Nama", "BLK Lama", "BLK Baru", "BLK Saya"),
        (center._meta.get_field("fix_days").verbose_name.capitalize(), "5", "9", "9"),
    ]
    assert conflict.last.user.full_name == "Bu Kepala"
    text = told.content.decode()
    assert ("Data ini diubah orang lain sejak Anda buka" in text, "Bu Kepala" in text) == (True, True)
    assert filled(told)["phone"] == ["0215551234"]
    assert AuditEntry.objects.filter(action="center.changed").count() == 1


@pytest.mark.django_db
def test_what_the_second_editor_left_alone_is_not_brought_back(client):
    """One changes the place and the dates, the other the name: both stand in the end."""
    center = CenterFactory(name="Balai Lama", city="Serang", confirm_days=3)
    client.force_login(SuperuserFactory())
    data = filled(client.get(change_url(center)))
    type(center).objects.filter(pk=center.pk).update(city="Cilegon", confirm_days=5)

    told = client.post(change_url(center), data | {"name": "Balai Baru"})
    client.post(change_url(center), filled(told))

    center.refresh_from_db()
    assert (center.name, center.city, center.confirm_days) == ("Balai Baru", "Cilegon", 5)


@pytest.mark.django_db
def test_dates_ticks_and_links_left_alone_are_not_brought_back_either(client):
    room, other = CohortFactory(starts_on="2026-12-01", ends_on="2031-12-01"), SuperuserFactory()
    client.force_login(SuperuserFactory())
    data = filled(client.get(change_url(room)))
    type(room).objects.filter(pk=room.pk).update(starts_on="2026-12-15")
    room.instructors.add(MembershipFactory(user=other, role=Role.INSTRUCTOR, center=room.offering.wave.center).user)

    told = client.post(change_url(room), data | {"name": "Kelas lain"})
    client.post(change_url(room), filled(told))

    room.refresh_from_db()
    assert (room.name, str(room.starts_on), list(room.instructors.all())) == ("Kelas lain", "2026-12-15", [other])


@pytest.mark.django_db
def test_a_form_with_a_mistake_keeps_its_note(client):
    track, client = TrackFactory(), signed_in()
    url = change_url(track)

    wrong = client.post(url, filled(client.get(url)) | {"name": ""})
    right = client.post(url, filled(wrong) | {"name": "Las"})

    assert (wrong.context["conflict"], right.status_code) == (None, 302)


@pytest.mark.django_db
def test_what_changes_by_itself_is_no_conflict(client):
    user, client = SuperuserFactory(full_name="Contoh"), signed_in()
    url = change_url(user)
    fields = filled(client.get(url))

    client_of_that_user = signed_in(user)  # signing in writes last_login
    client_of_that_user.get(reverse("admin:index"))

    assert client.post(url, fields | {"full_name": "Contoh Dua"}).status_code == 302


# --- acts that show a value and take a new one ---


@pytest.fixture
def verified(client):
    cohort = CohortFactory(offering__mode="selection")
    client.force_login(actor_at(cohort.offering.wave.center).user)
    return ApplicationFactory(cohort=cohort, status="verified")


def marks():
    return list(Score.objects.order_by("part").values_list("part", "value"))


def test_every_form_of_an_act_says_whether_its_values_are_stored_ones():
    """One that starts from stored values writes over them: its page must know whether they still stand."""
    forms_of_acts = {form for page in admin.site._registry.values() for _function, form in page.moves.values()}

    assert {form.__name__ for form in forms_of_acts if locking.writes_over(form)} == WRITE_OVER


@pytest.mark.django_db
def test_a_mark_given_meanwhile_is_not_written_over(client, verified):
    url = reverse("admin:enrollment_application_move", args=[verified.pk, "score"])
    note = opened(client, url)
    client.post(url, {"test": "80"} | note)

    told = client.post(url, {"test": "70"} | note)
    standing = marks()
    again = client.post(url, filled(told))

    assert [str(error) for error in told.context["form"].non_field_errors()] == [
        "Tes tertulis: waktu Anda buka –, sekarang 80. Kirim lagi untuk memakai isian Anda."
    ]
    assert (standing, again.status_code, marks()) == ([("test", 80)], 302, [("test", 70)])


@pytest.mark.django_db
def test_a_list_of_marks_writes_what_was_typed_in_it_and_nothing_else(client, verified):
    url = reverse("admin:enrollment_application_scores", args=[verified.wave_id])
    page = filled(client.get(url), ending="none")
    move = reverse("admin:enrollment_application_move", args=[verified.pk, "score"])
    client.post(move, {"test": "80"} | opened(client, move))

    untouched = client.post(url, page)
    touched = client.post(url, page | {f"{verified.pk}-test": "60"})

    assert (untouched.status_code, touched.status_code, marks()) == (302, 200, [("test", 80)])


# --- at the same instant ---


def saved_at_once(url, field, values):
    """Everybody opens, then everybody saves; the answers' status codes."""
    users = [SuperuserFactory() for _value in values]
    together = Barrier(len(values))

    def edit(number):
        try:
            client = signed_in(users[number])
            fields = filled(client.get(url)) | {field: values[number]}
            together.wait(30)
            return client.post(url, fields).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(values)) as pool:
        return list(pool.map(edit, range(len(values))))


@pytest.mark.django_db(transaction=True)
def test_of_four_who_save_at_the_same_instant_one_saves():
    for number in range(5):
        track = TrackFactory(name="Awal")

        answers = saved_at_once(change_url(track), "name", [f"Nama {number}-{at}" for at in range(4)])

        track.refresh_from_db()
        assert sorted(answers) == [200, 200, 200, 302]
        assert track.name == f"Nama {number}-{answers.index(302)}"


@pytest.mark.django_db(transaction=True)
def test_without_the_check_updates_are_lost(monkeypatch):
    """The control: were this green without the check, the tests above would prove nothing."""
    monkeypatch.setattr(locking.GuardedForms, "_conflict", lambda self, request, object_id: None)

    answers = saved_at_once(change_url(TrackFactory()), "name", ["Satu", "Dua", "Tiga"])

    assert answers == [302, 302, 302]  # three saved, two lost without a word


@pytest.mark.django_db(transaction=True)
def test_a_class_is_edited_while_its_wave_is_busy_and_nobody_waits_in_a_ring():
    offering = OfferingFactory(status="planned")
    cohort = CohortFactory(offering=offering)
    urls = [change_url(offering), change_url(cohort)] * 2
    together = Barrier(len(urls))
    users = [SuperuserFactory() for _url in urls]

    def edit(number):
        try:
            client = signed_in(users[number])
            fields = filled(client.get(urls[number]))
            together.wait(30)
            return client.post(urls[number], fields).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(urls)) as pool:
        answers = list(pool.map(edit, range(len(urls))))

    assert set(answers) <= {200, 302}
