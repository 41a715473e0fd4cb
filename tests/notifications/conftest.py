import pytest

from notifications.models import WhatsAppTemplate
from tests import mailserver, whatsapp

PHONE, NUMBER = "+6281234567890", "6281234567890"


@pytest.fixture
def post(settings):
    with mailserver.running() as post:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = post.address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield post


@pytest.fixture
def meta(settings, db):
    """Meta's side, with one template it has approved."""
    with whatsapp.running() as meta:
        for name, value in whatsapp.settings_for(meta).items():
            setattr(settings, name, value)
        meta.approve("blk_hello", 2)
        WhatsAppTemplate.objects.create(
            kind="tests/hello", name="blk_hello", parameters=["nama", "batas"], approval="approved"
        )
        yield meta
