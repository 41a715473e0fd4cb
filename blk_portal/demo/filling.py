"""Everything of the demonstration, in one transaction, in the order in which it happened."""

from random import Random

from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.utils import timezone, translation

from accounts.models import User
from blk_portal import reference
from blk_portal.demo import afterwards, current, letters, logins, publishing, waves
from blk_portal.demo.days import DAY, Days, at
from blk_portal.demo.institution import LARGE, found
from blk_portal.demo.intake import Intake
from blk_portal.demo.ledger import Ledger
from blk_portal.demo.papers import Papers
from blk_portal.demo.people import Crowd
from centers.models import Center
from cohorts.models import Holiday
from enrollment.models import Application
from enrollment.workflow import Status

SEED = 208


def is_there():
    return Center.objects.filter(code=LARGE).exists()


class World:
    """What every part of the demonstration needs to know."""

    def __init__(self):
        self.today = timezone.localdate()
        self.random = Random(SEED)
        self.days = Days(self.today, set(Holiday.objects.values_list("date", flat=True)))
        self.past = Ledger()
        self.large, self.small = found(self.today)
        crowd, papers = Crowd(self.random), Papers(at(self.today - 900 * DAY, 8))
        self.intake = Intake(self.past, self.large, crowd, papers)
        self.small_intake = Intake(self.past, self.small, crowd, papers)

    def domicile(self, wave):
        """Where applicants of the wave live, if its money asks for that."""
        return self.small.center.region_id if wave.center_id == self.small.center.pk else None


@transaction.atomic
def fill():
    with translation.override("id"):
        reference.load()
        world = World()
        publishing.announce(world.large.center, world.small.center, world.today)
        waves.finished_wave(world)
        waves.wave_under_way(world)
        _count_the_rows()
        current.published_wave(world)
        current.open_wave(world)
        afterwards.carry_on()
        current.small_wave(world)
        publishing.coming_wave(world)
        publishing.village_wave(world)
        publishing.name_schemes()
        world.past.store()
        letters.write(logins.GRADUATE)
        letters.write(logins.IN_CLASS)
        _give_passwords()
        _count_the_rows()


def _count_the_rows():
    """Autovacuum sees nothing of an open transaction: without this the planner takes full tables for empty ones.

    Only our own tables: on those that all databases of a server share, two of us would wait for each other.
    """
    tables = ", ".join(connection.ops.quote_name(name) for name in connection.introspection.django_table_names())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def _give_passwords():
    """To the trainees who can sign in; nobody else of the crowd has one."""
    for login in logins.TRAINEES:
        user = User.objects.get(email=login.email)
        user.set_password(logins.PASSWORD)
        user.save(update_fields=["password"])
    _let_in_by_phone()


def _let_in_by_phone():
    """One who has applied has no e-mail: they sign in by a number that the desk has not verified yet."""
    signed_in = [login.email for login in logins.TRAINEES]
    sent = Application.objects.filter(status=Status.SUBMITTED, trainee__account__isnull=False, identity_claim=False)
    trainee = sent.exclude(trainee__email__in=signed_in).order_by("pk").first().trainee
    user, phone = trainee.account, logins.BY_PHONE.phone
    EmailAddress.objects.filter(user=user).delete()
    user.email, user.phone = None, phone
    user.set_password(logins.PASSWORD)
    user.save(update_fields=["email", "phone", "password"])
    trainee.email, trainee.phone = "", phone
    trainee.save(update_fields=["email", "phone"])
