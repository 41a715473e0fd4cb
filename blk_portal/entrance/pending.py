"""What somebody began and must still prove with a code: kept in their session, so nothing exists before they do.

An asking that can lead nowhere (the contact has an account, or has none) is kept just the same, with a code that was
sent to nobody: page, session and work do not differ.
"""

import time
from dataclasses import asdict, dataclass, field

from allauth.core.internal.cryptokit import generate_user_code, normalize_user_code
from django.utils.crypto import constant_time_compare, salted_hmac

from blk_portal.entrance import finding, letters
from trainees.rules.phones import as_dialled

KEY = "entrance_pending"
LIFE = 15 * 60
TRIES = 5
SENDINGS = 3


@dataclass
class Pending:
    """`purpose`: signup, reset or phone. `user` is the account it is about, None where there is none."""

    purpose: str
    contact: str
    is_phone: bool
    leads_on: bool  # False: no code is sent, whatever they type
    user: int | None = None
    password: str = ""  # of an account to be opened, hashed
    way_on: str = ""
    proves: bool = True  # a code of the desk says who they are, not that they hold the contact
    language: str = "id"  # of the letter
    mark: str = ""
    failed: int = 0
    sent: int = 0
    unsent: bool = False  # no channel reaches this phone: only the desk can give a code
    at: float = field(default_factory=time.time)

    def send(self, session):
        """A new code, with the time and the tries that go with it."""
        code = generate_user_code(numeric=True, length=8)
        if not self.unsent:
            letters.write(self, code if self.leads_on else "")
        self.mark, self.failed, self.at, self.sent = _mark(code), 0, time.time(), self.sent + 1
        session[KEY] = asdict(self)

    def accepts(self, code, session):
        """True once; a wrong code is counted, and after the fifth nothing is pending any more."""
        if constant_time_compare(_mark(code), self.mark) and self.leads_on and not self.unsent:
            return True
        if self.purpose == "reset" and (user := finding.opened_by(code, self.contact)):
            self.user, self.proves = user.pk, False
            return True
        self.failed += 1
        session[KEY] = asdict(self)
        if self.failed >= TRIES:
            drop(session)
        return False

    @property
    def shown(self):
        return as_dialled(self.contact) if self.is_phone else self.contact

    @property
    def may_resend(self):
        return self.sent < SENDINGS and not self.unsent


def of(session):
    """What is pending, or None; what is too old is nothing."""
    kept = session.get(KEY)
    if not kept or time.time() - kept["at"] > LIFE:
        return None
    return Pending(**kept)


def drop(session):
    session.pop(KEY, None)


def _mark(code):
    return salted_hmac("blk_portal.entrance", normalize_user_code(code), algorithm="sha256").hexdigest()
