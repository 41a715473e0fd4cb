"""The name of a request: in its log lines, in the audit entries it writes, and in the answer's X-Request-ID."""

import re
import secrets
import time

import structlog

SOUND = re.compile(r"[A-Za-z][A-Za-z0-9_-]{7,63}", re.ASCII)
LETTERS = str.maketrans("0123456789", "ghijklmnop")
UNTOLD = frozenset({"/healthz", "/readyz"})  # asked every few seconds; their answers are no events
log = structlog.get_logger(__name__)


def fresh():
    """Letters only, so that no gate ever mistakes it for somebody's number."""
    return secrets.token_hex(10).translate(LETTERS)


def current():
    """The id of the request being answered; empty outside one (a worker, a command)."""
    return structlog.contextvars.get_contextvars().get("request_id", "")


class RequestIdMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        offered = request.headers.get("X-Request-ID", "")
        request_id = offered if SOUND.fullmatch(offered) else fresh()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            began = time.perf_counter()
            response = self.get_response(request)
            response["X-Request-ID"] = request_id
            if request.path not in UNTOLD:
                spent = round((time.perf_counter() - began) * 1000)
                log.info("request", method=request.method, path=request.path, status=response.status_code, ms=spent)
        return response
