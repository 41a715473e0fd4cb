from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from blk_portal.gallery import gallery
from blk_portal.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("akun/", include("allauth.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include("jobs.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEMONSTRATION:
    urlpatterns += [path("gallery/", gallery, name="gallery")]
