"""Writing the trail. Rows are never changed; the database refuses it (migration 0002)."""

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from audit.models import AuditEntry, ViewLog
from audit.request_id import current


def write(action, *, by, about=None, from_status="", to_status="", note="", facts=None):
    """Leave one row in the current transaction. `action` is "model.verb"; `facts` holds no personal data."""
    return AuditEntry.objects.create(
        action=action,
        user=by.user,
        role=by.role,
        center_code=by.center_code,
        subject_type=ContentType.objects.get_for_model(about) if about else None,
        subject_id=about.pk if about else None,
        from_status=from_status,
        to_status=to_status,
        note=note,
        facts=facts or {},
        request_id=current(),
        at=timezone.now(),
    )


def viewed(page, *, by, subjects, rows=0):
    """Note that personal data were shown or taken out: one row a page, with the ids it showed (UU PDP art. 31-32)."""
    subjects = list(subjects)
    if not subjects:
        return None
    return ViewLog.objects.create(
        page=page,
        user=by.user,
        role=by.role,
        center_code=by.center_code,
        subject_type=ContentType.objects.get_for_model(subjects[0]),
        subject_ids=[subject.pk for subject in subjects],
        rows=rows or len(subjects),
        request_id=current(),
        at=timezone.now(),
    )
