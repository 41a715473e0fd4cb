from functools import update_wrapper

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from blk_portal import desk
from blk_portal.correspondence import views as correspondence
from blk_portal.counter import views as counter
from blk_portal.history import views as history
from blk_portal.importing import views as importing
from blk_portal.lists import views as lists
from blk_portal.person_file import views as person_file
from blk_portal.printing import views as printing
from blk_portal.reports import views as reports
from blk_portal.retention import views as retention
from blk_portal.seating import views as seating
from blk_portal.staffing import views as staffing
from blk_portal.wave_control import urls as wave_control
from centers import roles

NOT_OURS = frozenset({"password_change", "password_change_done", "view_on_site"})  # allauth has the first two


class PortalAdminSite(AdminSite):
    """The desk of officers, heads and certification officers. Who sees what is the role table's business."""

    site_header = _("Meja kerja BLK")
    site_title = _("Meja kerja BLK")
    index_title = _("Yang menunggu Anda")
    index_template = "admin/index.html"
    enable_nav_sidebar = True

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only our own models: groups are not used here, and second factors and addresses are allauth's to change."""
        models = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in models if model._meta.app_label in settings.FLOORS]
        super().register(ours, admin_class, **options)

    def has_permission(self, request):
        actor = getattr(request, "actor", None)
        return bool(request.user.is_active and request.user.is_staff and actor and actor.role)

    def admin_view(self, view, cacheable=False):
        """Whoever is signed in and has no business here is told so; Django would ask them to sign in once more."""
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return update_wrapper(guarded, inner)

    def get_urls(self):
        own = wave_control.urls(self.admin_view)
        own += staffing.urls(self.admin_view) + history.urls(self.admin_view) + retention.urls(self.admin_view)
        own += counter.urls(self.admin_view)
        own += person_file.urls(self.admin_view) + lists.urls(self.admin_view) + printing.urls(self.admin_view)
        own += seating.urls(self.admin_view)
        own += importing.urls(self.admin_view) + reports.urls(self.admin_view)
        own = correspondence.urls(self.admin_view) + own  # before the acts on a wave, whose addresses look alike
        return own + [url for url in super().get_urls() if getattr(url, "name", None) not in NOT_OURS]

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        return apps if app_label else desk.grouped(apps, request.actor)

    def each_context(self, request):
        context = super().each_context(request)
        context["memberships"] = getattr(request.user, "current_memberships", [])
        context["menu"] = desk.menu(context["available_apps"], request.path)
        context["may_find_people"] = roles.may(getattr(request, "actor", None), "page", "person_file")
        return context

    def index(self, request, extra_context=None):
        if not roles.may(request.actor, "page", "desk"):
            raise PermissionDenied
        return super().index(request, {**desk.context(request), **(extra_context or {})})
