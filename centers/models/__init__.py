from centers.models.institution import (
    AT_LEAST_ONE,
    WHATSAPP,
    Center,
    OfferStep,
    Official,
    PrivacyNotice,
    PrivacyNoticeQuerySet,
)
from centers.models.lists import ColumnSet, SavedFilter
from centers.models.people import (
    INVITATION_DAYS,
    Invitation,
    InvitationQuerySet,
    Membership,
    MembershipQuerySet,
    Role,
    a_week_from_now,
)
from centers.models.places import DocumentKind, EducationLevel, Region

__all__ = [
    "AT_LEAST_ONE",
    "INVITATION_DAYS",
    "WHATSAPP",
    "Center",
    "ColumnSet",
    "DocumentKind",
    "EducationLevel",
    "Invitation",
    "InvitationQuerySet",
    "Membership",
    "MembershipQuerySet",
    "OfferStep",
    "Official",
    "PrivacyNotice",
    "PrivacyNoticeQuerySet",
    "Region",
    "Role",
    "SavedFilter",
    "a_week_from_now",
]
