"""How long there is still time, as people say it: by days of the calendar in Jakarta, not by hours."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SOON_ENOUGH = 60  # days: a date that is further away is just a date


def until(moment, now):
    """ "hari ini pukul 16.00 WIB", "besok pukul 16.00 WIB", "3 hari lagi"; "" if it is over or far away."""
    if moment <= now:
        return ""
    days = (timezone.localdate(moment) - timezone.localdate(now)).days
    if days > SOON_ENOUGH:
        return ""
    if days > 1:
        return ngettext("%(days)d hari lagi", "%(days)d hari lagi", days) % {"days": days}
    hour = {"hour": date_format(timezone.localtime(moment), "H.i")}
    return (_("besok pukul %(hour)s WIB") if days else _("hari ini pukul %(hour)s WIB")) % hour
