"""One event, one line of JSON, with the request's id; nobody's NIK, phone or e-mail in any of them.

Everything passes the same last gate: our own events, Django's, Celery's, gunicorn's, and the text of exceptions.
"""

import logging
import logging.config
import re

import structlog
from gunicorn.glogging import Logger

NIK = re.compile(r"(?<!\d)(?:\d[ .-]?){12}(\d[ .-]?\d[ .-]?\d[ .-]?\d)(?!\d)")
PHONE = re.compile(r"(?<!\w)(?:\+?62|0)[ .-]?8(?:[ .-]?\d){4,9}?(\d{3})(?!\d)")
LINK = re.compile(  # whoever has the address may act for the person
    r"(/undangan/|/jawab/|/perbaiki/|/jadwal-tes/|/pilih-jadwal/|/pindai/|/persetujuan-wali/|/ingatkan-saya/|/password/reset/key/|/lanjut/)"
    r"[^/\s\"']+"
)
EMAIL = re.compile(r"\b(\w)[\w.+%'-]*@[\w-]+(?:\.[\w-]+)+")
NEVER_SHOWN = frozenset(
    {"nik", "password", "birth_date", "phone", "email", "token", "secret", "cookie", "authorization"}
)


def scrub(text):
    """The text with what identifies a person cut to its last digits, or its first letter."""
    text = NIK.sub(r"[NIK …\1]", text)
    text = PHONE.sub(r"[telepon …\1]", text)
    text = LINK.sub(r"\1…", text)
    return EMAIL.sub(r"\1***@…", text)


def masked(value):
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**9 else scrub(str(value))
    if isinstance(value, dict):
        return {scrub(str(key)): "***" if str(key).lower() in NEVER_SHOWN else masked(v) for key, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [masked(item) for item in value]
    return scrub(value if isinstance(value, str) else repr(value))


def mask(logger, method, event):
    return masked(event)


BEFORE = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
LAST_GATE = [
    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
    mask,
    structlog.processors.JSONRenderer(),
]


def configure(options):
    """What settings.LOGGING_CONFIG names; called by Django with settings.LOGGING before anything else is loaded."""
    structlog.configure(
        processors=[*BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    logging.captureWarnings(options.get("WARNINGS", True))
    to_root = {"handlers": [], "propagate": True}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": formatter}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": options.get("LEVEL", "INFO")},
            "loggers": {
                "django": to_root,
                "django.request": to_root | {"level": "ERROR"},  # below that RequestIdMiddleware's line says it all
                "celery": to_root | {"level": "WARNING"},  # a tick every two seconds is no event
                "httpx": to_root | {"level": "WARNING"},
                "gunicorn.error": to_root,
            },
        }
    )


def formatter():
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=BEFORE, processors=LAST_GATE)


class GunicornLogger(Logger):
    """gunicorn's own words through the same gate; requests are logged by RequestIdMiddleware, which knows their id."""

    def setup(self, cfg):
        super().setup(cfg)
        configure({"LEVEL": "INFO"})
