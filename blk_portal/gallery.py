"""Every component in every state on one page, to look at and to test. Only the demonstration profile has it."""

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Nama lengkap"), help_text=_("Seperti tertulis di KTP atau KK."))
    nickname = forms.CharField(label=_("Nama panggilan"), required=False)
    program = forms.ChoiceField(
        label=_("Program"),
        choices=[("", _("Pilih program")), ("smaw", _("Las SMAW")), ("listrik", _("Instalasi listrik"))],
    )
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"), choices=[("f", _("Perempuan")), ("m", _("Laki-laki"))], widget=forms.RadioSelect
    )
    photo = forms.FileField(label=_("Foto KTP"), help_text=_("JPEG atau PNG, paling besar 10 MB."), required=False)
    reason = forms.CharField(label=_("Alasan mendaftar"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agree = forms.BooleanField(label=_("Saya setuju data saya diperiksa oleh balai."))


TONES = ("success", "info", "warning", "error")
BADGES = (
    ("neutral", _("Konsep")),
    ("waiting", _("Menunggu diperiksa")),
    ("info", _("Cadangan nomor 3")),
    ("success", _("Diterima")),
    ("danger", _("Tidak memenuhi syarat")),
)
EVENTS = (
    {"title": _("Pendaftaran dikirim"), "when": _("Senin, 3 Maret"), "state": "done"},
    {"title": _("Berkas diperiksa"), "when": _("Rabu, 5 Maret"), "state": "done", "text": _("Semua berkas lengkap.")},
    {
        "title": _("Diterima: lakukan daftar ulang"),
        "when": _("Paling lambat Jumat, 14 Maret"),
        "state": "current",
        "text": _("Kursi Anda disimpan sampai tanggal itu."),
        "url": "#",
        "url_label": _("Daftar ulang sekarang"),
    },
    {"title": _("Kelas dimulai"), "when": _("Senin, 24 Maret"), "state": "next"},
)
STOPPED = (
    {"title": _("Pendaftaran dikirim"), "when": _("Senin, 3 Maret"), "state": "done"},
    {
        "title": _("Berkas belum lengkap"),
        "state": "problem",
        "text": _("Foto KK tidak terbaca. Unggah foto yang lebih terang."),
    },
)
COLUMNS = (_("Kelas"), _("Peserta"), _("Kursi kosong"), _("Mulai"))
ROWS = (
    (_("Las SMAW A"), 16, 0, _("24 Maret")),
    (_("Las SMAW B"), 14, 2, _("24 Maret")),
    (_("Instalasi listrik"), 16, 0, _("31 Maret")),
)
STEPS = (
    (_("Data diri"), "#"),
    (_("Alamat"), "#"),
    (_("Berkas"), ""),
    (_("Kirim"), ""),
)

ILLUSTRATIONS = ("toolbox", "search", "letter", "certificate", "phone", "door", "signpost", "gears")
MARKS = (("fire", "accent"), ("lightning-charge", ""), ("scissors", ""))


@login_not_required
@require_safe
def gallery(request):
    if not settings.DEMONSTRATION:
        raise Http404
    context = {
        "form": SampleForm(initial={"name": "Contoh Peserta", "sex": "f"}, auto_id="good_%s"),
        "bad_form": SampleForm({"nickname": "Ayu"}, {}, auto_id="bad_%s"),
        "tones": TONES,
        "badges": BADGES,
        "events": EVENTS,
        "stopped": STOPPED,
        "columns": COLUMNS,
        "rows": ROWS,
        "steps": STEPS,
        "illustrations": ILLUSTRATIONS,
        "marks": MARKS,
    }
    return render(request, "gallery/index.html", context)
