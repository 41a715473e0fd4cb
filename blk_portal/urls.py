from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from blk_portal import pages
from blk_portal.counter import continuing
from blk_portal.entrance.own_phone import phone as own_phone
from blk_portal.entrance.views import code, reset_password, sign_up
from blk_portal.gallery import gallery
from blk_portal.health import healthz, readyz
from blk_portal.home import home_after_sign_in
from blk_portal.language import choose as choose_language
from blk_portal.mailbox import mailbox
from blk_portal.second_factor import authenticate, download_recovery_codes, recovery_codes
from blk_portal.staffing.welcome import welcome
from certification.views import verify

handler500 = "blk_portal.trouble.last_word"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("akun/2fa/authenticate/", authenticate, name="mfa_authenticate"),
    path("akun/2fa/recovery-codes/", recovery_codes, name="mfa_view_recovery_codes"),
    path("akun/2fa/recovery-codes/download/", download_recovery_codes, name="mfa_download_recovery_codes"),
    path("undangan/<str:token>/", welcome, name="staff_invitation"),
    path("", include("centers.urls")),
    path("akun/signup/", sign_up, name="account_signup"),
    path("akun/password/reset/", reset_password, name="account_reset_password"),
    path("akun/kode/", code, name="account_code"),
    path("akun/ponsel/", own_phone, name="account_phone"),
    path("akun/", include("allauth.urls")),
    path("bahasa/setlang/", choose_language, name="set_language"),
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include("enrollment.urls")),
    path("perjalanan/", include("blk_portal.journey.urls")),
    path("data-saya/", include("blk_portal.mydata.urls")),
    path("lanjut/", continuing.slip, name="slip"),
    path("lanjut/akun/", continuing.account, name="slip_account"),
    path("lanjut/<str:code>/", continuing.slip, name="slip_code"),
    path("masuk/", home_after_sign_in, name="home_after_sign_in"),
    path("bantuan/", pages.help_page, name="help"),
    path("kontak/", pages.contact, name="contact"),
    path("pengumuman/", pages.announcements, name="announcements"),
    path("pengumuman/<int:pk>/", pages.announcement, name="announcement"),
    path("privasi/", pages.privacy, name="privacy"),
    path("privasi/versi-<int:version>/", pages.privacy, name="privacy_version"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("aksesibilitas/", pages.accessibility, name="accessibility"),
    path("", include("certification.urls")),
    path("v/", verify, name="verify"),
    path("v/<str:code>", verify, name="verify"),
    path("instruktur/", include("blk_portal.teaching")),
    path("", include("jobs.urls")),
    path("", include("notifications.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEMONSTRATION:
    urlpatterns += [path("gallery/", gallery, name="gallery"), path("kotak-surat/", mailbox, name="mailbox")]
