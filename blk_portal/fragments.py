"""What htmx asks for takes the place of a part of a page, so nothing but that part may come back."""

from django.http import HttpResponse

NOTHING_TO_SHOW = 204


class WholePagesMiddleware:
    """Whoever has to sign in again in the middle of a page does so on a page of its own, and comes back to this one.

    htmx follows redirects, and would put the whole sign-in page into a corner of the page that asked.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not (request.htmx and response.has_header("Location")):
            return response
        page = request.htmx.current_url_abs_path or response["Location"]
        return HttpResponse(status=NOTHING_TO_SHOW, headers={"HX-Redirect": page})
