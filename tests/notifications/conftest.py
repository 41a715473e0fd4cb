import pytest

from tests import mailserver


@pytest.fixture
def post(settings):
    with mailserver.running() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = post.address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield post
