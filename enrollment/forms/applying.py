"""The steps of an application that are not about the person: programs, papers, consents."""

from functools import lru_cache

from crispy_forms.bootstrap import StrictButton
from crispy_forms.layout import Div
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cohorts.models import Offering
from trainees.forms.fields import StepForm
from trainees.forms.upload import PaperField, as_errors
from trainees.images.formats import MAX_PAGES
from trainees.models import ConsentText
from trainees.papers import SENTENCES
from trainees.transitions import add_pages, attach, remove_page

HINTS = {
    "tiny": _("%(kind)s halaman %(page)d kecil sekali. Bila tulisannya tidak terbaca, foto ulang dari lebih dekat."),
    "blurred": _(
        "%(kind)s halaman %(page)d tampak buram. Bila tulisannya tidak terbaca, foto ulang di tempat terang."
    ),
}


class ChoicesForm(StepForm):
    """One program is enough; two more may follow, in the order one wants them. Buttons move one up or down."""

    first = forms.ChoiceField(label=_("Pilihan pertama"), error_messages={"required": _("Pilih satu program.")})
    second = forms.ChoiceField(label=_("Pilihan kedua"), required=False)
    third = forms.ChoiceField(label=_("Pilihan ketiga"), required=False)
    NAMES = ("first", "second", "third")
    MOVES = {"naik": -1, "turun": 1}  # the buttons' names

    def __init__(self, data=None, *args, offerings, chosen, **kwargs):
        self.offerings = {str(offering.pk): offering for offering in offerings}
        self.saved = len(chosen)
        initial = {name: str(pk) for name, pk in zip(self.NAMES, chosen, strict=False)}
        super().__init__(self._moved(data) if data else data, *args, initial=initial, **kwargs)
        words = [(key, self._words(offering)) for key, offering in self.offerings.items()]
        self.fields["first"].choices = [("", _("Pilih program")), *words]
        several = [(key, label) for key, label in words if self.offerings[key].mode == Offering.Mode.SELECTION]
        for name in self.NAMES[1:]:
            self.fields[name].choices = [("", _("Tidak ada")), *several]
            if len(several) < self.NAMES.index(name) + 1:
                del self.fields[name]

    def _words(self, offering):
        return f"{offering.program} ({offering.funding})"

    # --- up and down ---

    @property
    def is_moving(self):
        return self.is_bound and any(button in self.data for button in self.MOVES)

    def _moved(self, data):
        """The same choices with one of them a place further up or down, as its button says."""
        for button, way in self.MOVES.items():
            place = self.NAMES.index(data[button]) if data.get(button) in self.NAMES else None
            if place is not None and 0 <= place + way < len(self.NAMES):
                one, other = self.NAMES[place], self.NAMES[place + way]
                data = data.copy()
                data[one], data[other] = data.get(other, ""), data.get(one, "")
        return data

    def parts(self):
        return [part for place, name in enumerate(self.fields) for part in self._part(place, name)]

    def _part(self, place, name):
        buttons = []
        if 0 < place < self.saved:
            buttons.append(self._button("naik", name, _("Naikkan %(choice)s")))
        if place < self.saved - 1:
            buttons.append(self._button("turun", name, _("Turunkan %(choice)s")))
        return [name, Div(*buttons, css_class="choice-moves")] if buttons else [name]

    def _button(self, button, name, words):
        label = words % {"choice": str(self.fields[name].label).lower()}
        return StrictButton(label, type="submit", name=button, value=name, css_class="btn btn-secondary")

    @property
    def chosen(self):
        given = [self.cleaned_data.get(name) for name in self.NAMES]
        return [self.offerings[key] for key in given if key]


class DocumentsForm(forms.Form):
    """Photos or a PDF of each kind of paper. A good file is kept even when its neighbour is not a photo at all.

    Beside the fields the page may send `add`, the codes of the kinds whose files come behind the pages that are there
    instead of replacing them, and `remove`, the key of a page to take away.
    """

    def __init__(self, *args, papers, kept, **kwargs):
        super().__init__(*args, **kwargs)
        self.papers = {kind.code: kind for kind in papers}
        self.kept = {kind: kept[kind.pk] for kind in papers if kind.pk in kept}
        self.good = {}  # what can be kept: {kind: clean paper}
        for kind, required in papers.items():
            field = PaperField(label=kind.name, help_text=kind.help_text, required=False, keeps_good=True)
            self.fields[kind.code] = field
            field.is_wanted = required

    def clean(self):
        for code, paper in list(self.cleaned_data.items()):
            if paper:
                self._sort(code, paper)

    def _sort(self, code, paper):
        kind = self.papers[code]
        there = self.kept[kind].pages.all() if self._is_added(kind) else []
        if len(there) + len(paper.pages) > MAX_PAGES:
            return self.add_error(code, ValidationError(SENTENCES["too_many_pages"], code="too_many_pages"))
        self.good[kind] = paper
        return self.add_error(code, as_errors(paper.problems)) if paper.problems else None

    def _is_added(self, kind):
        return kind in self.kept and kind.code in self.data.getlist("add")

    @property
    def removed(self):
        """The page to take away, if it is one of these papers."""
        key = self.data.get("remove", "")
        pages = [page for document in self.kept.values() for page in document.pages.all()]
        return next((page for page in pages if str(page.key) == key), None)

    @property
    def has_news(self):
        self.is_valid()
        return bool(self.good or self.removed)

    @property
    def hints(self):
        """What might be done better, in sentences; it is kept all the same."""
        return [
            HINTS[code] % {"kind": kind, "page": page}
            for kind, paper in self.good.items()
            for page, code in paper.hints
        ]

    def save(self, trainee):
        if self.removed:
            remove_page(self.removed)
        for kind, paper in self.good.items():
            if self._is_added(kind):
                add_pages(self.kept[kind], paper)
            else:
                attach(trainee, kind, paper)


class ConsentsForm(StepForm):
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


def unticked(texts):
    """The same boxes as `ConsentsForm` for everybody who is asked for these texts, as crispy draws them."""
    return _unticked(tuple((text.purpose, text.version, text.text, text.required) for text in texts), get_language())


@lru_cache(maxsize=64)
def _unticked(words, _language):
    texts = [
        ConsentText(purpose=purpose, version=version, text=text, required=required)
        for purpose, version, text, required in words
    ]
    return render_crispy_form(ConsentsForm(texts=texts))
