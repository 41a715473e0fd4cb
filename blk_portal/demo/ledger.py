"""The trail of days gone by: each entry as the transition would have left it, kept until all rows have their keys."""

from django.contrib.contenttypes.models import ContentType

from audit.models import AuditEntry


class Ledger:
    def __init__(self):
        self.lines = []

    def write(self, action, *, by, about, at, from_status="", to_status="", note="", facts=None):
        entry = AuditEntry(
            action=action,
            user=by.user,
            role=by.role,
            center_code=by.center_code,
            subject_type=ContentType.objects.get_for_model(about),
            from_status=from_status,
            to_status=to_status,
            note=note,
            facts=facts or {},
            at=at,
        )
        self.lines.append((entry, about))

    def move(self, obj, move, *, by, at, note="", facts=None):
        """Take an unsaved row along an arrow that is open for it; anything else would be no history."""
        if not move.is_open_for(obj):
            raise ValueError(f"{obj._meta.model_name} cannot {move.name} while {obj.status}")
        before, obj.status = obj.status, move.target
        self.write(
            f"{obj._meta.model_name}.{move.name}",
            by=by,
            about=obj,
            at=at,
            from_status=before,
            to_status=move.target,
            note=note,
            facts=facts,
        )

    def store(self):
        for entry, about in self.lines:
            entry.subject_id = about.pk
        entries = sorted((entry for entry, _about in self.lines), key=lambda entry: entry.at)
        AuditEntry.objects.bulk_create(entries, batch_size=1000)
        self.lines = []
