from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class BlkPortalConfig(AppConfig):
    name = "blk_portal"
    verbose_name = _("Portal")
    default = True


class PortalAdminConfig(admin_apps.AdminConfig):
    default_site = "blk_portal.sites.PortalAdminSite"
    default = False
