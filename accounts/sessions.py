"""Django's sessions in the database, asked only for keys that can be one."""

import re

from django.contrib.sessions.backends import db

KEY = re.compile(r"[0-9a-z]{8,40}", re.ASCII)  # 32 letters and digits, as Django makes them


class SessionStore(db.SessionStore):
    def _validate_session_key(self, key):
        """A cookie may say anything, also a NUL, at which PostgreSQL raises an error."""
        return bool(key) and KEY.fullmatch(key) is not None
