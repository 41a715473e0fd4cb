"""A live server whose static files are as in production: collected, compressed, named by content, kept for ever."""

from django.core.management import call_command
from django.test.testcases import LiveServerThread
from pytest_django.live_server_helper import LiveServer

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}


class Production(LiveServer):
    def __init__(self):
        super().__init__("localhost", start=False)
        # No handler of Django's in front: WhiteNoise serves what is static.
        self.thread = LiveServerThread("localhost", lambda app: app, connections_override={})
        self.thread.daemon = True
        self.start()


def furnish(settings, folder):
    """Before the server starts: its middleware reads the folder once."""
    settings.STATIC_ROOT, settings.STORAGES = str(folder), STORAGES
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    if not (folder / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin", "import_export"])
