"""What the office says about tests and interviews: when, where, for whom, and who moves where."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.scoped import native
from cohorts.models import Offering, Resource
from enrollment.models import Score, Sitting
from enrollment.rules.sittings import slots
from enrollment.selectors.appointments import with_places
from enrollment.workflow import SittingStatus

MOST_SLOTS = 60  # of one day, made at once
DAY, HOUR = native(forms.DateInput, "date", "%Y-%m-%d"), native(forms.TimeInput, "time", "%H:%M")


def rooms_of(center):
    return Resource.objects.filter(center=center, kind=Resource.Kind.ROOM).order_by("name", "pk")


class WhenAndWhere(forms.Form):
    """One day, two hours, a room of the center or else an address."""

    day = forms.DateField(label=gettext_lazy("Hari"), widget=DAY)
    begin = forms.TimeField(label=gettext_lazy("Mulai"), help_text=gettext_lazy("WIB"), widget=HOUR)
    end = forms.TimeField(label=gettext_lazy("Selesai"), help_text=gettext_lazy("WIB"), widget=HOUR)
    room = forms.ModelChoiceField(
        label=gettext_lazy("Ruang"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Tempat lain"),
        help_text=gettext_lazy("Ruang yang dipakai kelas pada jam itu tidak bisa dipilih."),
    )
    place = forms.CharField(
        label=gettext_lazy("Tempat lain"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Bila tidak di ruang balai: tulis alamatnya."),
    )

    def clean_day(self):
        if self.cleaned_data["day"] < timezone.localdate():
            raise ValidationError(_("Harinya sudah lewat."))
        return self.cleaned_data["day"]

    def clean(self):
        given = super().clean()
        if given.get("begin") and given.get("end") and given["end"] <= given["begin"]:
            self.add_error("end", _("Selesainya harus sesudah mulainya."))
        if "room" in given and bool(given["room"]) == bool(given.get("place")):
            self.add_error("place", _("Pilih satu ruang, atau tulis tempat lain."))
        return given


class SittingsForm(WhenAndWhere):
    """One sitting, or with `minutes` a row of them. Of a wave."""

    part = forms.ChoiceField(label=gettext_lazy("Bagian"), choices=Score.Part.choices, widget=forms.RadioSelect)
    offering = forms.ModelChoiceField(
        label=gettext_lazy("Hanya untuk pilihan pertama"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Semua program"),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Lama tiap sesi, menit"),
        required=False,
        min_value=5,
        max_value=480,
        help_text=gettext_lazy("Kosongkan untuk satu sesi saja. Dengan 30, dari 08.00 sampai 12.00 menjadi 8 sesi."),
    )
    capacity = forms.IntegerField(label=gettext_lazy("Orang tiap sesi"), min_value=1, max_value=500)
    bring = forms.CharField(
        label=gettext_lazy("Yang dibawa"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Dibaca peserta. Kosong berarti: KTP atau KK, dan alat tulis."),
    )
    is_open = forms.BooleanField(label=gettext_lazy("Peserta boleh memilih sendiri"), required=False)
    field_order = ["part", "offering", "day", "begin", "end", "minutes", "capacity", "room", "place", "bring"]

    @classmethod
    def for_object(cls, wave, data):
        form = cls(data)
        form.fields["room"].queryset = rooms_of(wave.center_id)
        chosen = wave.offerings.filter(mode=Offering.Mode.SELECTION).select_related("program")
        form.fields["offering"].queryset = chosen.order_by("program__name", "pk")
        return form

    def clean(self):
        given = super().clean()
        if not self.errors and given["minutes"]:
            number = len(slots(given["day"], given["begin"], given["end"], given["minutes"]))
            if number > MOST_SLOTS:
                self.add_error("minutes", _("Itu %(number)d sesi. Paling banyak 60 sekaligus.") % {"number": number})
        return given


class RescheduleForm(WhenAndWhere):
    writes_over = True

    @classmethod
    def for_object(cls, sitting, data):
        start, end = timezone.localtime(sitting.starts_at), timezone.localtime(sitting.ends_at)
        known = {"day": start.date(), "begin": start.time(), "end": end.time()}
        form = cls(data, initial=known | {"room": sitting.room, "place": sitting.place})
        form.fields["room"].queryset = rooms_of(sitting.wave.center_id)
        return form


class TermsForm(forms.Form):
    writes_over = True
    capacity = forms.IntegerField(label=gettext_lazy("Jumlah tempat"), min_value=1, max_value=500)
    bring = forms.CharField(label=gettext_lazy("Yang dibawa"), required=False, max_length=300)
    is_open = forms.BooleanField(label=gettext_lazy("Peserta boleh memilih sendiri"), required=False)

    @classmethod
    def for_object(cls, sitting, data):
        known = {"capacity": sitting.capacity, "bring": sitting.bring, "is_open": sitting.is_open}
        return cls(data, initial=known)


class PlaceField(forms.ModelChoiceField):
    def label_from_instance(self, sitting):
        free = _("%(count)d tempat kosong") % {"count": sitting.capacity - sitting.taken}
        return f"{sitting}, {sitting.where} ({free})"


def with_room_left(**which):
    rows = with_places(Sitting.objects.filter(status=SittingStatus.PLANNED, ends_at__gt=timezone.now(), **which))
    return rows.filter(taken__lt=F("capacity")).with_place().in_order()


class MoveForm(forms.Form):
    sitting = PlaceField(label=gettext_lazy("Sesi"), queryset=None, empty_label=None)
    note = forms.CharField(label=gettext_lazy("Catatan"), required=False, max_length=300)

    @classmethod
    def for_object(cls, appointment, data):
        form = cls(data)
        rows = with_room_left(wave=appointment.application.wave_id, part=appointment.part)
        form.fields["sitting"].queryset = rows.exclude(pk=appointment.sitting_id)
        return form


class BookForm(forms.Form):
    """For the parts this application has no time for yet."""

    sitting = PlaceField(label=gettext_lazy("Sesi"), queryset=None, empty_label=None)

    @classmethod
    def for_object(cls, application, data):
        form, had = cls(data), application.appointments.kept().order_by().values("part")
        form.fields["sitting"].queryset = with_room_left(wave=application.wave_id).exclude(part__in=had)
        return form


class AssignForm(forms.Form):
    """Which applicants, in which order, into which sittings of the wave."""

    part = forms.ChoiceField(label=gettext_lazy("Bagian"), choices=Score.Part.choices, widget=forms.RadioSelect)
    order = forms.ChoiceField(
        label=gettext_lazy("Urutan"),
        choices=[("number", gettext_lazy("Nomor pendaftaran")), ("choice", gettext_lazy("Program pilihan pertama"))],
        widget=forms.RadioSelect,
        initial="number",
    )
