"""What the counter asks beyond the pages of the application, and what is typed from its slip."""

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from blk_portal.entrance.forms import NewPasswordField
from centers.models import Membership
from cohorts import selectors as offered
from enrollment.forms.applying import ConsentsForm
from enrollment.transitions.counter import Card
from trainees import identity
from trainees.forms.contacts import ContactsForm
from trainees.forms.fields import BirthDateField, StepForm, wanted
from trainees.forms.guardian import GuardianForm
from trainees.forms.person import PersonForm
from trainees.models import Consent
from trainees.rules.nik import InvalidNik, clean_nik
from trainees.rules.phones import InvalidPhone, clean_phone

NOT_THEIRS = gettext_lazy(
    "Ini kontak petugas atau balai. Tulis kontak orangnya sendiri. Tidak punya? Kosongkan, lalu isi kontak lain."
)


# --- beginning ---


class EntryForm(StepForm):
    """Whom the officer sees before them, by the card they show, and what for. `found`: somebody has this NIK."""

    SAME, OTHER = "same", "other"
    nik = forms.CharField(
        label=gettext_lazy("NIK"),
        max_length=40,
        help_text=gettext_lazy("Salin 16 angka dari KTP, KK, atau KIA orang yang hadir."),
        error_messages=wanted(gettext_lazy("Isi NIK: 16 angka pada KTP, KK, atau KIA.")),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    offering = forms.ModelChoiceField(
        label=gettext_lazy("Program pilihan pertama"),
        queryset=None,
        empty_label=gettext_lazy("Pilih program"),
        help_text=gettext_lazy("Pilihan lain dan urutannya diisi di halaman Pilihan program."),
        error_messages=wanted(gettext_lazy("Pilih satu program.")),
        widget=forms.Select(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, offerings, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offering"].queryset = offerings
        self.fields["offering"].label_from_instance = lambda offering: f"{offering.program} ({offering.wave.label})"

    def clean_nik(self):
        try:
            return clean_nik(self.cleaned_data["nik"])
        except InvalidNik as problem:
            raise ValidationError(problem.sentence, code=problem.code) from problem

    @property
    def decision(self):
        """What the officer found of the person who is known by this NIK."""
        said = self.data.get("decision", "")
        return said if said in {self.SAME, self.OTHER} else ""


class CardForm(StepForm):
    """Proves that an officer has the card of somebody whom only another center knows. Nothing of the record shows."""

    full_name = forms.CharField(
        label=gettext_lazy("Nama pada kartu"),
        max_length=200,
        error_messages=wanted(gettext_lazy("Salin nama dari kartunya.")),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_date = BirthDateField(label=gettext_lazy("Tanggal lahir pada kartu"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].widget.attrs["autocomplete"] = "off"

    @property
    def card(self):
        return Card(**self.cleaned_data)


def open_offerings(center_code):
    rows = offered.published_offerings().filter(status="open")
    rows = rows.filter(wave__center__code=center_code) if center_code else rows
    return rows.order_by("wave__closes_at", "program__name", "pk")


class CounterPersonForm(PersonForm):
    """A number that is put right here is taken at once, like the first one: the wrong one is free for its owner."""

    def save(self):
        super().save()
        if self.cleaned_data.get("nik"):
            identity.take(self.trainee)


# --- whose contact it is ---


def contacts_of_the_office(user, center):
    """Numbers and addresses that are never the person's: the officer's own, a colleague's, the center's."""
    colleagues = User.objects.filter(
        Q(pk=user.pk) | Q(memberships__in=Membership.objects.current().filter(center=center))
    )
    rows = colleagues.order_by("pk").values_list("phone", "email", "emailaddress__email")
    own = [contact for row in rows for contact in row]
    of_center = [center.phone, center.whatsapp, center.complaint_phone, center.complaint_whatsapp]
    return frozenset(filter(None, map(_plain, [*own, *of_center, center.email, center.complaint_email])))


def _plain(contact):
    """An address in small letters, a number in E.164; what is neither stays as it is."""
    try:
        return contact.lower() if not contact or "@" in contact else clean_phone(contact)
    except (InvalidPhone, AttributeError):
        return contact or ""


class NotTheOffices:
    """Checked on the server: a tired officer types their own number to get on. `offices`: what may not stand there."""

    PLACES = ()

    def __init__(self, *args, offices, **kwargs):
        self.offices = offices
        super().__init__(*args, **kwargs)

    def clean(self):
        super().clean()
        for name in self.PLACES:
            if self.cleaned_data.get(name) and self.cleaned_data[name].lower() in self.offices:
                self.add_error(name, ValidationError(NOT_THEIRS, code="offices_contact"))


class CounterContactsForm(NotTheOffices, ContactsForm):
    PLACES = ("phone", "email", "contact_phone")


class CounterGuardianForm(NotTheOffices, GuardianForm):
    PLACES = ("phone", "email")


# --- agreeing ---


class WitnessedConsentsForm(ConsentsForm):
    """The officer reads each text aloud and ticks what the person says."""

    manner = forms.ChoiceField(
        label=gettext_lazy("Bagaimana orangnya menyetujui?"),
        choices=[
            (Consent.Channel.COUNTER, gettext_lazy("Lisan, sesudah dibacakan")),
            (Consent.Channel.LETTER, gettext_lazy("Dengan tanda tangan di kertas")),
        ],
        widget=forms.RadioSelect,
        error_messages=wanted(gettext_lazy("Pilih cara orangnya menyetujui.")),
    )

    def parts(self):
        return [*self.texts, "manner"]


# --- from the slip ---


class SlipForm(StepForm):
    code = forms.CharField(
        label=gettext_lazy("Kode slip"),
        max_length=20,
        help_text=gettext_lazy("12 huruf dan angka, misalnya KQ7F-3MXA-HT9P."),
        error_messages=wanted(gettext_lazy("Tulis kode pada slip Anda.")),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "slip-code"}
        ),
    )
    birth_date = BirthDateField(help_text=gettext_lazy("Tanggal lahir orang yang didaftarkan di loket."))

    def refuse(self):
        sentence = _(
            "Kode dan tanggal lahir ini tidak cocok, atau kodenya tidak berlaku lagi. Minta slip baru di loket."
        )
        self.add_error(None, ValidationError(sentence, code="no_slip"))


class PasswordForm(StepForm):
    """One password: the name to sign in by is on the slip already."""

    def __init__(self, *args, name, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = User(full_name=name)
        self.fields["password1"] = NewPasswordField()

    def clean_password1(self):
        return get_adapter().clean_password(self.cleaned_data["password1"], user=self.person)
