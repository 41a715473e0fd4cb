from centers.admin.institution import (
    CenterAdmin,
    DocumentKindAdmin,
    EducationLevelAdmin,
    OfficialAdmin,
    PrivacyNoticeAdmin,
    RegionAdmin,
)
from centers.admin.people import InvitationAdmin, MembershipAdmin, UserAdmin
from centers.admin.trail import AuditEntryAdmin, PurgeRecordAdmin, RetentionRuleAdmin, SealAdmin, ViewLogAdmin

__all__ = [
    "AuditEntryAdmin",
    "CenterAdmin",
    "DocumentKindAdmin",
    "EducationLevelAdmin",
    "InvitationAdmin",
    "MembershipAdmin",
    "OfficialAdmin",
    "PrivacyNoticeAdmin",
    "PurgeRecordAdmin",
    "RegionAdmin",
    "RetentionRuleAdmin",
    "SealAdmin",
    "UserAdmin",
    "ViewLogAdmin",
]
