"""Imported by the worker of these tests alone: a minute's lease is cut to seconds, so that they end within one."""

from datetime import timedelta

from jobs import leases
from notifications import claims

claims.LEASE, claims.RENEW_AFTER = timedelta(seconds=3), timedelta(seconds=1)
leases.LEASE = timedelta(seconds=3)
