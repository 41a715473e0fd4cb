"""A draft: begun, changed, thrown away. It leaves no trail, for nothing has been said yet."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.moves import Refused, lock
from cohorts import selectors as offered
from enrollment import selectors
from enrollment.models import Application, Choice
from enrollment.workflow import FREES_THE_WAVE, Status
from trainees.transitions import forget_health


@transaction.atomic
def begin(trainee, offering, *, by, origin=Application.Origin.ONLINE):
    """The person's application for the wave, new or the one they have; `offering` is its first choice if new.

    Refused if the offering takes none now. Two tabs at once get the same draft.
    """
    existing = of_wave(trainee, offering.wave)
    if existing:
        return existing
    if not offered.takes_applications(offering, timezone.now()):
        raise Refused("closed", _("Pendaftaran program ini tidak sedang dibuka."))
    try:
        with transaction.atomic():
            application = Application.objects.create(trainee=trainee, wave=offering.wave, origin=origin)
            Choice.objects.create(application=application, offering=offering, order=1)
    except IntegrityError:
        return of_wave(trainee, offering.wave)
    return application


def of_wave(trainee, wave):
    """The application that counts for this person and wave, if any."""
    counting = Application.objects.filter(trainee=trainee, wave=wave).exclude(status__in=sorted(FREES_THE_WAVE))
    return counting.first()


@transaction.atomic
def choose(application, offerings, *, by):
    """Set the choices, in order. Refused once sent, for another wave, or if a first-come offering isn't alone."""
    hold(application)
    _refuse_choices(application, offerings)
    before = application.choices.order_by("order").values_list("offering", flat=True)  # another tab may have chosen
    if [offering.pk for offering in offerings] != list(before):
        application.choices.all().delete()
        Choice.objects.bulk_create(
            Choice(application=application, offering=offering, order=order)
            for order, offering in enumerate(offerings, start=1)
        )
        selectors.forget_choices(application)
        erase_health(application.trainee)
    touch(application)


def _refuse_choices(application, offerings):
    if application.status != Status.DRAFT:
        raise Refused("wrong_status", _("Pilihan tidak bisa diubah sesudah pendaftaran dikirim."))
    if not 1 <= len(offerings) <= 3 or len(set(offerings)) != len(offerings):
        raise Refused("choices", _("Pilih satu sampai tiga program yang berbeda."))
    if any(offering.wave_id != application.wave_id for offering in offerings):
        raise Refused("other_wave", _("Semua pilihan harus dari gelombang yang sama."))
    if len(offerings) > 1 and any(offering.mode == offering.Mode.FIRST_COME for offering in offerings):
        raise Refused("first_come_alone", _("Program tanpa seleksi hanya bisa dipilih sendiri."))


def hold(application):
    """Lock the row and learn where it stands now. What else was read of it, the person above all, stays at hand."""
    held = Application.objects.select_for_update(no_key=True).filter(pk=application.pk)
    application.status, application.consented_at = held.values_list("status", "consented_at").get()


def touch(application):
    application.saved_at = timezone.now()
    application.save(update_fields=["saved_at"])


@transaction.atomic
def discard(application, *, by):
    lock(application)
    if application.status != Status.DRAFT:
        raise Refused("wrong_status", _("Yang sudah dikirim tidak bisa dihapus; Anda dapat mengundurkan diri."))
    trainee = application.trainee
    application.delete()
    erase_health(trainee)


def erase_health(trainee):
    """What none of their applications asks any more is not kept: it is specific data (UU 27/2022 art. 4)."""
    if trainee.health_answers.exists():
        forget_health(trainee, but=selectors.health_still_needed(trainee))
