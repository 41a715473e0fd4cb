"""The code that somebody shows at the door: it names their appointment, and only an officer's page understands it.

The signature keeps anybody from making up a neighbour's. It opens nothing for whoever is not signed in at the desk.
"""

import segno
from django.conf import settings
from django.core import signing
from django.urls import reverse

from enrollment.models import Appointment

SALT = "enrollment.pass"
SIGNER = {"salt": SALT, "sep": "."}


def token_of(appointment):
    return signing.Signer(**SIGNER).sign(str(appointment.pk))


def appointment_of(token):
    """Or None: forged or cut short."""
    try:
        pk = signing.Signer(**SIGNER).unsign(token)
    except signing.BadSignature:
        return None
    found = Appointment.objects.filter(pk=pk).select_related("application__trainee", "application__wave__center")
    return found.with_place().first()


def qr_of(appointment):
    """A picture for an <img>, as a data: address; large squares, so that a cracked screen is read too."""
    address = settings.SITE_URL + reverse("admin:enrollment_sitting_pass", args=[token_of(appointment)])
    return segno.make(address, error="m", micro=False).svg_data_uri(border=4, scale=8)
