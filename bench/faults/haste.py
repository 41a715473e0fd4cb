"""Imported by the small size's workers alone: leases and pauses of minutes are cut to seconds."""

from datetime import timedelta

from jobs import leases
from notifications import claims, rules

SECONDS = {
    (claims, "LEASE"): 3,
    (claims, "RENEW_AFTER"): 1,
    (leases, "LEASE"): 3,
    (rules, "FIRST_PAUSE"): 1,
    (rules, "SERVER_DOWN_PAUSE"): 1,
}
for (module, name), seconds in SECONDS.items():
    assert hasattr(module, name), f"{module.__name__} has no {name} any more: nothing would be cut"
    setattr(module, name, timedelta(seconds=seconds))
