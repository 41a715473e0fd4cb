import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"orang{n}@contoh.example")
    full_name = factory.Sequence(lambda n: f"Contoh Orang {n}")

    @factory.post_generation
    def verified(self, create, extracted, **kwargs):
        if create and self.email:
            EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


def with_codes(user):
    """Recovery codes that their owner says they have kept; without them staff get no further."""
    codes = {"seed": "none", "used_mask": 0, "viewed_at": 1}
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data=codes)


class StaffFactory(UserFactory):
    """Somebody with a second factor, so that pages of staff let them in. Their role is a membership's business."""

    is_staff = True
    email = factory.Sequence(lambda n: f"petugas{n}@contoh.example")

    @factory.post_generation
    def second_factor(self, create, extracted, **kwargs):
        if create:
            Authenticator.objects.create(user=self, type=Authenticator.Type.TOTP, data={"secret": "none"})
            with_codes(self)


class SuperuserFactory(StaffFactory):
    is_superuser = True
