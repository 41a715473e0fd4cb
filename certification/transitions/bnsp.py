"""What an LSP decided, written down from its paper. The portal makes no number up and promises nothing."""

from django.db import transaction

from audit import trail
from certification.announcements import announce
from certification.models import BnspRecord


@transaction.atomic
def record_bnsp(record, *, by):
    """Save the record and, when its state is news, tell the person. Constraint errors are the caller's to show."""
    before = BnspRecord.objects.filter(pk=record.pk).values_list("state", flat=True).first()
    record.save()
    if record.state == before:
        return record
    trail.write("bnsprecord.state", by=by, about=record, from_status=before or "", to_status=record.state)
    announce(record.enrollment, "bnsp", record=record)
    return record
