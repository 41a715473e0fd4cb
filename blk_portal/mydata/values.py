"""One value of one column as its owner may read it."""

from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from trainees.models import Trainee

FINGERPRINTS = {"nik_index", "claimed_index"}  # keyed and one-way: nothing can be read out of them


class Teller:
    """Tells values of one person's rows. What a foreign key names is asked once, however many rows name it."""

    def __init__(self, trainee, things):
        self.trainee = trainee
        self.own = {model: set(pks) for model, pks in things.items()}
        self.names = {}

    def told(self, row, name):
        """Text, number, bool, day, moment in Jakarta, list or dict, or None where there is nothing."""
        if isinstance(row, Trainee) and name == "nik_sealed":
            return self.trainee.nik or None
        if isinstance(row, Trainee) and name in FINGERPRINTS:
            return _("sidik NIK, tidak dapat dibaca kembali") if getattr(row, name) else None
        if name == "subject_ids":
            return self._own_ids(row)
        field = row._meta.get_field(name)
        value = getattr(row, field.attname)
        return None if value in (None, "") else self._plain(row, field, value)

    def _own_ids(self, row):
        """A list that showed twenty people at once names only this one of them here."""
        kind = ContentType.objects.get_for_id(row.subject_type_id).model_class() if row.subject_type_id else None
        mine = self.own.get(kind, set())
        return sorted(mine.intersection(row.subject_ids))

    def _plain(self, row, field, value):
        if isinstance(field, models.ForeignKey):
            return self._other(row, field, value)
        if isinstance(field, models.FileField):
            return value.name
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return _native(value)

    def _other(self, row, field, value):
        if field.related_model is User:
            return _("Anda sendiri") if value == self.trainee.account_id else _("petugas")
        if field.related_model is Trainee:
            return self.trainee.full_name
        key = (field.related_model, value)
        if key not in self.names:
            self.names[key] = str(getattr(row, field.name))
        return self.names[key]


def _native(value):
    if isinstance(value, datetime):
        return timezone.localtime(value)
    return value if isinstance(value, date | bool | int | str | list | dict) else str(value)


def in_words(value):
    """What the page and the PDF say."""
    match value:
        case bool():
            return _("ya") if value else _("tidak")
        case datetime():
            return f"{date_format(value, 'j F Y, H.i')} WIB"
        case date():
            return date_format(value, "j F Y")
        case list():
            return ", ".join(in_words(one) for one in value)
        case dict():
            return "; ".join(f"{key}: {in_words(one)}" for key, one in value.items())
        case _:
            return str(value)


def in_json(value):
    """What the file says of a value that JSON does not know: a day or a moment, with its offset from UTC."""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()
