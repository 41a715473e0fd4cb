"""Whatever is typed into a form about oneself is taken or answered in a sentence; PostgreSQL takes what was taken."""

import pytest
from django.http import QueryDict
from hypothesis import example, given
from hypothesis import strategies as st

from tests.factories.centers import JELUPANG, EducationLevelFactory, RegionFactory
from tests.factories.trainees import TraineeFactory
from trainees.forms.address import AddressForm
from trainees.forms.contacts import ContactsForm
from trainees.forms.person import PersonForm
from trainees.forms.schooling import ActivityForm, EducationForm
from trainees.models import Trainee
from trainees.rules.phones import InvalidPhone, clean_phone, masked_email, masked_phone

pytestmark = pytest.mark.django_db
FORMS = [PersonForm, AddressForm, EducationForm, ActivityForm, ContactsForm]
ODD = st.text("a'\u2019 .-\x00\x01\t\n\u200b\u200d\u202e\u0645\u0627\U0001f33a\u0301", max_size=140)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=250) | ODD
GOOD = {
    "full_name": "Suharti",
    "nik": "3674025205040001",
    "birth_place": "Serang",
    "birth_date_day": "12",
    "birth_date_month": "5",
    "birth_date_year": "2004",
    "sex": "F",
}


@pytest.mark.parametrize("form_class", FORMS)
@given(data=st.data())
def test_any_text_in_any_field_is_answered_in_sentences(form_class, data):
    RegionFactory(code=JELUPANG)
    EducationLevelFactory()
    trainee = TraineeFactory(account=None)
    names = [*form_class(trainee=trainee).fields, "area", "within", "village", "birth_date_year"]
    typed = QueryDict(mutable=True)
    typed.update({name: data.draw(WORDS, label=name) for name in names})

    form = form_class(typed, trainee=trainee)

    said = [problem for problems in form.errors.values() for problem in problems]
    assert all(problem.strip() and problem[0].isupper() and problem.endswith((".", "?", ")")) for problem in said)


@given(WORDS)
@example("Suharti")
@example("Siti Nur'aini")
@example("Ma\u2019ruf")
@example("O")
@example("\u0645\u062d\u0645\u062f")
@example("\U0001f33a" * 120)
@example("x" * 120)
def test_a_name_that_is_taken_is_kept_as_it_was_typed(name):
    trainee = TraineeFactory(account=None)
    form = PersonForm(GOOD | {"full_name": name}, trainee=trainee)
    if form.is_valid():
        form.save()
        assert Trainee.objects.get(pk=trainee.pk).full_name == name.strip()
    else:
        assert list(form.errors) == ["full_name"]
        assert "\x00" in name or len(name) > 120 or not name.strip()


@given(WORDS | st.text("+0628123456789 -().\u202a\u202c", max_size=24))
@example("0812\x00345678")
@example("+" * 300)
def test_any_phone_is_one_of_ours_or_a_refusal_that_does_not_repeat_it(typed):
    try:
        phone = clean_phone(typed)
    except InvalidPhone as refusal:
        said = refusal.sentence
        assert said.endswith(".")
        assert len(typed.strip()) < 6 or typed.strip() not in said
        return
    assert phone == clean_phone(phone) == clean_phone(f" {phone} ")
    assert phone.startswith("+628")
    assert phone[1:].isascii()
    assert phone[1:].isdecimal()


@given(WORDS)
def test_a_mask_never_shows_the_whole(text):
    assert len(text) < 12 or masked_phone(text) != text or set(text[6:-4]) == {"*"}
    assert "@" not in text or text.count("@") > 1 or not text.partition("@")[0] or masked_email(text) != text
