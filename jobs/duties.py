"""What beat does every minute: the functions of settings.DUTIES. Each asks "what is due now?".

So a day without beat is made up for by one run, and running twice does no harm.
"""

import logging

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


def do_all():
    """Do each duty, whatever the others did; then say loudly which ones failed."""
    failures = [error for path in settings.DUTIES if (error := _do(path))]
    if failures:
        raise ExceptionGroup("duties failed", failures)


def _do(path):
    try:
        import_string(path)()
    except Exception as error:
        logger.exception("duty %s failed", path)
        return error
