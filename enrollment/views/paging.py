"""What all pages of an application share: saving under its lock, where the way leads on, the frame around a form."""

from allauth.account.adapter import get_adapter
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enrollment.transitions.filling import filling
from enrollment.views import typed
from enrollment.views.steps import after, check_of, home_of, row_of, steps_of, ways_of
from enrollment.workflow import Status


def posted(request):
    return request.POST if request.method == "POST" else None


def address_of(request):
    """Whose address stands beside a consent: the person's, not that of the proxy in front of the portal."""
    return get_adapter().get_client_ip(request)


def save(request, application, shown, write):
    with filling(application, shown.name, by=request.actor):
        write()


def onward(request, application, shown):
    """Back to the check for who came from there, else the next page."""
    if request.GET.get("dari") == "periksa" or application.status != Status.DRAFT:
        return redirect(_check_or_journey(application))
    return redirect(after(application, shown))


def _check_or_journey(application):
    if application.status in {Status.DRAFT, Status.RETURNED}:
        return check_of(application)
    return home_of(application)


def page(request, application, shown, form, **more):
    steps, ways = steps_of(application), ways_of(application)
    typed_before = typed.take(request)
    if typed_before is not None:
        form.retype(typed_before)
    if not ways.fills_in:
        _leave_empty(form)
    context = {
        "application": application,
        "trainee": application.trainee,
        "form": form,
        "step": shown,
        "was_typed": typed_before is not None,
        "bars": row_of(steps, _("Periksa")),
        "number": steps.index(shown) + 1,
        "back_url": steps[steps.index(shown) - 1].url_for(application) if steps.index(shown) else None,
        "has_files": form.is_multipart(),
        "frame": ways.frame,
        "fills_in": ways.fills_in,
        "links": ways.links(application),
        **more,
    }
    return render(request, f"enrollment/apply/{shown.name}.html", context)


def _leave_empty(form):
    """What the browser remembers is of somebody else who stood here."""
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = "off"
