"""A new draft with everything there: who one is stands with the person, what one wanted with the earlier choices."""

from django.db import transaction
from django.utils.translation import gettext as _

from audit.moves import Refused
from enrollment.selectors.again import open_again
from enrollment.transitions.drafts import begin, choose


@transaction.atomic
def apply_again(earlier, *, by):
    """The new draft. Refused("nothing_open") if none of the programs chosen then is open in another wave now."""
    offerings = open_again(earlier)
    if not offerings:
        raise Refused("nothing_open", _("Program itu sedang tidak dibuka. Lihat program lain yang dibuka."))
    draft = begin(earlier.trainee, offerings[0], by=by)
    choose(draft, offerings, by=by)
    return draft
