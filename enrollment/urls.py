from django.urls import path

from enrollment.views import apply, catalogue, documents, eligibility, guardian, published, reminders, sending

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("cek-kelayakan/", eligibility.check_eligibility, name="check_eligibility"),
    path("ingatkan-saya/", reminders.remind, name="remind"),
    path("ingatkan-saya/terkirim/", reminders.reminder_asked, name="reminder_asked"),
    path("ingatkan-saya/<str:token>/", reminders.reminder, name="reminder"),
    path("program/<int:pk>/", catalogue.offering, name="offering"),
    path("program/<int:pk>/cek-kelayakan/", eligibility.eligibility, name="eligibility"),
    path("program/<int:pk>/daftar/", catalogue.start, name="apply"),
    path("hasil/<int:pk>/", published.results, name="published_results"),
    path("pendaftaran/<int:pk>/", apply.resume, name="application"),
    path("pendaftaran/<int:pk>/periksa/", sending.check, name="application_check"),
    path("pendaftaran/<int:pk>/hapus/", sending.discard, name="application_discard"),
    path("pendaftaran/<int:pk>/surat-wali/", sending.guardian_letter, name="guardian_letter"),
    path("pendaftaran/<int:pk>/wali/kirim/", guardian.ask_again, name="guardian_ask"),
    path("persetujuan-wali/<str:token>/", guardian.consent, name="guardian_consent"),
    path("pendaftaran/<int:pk>/<slug:slug>/", apply.step, name="application_step"),
    path("berkas/<uuid:key>/", documents.document, name="document"),
    path("berkas/<uuid:key>/asli/", documents.original, name="document_original"),
    path("berkas/halaman/<uuid:key>/", documents.page, name="document_page"),
]
