"""Links by which somebody answers an offer without signing in: one application, one offer, until its deadline.

The signature names the application and the deadline of that very offer, so a link dies with its offer: after another
one, or once it lapsed, the old address opens nothing. Whoever follows a link has done nothing yet; only a POST acts.
"""

from django.core import signing

from enrollment.models import Application

SALT = "enrollment.answer"


def answer_token(application):
    return signing.Signer(salt=SALT).sign_object([application.pk, _stamp(application)])


def asked_by(token):
    """The application whose present offer this link is about, or None: forged, cut short, or of an earlier offer."""
    try:
        pk, stamp = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Application.objects.filter(pk=pk).select_related(
        "trainee__account", "wave__center", "seat__cohort__offering__program"
    )
    application = found.first()
    return application if application and stamp == _stamp(application) else None


def _stamp(application):
    return int(application.answer_by.timestamp()) if application.answer_by else 0
