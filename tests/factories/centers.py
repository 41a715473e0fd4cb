from datetime import date

import factory

from audit.moves import Actor
from centers.models import Center, DocumentKind, EducationLevel, Invitation, Membership, Official, Region, Role
from tests.factories.accounts import StaffFactory, UserFactory

BANTEN, TANGSEL, SERPONG_UTARA, JELUPANG = "36", "36.74", "36.74.02", "36.74.02.1004"


class RegionFactory(factory.django.DjangoModelFactory):
    """One of the four places of the tests; its parents come with it."""

    class Meta:
        model = Region
        django_get_or_create = ["code"]

    code = BANTEN
    name = factory.LazyAttribute(lambda region: NAMES.get(region.code, f"Wilayah {region.code}"))
    level = factory.LazyAttribute(lambda region: region.code.count(".") + 1)
    parent = factory.LazyAttribute(
        lambda region: RegionFactory(code=region.code.rpartition(".")[0]) if "." in region.code else None
    )


NAMES = {
    BANTEN: "Banten",
    TANGSEL: "Kota Tangerang Selatan",
    SERPONG_UTARA: "Serpong Utara",
    JELUPANG: "Jelupang",
    "36.04": "Kab. Serang",
    "32": "Jawa Barat",
}


class EducationLevelFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EducationLevel
        django_get_or_create = ["code"]

    code = "sma"
    name = "SMA/SMK sederajat"
    rank = factory.LazyAttribute(lambda level: {"sd": 1, "smp": 2, "sma": 3}.get(level.code, 9))


class DocumentKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DocumentKind
        django_get_or_create = ["code"]

    code = "ktp"
    name = factory.LazyAttribute(lambda kind: kind.code.upper())


class CenterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Center

    code = factory.Sequence(lambda n: f"blk{n}")
    name = factory.Sequence(lambda n: f"BLK Contoh {n}")
    agency = "Dinas Tenaga Kerja Contoh"
    address = "Jl. Contoh No. 1"
    city = "Tangerang Selatan"
    region = factory.SubFactory(RegionFactory, code=TANGSEL)


class OfficialFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Official

    center = factory.SubFactory(CenterFactory)
    name = "Contoh Kepala, S.T."
    nip = "19700101 199503 1 001"
    position = "Kepala UPTD"
    valid_from = date(2020, 1, 1)


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(StaffFactory)
    center = factory.SubFactory(CenterFactory)
    role = Role.OFFICER


class InvitationFactory(factory.django.DjangoModelFactory):
    """Somebody with a post who has no password yet, and so no second factor."""

    class Meta:
        model = Invitation

    membership = factory.SubFactory(MembershipFactory, user=factory.SubFactory(UserFactory, is_staff=True))
    user = factory.SelfAttribute("membership.user")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs["user"].set_unusable_password()
        kwargs["user"].save()
        return super()._create(model_class, *args, **kwargs)


def actor_at(center, role=Role.OFFICER):
    """The `by=` of somebody who works there as that, account and membership included."""
    membership = MembershipFactory(center=center, role=role)
    return Actor(user=membership.user, role=role, center_code=center.code)
