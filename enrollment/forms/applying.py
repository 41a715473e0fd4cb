"""The steps of an application that are not about the person: programs, papers, consents."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cohorts.models import Offering
from trainees.forms.upload import PhotoField
from trainees.transitions import attach


class ChoicesForm(forms.Form):
    """One program is enough; two more may follow, in the order one wants them."""

    first = forms.ChoiceField(label=_("Pilihan pertama"), error_messages={"required": _("Pilih satu program.")})
    second = forms.ChoiceField(label=_("Pilihan kedua"), required=False)
    third = forms.ChoiceField(label=_("Pilihan ketiga"), required=False)
    NAMES = ("first", "second", "third")

    def __init__(self, *args, offerings, chosen, **kwargs):
        self.offerings = {str(offering.pk): offering for offering in offerings}
        initial = {name: str(pk) for name, pk in zip(self.NAMES, chosen, strict=False)}
        super().__init__(*args, initial=initial, **kwargs)
        words = [(key, self._words(offering)) for key, offering in self.offerings.items()]
        self.fields["first"].choices = [("", _("Pilih program")), *words]
        several = [(key, label) for key, label in words if self.offerings[key].mode == Offering.Mode.SELECTION]
        for name in self.NAMES[1:]:
            self.fields[name].choices = [("", _("Tidak ada")), *several]
            if len(several) < self.NAMES.index(name) + 1:
                del self.fields[name]

    def _words(self, offering):
        return f"{offering.program} ({offering.funding})"

    @property
    def chosen(self):
        given = [self.cleaned_data.get(name) for name in self.NAMES]
        return [self.offerings[key] for key in given if key]


class DocumentsForm(forms.Form):
    """One photo a kind of paper. A good one is kept even when its neighbour is not a photo at all."""

    def __init__(self, *args, papers, **kwargs):
        super().__init__(*args, **kwargs)
        self.papers = {kind.code: kind for kind in papers}
        for kind, required in papers.items():
            self.fields[kind.code] = PhotoField(label=kind.name, help_text=kind.help_text, required=False)
            self.fields[kind.code].is_wanted = required

    @property
    def good(self):
        """What can be kept: {kind: photo}."""
        self.is_valid()
        return {self.papers[code]: photo for code, photo in self.cleaned_data.items() if photo}

    def save(self, trainee):
        for kind, photo in self.good.items():
            attach(trainee, kind, photo)


class ConsentsForm(forms.Form):
    """Each text has a box of its own, none ticked beforehand; those that are required stop the sending."""

    def __init__(self, *args, texts, **kwargs):
        super().__init__(*args, **kwargs)
        self.texts = {text.purpose: text for text in texts}
        for purpose, text in self.texts.items():
            self.fields[purpose] = forms.BooleanField(
                label=text.text,
                help_text=self._title(text),
                required=text.required,
                error_messages={
                    "required": _("Centang pernyataan ini bila Anda setuju; tanpa itu belum bisa dikirim.")
                },
            )

    def _title(self, text):
        kind = _("wajib") if text.required else _("boleh tidak dicentang")
        return f"{text.get_purpose_display()} ({kind})"

    @property
    def agreed(self):
        return [text for purpose, text in self.texts.items() if self.cleaned_data[purpose]]
