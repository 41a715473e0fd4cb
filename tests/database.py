"""An ephemeral PostgreSQL for whoever runs tests or benches, gone with the last of them."""

import os
import signal
import threading
from pathlib import Path

import pytest
from django.conf import settings

from blk_portal.launch import folders, servers
from blk_portal.management.commands.messages_compile import compile_catalogues


def pytest_configure(config):
    """Only the controller starts a server, and only when the environment named none; workers inherit the address."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that TERM cleans up as Ctrl-C does
    if hasattr(config, "workerinput"):
        return
    if os.access(settings.LOCALE_PATHS[0], os.W_OK):
        compile_catalogues()
    if "PORTAL_TEST_SOCKETS" in os.environ:
        start_postgres(config, Path(os.environ["PORTAL_TEST_SOCKETS"]))


def start_postgres(config, sockets):
    data = folders.short_folder("blk-data-")
    config.portal_folders = [data, sockets]
    data.chmod(0o711)
    server = servers.Postgres(data / "pg", sockets, data / "log", **servers.FAST_AND_FORGETFUL)
    config.portal_postgres = server
    try:
        server.start()
    except folders.Unusable as refusal:
        pytest.exit(str(refusal), returncode=2)


def pytest_unconfigure(config):
    if hasattr(config, "portal_postgres"):
        config.portal_postgres.stop(signal.SIGQUIT)
    for folder in getattr(config, "portal_folders", []):
        folders.remove(folder)
