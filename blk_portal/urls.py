from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from blk_portal.gallery import gallery
from blk_portal.health import healthz, readyz
from blk_portal.home import home_after_sign_in
from blk_portal.mailbox import mailbox
from blk_portal.second_factor import authenticate

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("akun/2fa/authenticate/", authenticate, name="mfa_authenticate"),
    path("akun/", include("allauth.urls")),
    path("bahasa/", include("django.conf.urls.i18n")),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include("enrollment.urls")),
    path("perjalanan/", include("blk_portal.journey")),
    path("masuk/", home_after_sign_in, name="home_after_sign_in"),
    path("", include("jobs.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEMONSTRATION:
    urlpatterns += [path("gallery/", gallery, name="gallery"), path("kotak-surat/", mailbox, name="mailbox")]
