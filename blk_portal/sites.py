from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    """The desk of officers, heads and certification officers. Who sees what is the role table's business."""

    site_header = _("Meja kerja BLK")
    site_title = _("Meja kerja BLK")
    index_title = _("Yang menunggu Anda")
    enable_nav_sidebar = True

    def has_permission(self, request):
        actor = getattr(request, "actor", None)
        return bool(request.user.is_active and request.user.is_staff and actor and actor.role)
