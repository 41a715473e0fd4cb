"""The life of a certificate: valid until revoked, or replaced by another with a new number."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.moves import Move


class CertificateStatus(models.TextChoices):
    VALID = "valid", _("Berlaku")
    REVOKED = "revoked", _("Dicabut")
    REPLACED = "replaced", _("Diganti")


REVOKE = Move("revoke", frozenset({CertificateStatus.VALID}), CertificateStatus.REVOKED, _("Cabut"))
REPLACE = Move("replace", frozenset({CertificateStatus.VALID}), CertificateStatus.REPLACED, _("Ganti"))
CERTIFICATE_MOVES = (REVOKE, REPLACE)
