"""What an answer means: that something broke, that a stranger's thing was shown, or that the input was taken."""

import traceback
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.messages import ERROR
from django.forms import BaseForm

LOGIN = "/akun/login/"
HERE = str(Path(settings.BASE_DIR))


@dataclass(frozen=True)
class Fault:
    """`where` is the last line of ours that ran: two requests with the same kind and line found the same thing."""

    kind: str
    where: str
    told: str = ""

    @property
    def key(self):
        return self.kind, self.where


def of_exception(problem):
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [one for one in frames if one.filename.startswith(HERE) and "/.venv/" not in one.filename] or frames
    last = ours[-1]
    where = f"{last.filename.removeprefix(HERE + '/')}:{last.lineno} {last.name}"
    return Fault(type(problem).__name__, where, "".join(traceback.format_exception_only(problem)).strip()[:600])


def fault(ask, response, *, is_private):
    """The defect in this answer, or None. An exception that reached Django is one even if a page came of it."""
    if response.exc_info:
        return of_exception(response.exc_info[1])
    if response.status_code >= 500:
        return Fault(f"status {response.status_code}", ask.where)
    if is_private and {"foreign", "odd"} & set(ask.how) and 200 <= response.status_code < 300:
        return Fault("shows what is not one's own", ask.where)
    if ask.method == "HEAD" and not response.streaming and response.content:
        return Fault("a body for HEAD", ask.where)
    return None


def is_accepted(ask, response):
    """The form was taken: it leads on, or it answers with itself and nothing to complain of."""
    if "form" not in ask.how or response.status_code >= 400:
        return False
    if any(message.level >= ERROR for message in queued(response)):
        return False
    if response.status_code >= 300:
        return not response["Location"].startswith(LOGIN) or ask.where.startswith("account_")
    if ask.method == "GET":
        return "good" in ask.how  # a search takes what it understands and passes over the rest
    bound = [form for form in forms_of(response) if form.is_bound]
    return bool(bound) and not any(form.errors for form in bound)


def queued(response):
    """Read without marking them as shown."""
    store = getattr(response.wsgi_request, "_messages", None)
    return list(getattr(store, "_queued_messages", [])) if store is not None else []


def forms_of(response):
    layers = response.context or []
    for context in layers if isinstance(layers, list) else [layers]:
        for values in context.dicts:
            yield from (value for value in values.values() if isinstance(value, BaseForm))
