from datetime import date, timedelta
from io import BytesIO

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from tests.factories.accounts import UserFactory
from tests.factories.centers import JELUPANG, DocumentKindFactory, EducationLevelFactory, RegionFactory
from trainees import sealing
from trainees.models import (
    Consent,
    ConsentText,
    Contact,
    DataRequest,
    Document,
    DocumentPage,
    Guardian,
    Sex,
    Slip,
    Trainee,
)


def nik_for(birth_date, sex, serial):
    """A NIK of valid structure: Serpong Utara, the birth date (+40 for women), a serial number."""
    day = birth_date.day + (40 if sex == Sex.FEMALE else 0)
    return f"367402{day:02d}{birth_date:%m%y}{serial:04d}"


def a_photo(width=40, height=30, kind="JPEG"):
    buffer = BytesIO()
    Image.new("RGB", (width, height), "white").save(buffer, kind)
    return buffer.getvalue()


class TraineeFactory(factory.django.DjangoModelFactory):
    """Somebody with everything an application asks for. `indexed=False` is one who has submitted nothing yet."""

    class Meta:
        model = Trainee
        skip_postgeneration_save = True

    account = factory.SubFactory(UserFactory, full_name=factory.SelfAttribute("..full_name"))
    full_name = factory.Sequence(lambda n: f"Contoh Peserta {n}")
    birth_date = date(2004, 5, 12)
    birth_place = "Serang"
    sex = Sex.FEMALE
    region = factory.SubFactory(RegionFactory, code=JELUPANG)
    address = "Kp. Contoh RT 01/02"
    education = factory.SubFactory(EducationLevelFactory)
    phone = factory.Sequence(lambda n: f"+62812{n:08d}")

    @factory.post_generation
    def nik(self, create, value, indexed=True, **kwargs):
        value = value or nik_for(self.birth_date, self.sex, self.pk % 9999 + 1)
        self.nik = value
        if indexed:
            self.nik_index = sealing.blind_index(value)
        self.save()


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    trainee = factory.SubFactory(TraineeFactory)
    name = "Contoh Tetangga"
    phone = "+628111111111"


class GuardianFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Guardian

    trainee = factory.SubFactory(TraineeFactory)
    name = "Contoh Wali"
    relation = "Ibu"
    phone = "+628122222222"


class DocumentFactory(factory.django.DjangoModelFactory):
    """A paper of one page; `pages=3` of three."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    trainee = factory.SubFactory(TraineeFactory)
    kind = factory.SubFactory(DocumentKindFactory)

    @factory.post_generation
    def pages(self, create, value, **kwargs):
        for number in range(1, (1 if value is None else value) + 1):
            DocumentPageFactory(document=self, number=number, **kwargs)


class DocumentPageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DocumentPage

    document = factory.SubFactory(DocumentFactory, pages=0)
    number = 1
    file = factory.LazyFunction(lambda: ContentFile(a_photo(), "photo.jpg"))
    sha256 = "0" * 64
    width = 40
    height = 30


class ConsentTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConsentText
        django_get_or_create = ["purpose", "version"]

    purpose = ConsentText.Purpose.PROCESSING
    version = 1
    text = "Saya setuju."
    required = True


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    trainee = factory.SubFactory(TraineeFactory)
    text = factory.SubFactory(ConsentTextFactory)
    given_by = "Contoh Peserta"


def guardian_consent(trainee):
    """A guardian and the photo of the letter they signed."""
    guardian = GuardianFactory(trainee=trainee)
    letter = DocumentFactory(trainee=trainee, kind=DocumentKindFactory(code="surat_wali"))
    text = ConsentTextFactory(purpose=ConsentText.Purpose.GUARDIAN)
    return ConsentFactory(
        trainee=trainee, text=text, given_by=guardian.name, channel=Consent.Channel.LETTER, document=letter
    )


class SlipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Slip

    trainee = factory.SubFactory(TraineeFactory, account=None)
    mark = factory.Sequence(lambda n: f"{n:064d}")
    until = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class DataRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DataRequest

    trainee = factory.SubFactory(TraineeFactory)
    kind = DataRequest.Kind.CORRECTION
    words = "Nama saya tertulis keliru."
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=72))
