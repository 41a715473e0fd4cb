"""The trail's codes in words: roles, pages, facts. Models of higher floors are asked by name, through the registry.

A fact is a key and a value; FACTS says what the key is called, and where the words of a coded value stand. A test
fails for an act, a fact or a page that the code writes and that has no words here.
"""

import re
from dataclasses import dataclass

from django.apps import apps
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.models import Role

A_DAY = re.compile(r"\d{4}-\d\d-\d\d")
WHO = dict(Role.choices) | {
    "trainee": gettext_lazy("Peserta"),
    "guardian": gettext_lazy("Orang tua/wali"),
    "clock": gettext_lazy("Sistem"),
    "superuser": gettext_lazy("Pengelola sistem"),
    "console": gettext_lazy("Perintah di server"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """What a key of `facts` is called. `field`: whose choices tell its value; `model`: whose row its value names."""

    label: str | Promise
    field: str = ""
    model: str = ""


FACTS = {  # "key", or "model.verb:key" where an act means something of its own by it
    "fields": Fact(gettext_lazy("yang diubah")),
    "role": Fact(gettext_lazy("sebagai"), field="centers.membership.role"),
    "rows": Fact(gettext_lazy("jumlah baris")),
    "list": Fact(gettext_lazy("daftar")),
    "columns": Fact(gettext_lazy("kolom")),
    "niks": Fact(gettext_lazy("NIK lengkap ikut")),
    "from": Fact(gettext_lazy("semula")),
    "to": Fact(gettext_lazy("menjadi")),
    "batch": Fact(gettext_lazy("kumpulan pesan")),
    "channel": Fact(gettext_lazy("saluran"), field="notifications.outboxmessage.channel"),
    "withdrawn": Fact(gettext_lazy("ditarik")),
    "left": Fact(gettext_lazy("sudah terkirim")),
    "classes": Fact(gettext_lazy("kelas")),
    "seats": Fact(gettext_lazy("kursi per kelas")),
    "offerings": Fact(gettext_lazy("jumlah program")),
    "program": Fact(gettext_lazy("program")),
    "offering": Fact(gettext_lazy("program"), model="cohorts.offering"),
    "cohort": Fact(gettext_lazy("kelas")),
    "sessions": Fact(gettext_lazy("jumlah pertemuan")),
    "step": Fact(gettext_lazy("bagian")),
    "part": Fact(gettext_lazy("bagian"), field="enrollment.score.part"),
    "value": Fact(gettext_lazy("nilai")),
    "number": Fact(gettext_lazy("nomor")),
    "kind": Fact(gettext_lazy("jenis"), field="certification.certificate.kind"),
    "unit": Fact(gettext_lazy("unit")),
    "outcome": Fact(gettext_lazy("hasil"), field="certification.assessment.outcome"),
    "before": Fact(gettext_lazy("sebelumnya"), field="certification.assessment.outcome"),
    "result": Fact(gettext_lazy("hasil"), field="certification.overallresult.result"),
    "application.called:result": Fact(gettext_lazy("hasil"), field="enrollment.call.result"),
    "source": Fact(gettext_lazy("sumber"), field="certification.overallresult.source"),
    "last_day": Fact(gettext_lazy("hari terakhir")),
    "posts": Fact(gettext_lazy("jumlah tugas")),
    "successor": Fact(gettext_lazy("pengganti"), model="accounts.user"),
    "people": Fact(gettext_lazy("jumlah orang")),
    "version": Fact(gettext_lazy("versi")),
    "messagetext.write:kind": Fact(gettext_lazy("peristiwa")),
    "commitment": Fact(gettext_lazy("sidik benih undian")),
    "files": Fact(gettext_lazy("jumlah berkas")),
    "rules": Fact(gettext_lazy("jumlah syarat")),
    "offering.rules_copied:from": Fact(gettext_lazy("disalin dari"), model="cohorts.offering"),
    "wave.copied:from": Fact(gettext_lazy("disalin dari"), model="cohorts.wave"),
    "cohort.handed_over:from": Fact(gettext_lazy("semula"), model="accounts.user"),
    "cohort.handed_over:to": Fact(gettext_lazy("menjadi"), model="accounts.user"),
    "sitting": Fact(gettext_lazy("sesi"), model="enrollment.sitting"),
    "sittings": Fact(gettext_lazy("jumlah sesi")),
    "appointment.move:from": Fact(gettext_lazy("semula"), model="enrollment.sitting"),
    "appointment.move:to": Fact(gettext_lazy("menjadi"), model="enrollment.sitting"),
    "officer": Fact(gettext_lazy("petugas"), model="accounts.user"),
    "mark.correct:from": Fact(gettext_lazy("semula"), field="classroom.mark.presence"),
    "mark.correct:to": Fact(gettext_lazy("menjadi"), field="classroom.mark.presence"),
}
ORDER = {key: place for place, key in enumerate(FACTS)}  # in which facts are told
STEPS = {  # the parts of the application form
    "person": gettext_lazy("data diri"),
    "address": gettext_lazy("alamat"),
    "education": gettext_lazy("pendidikan"),
    "activity": gettext_lazy("kegiatan"),
    "health": gettext_lazy("kesehatan"),
    "contacts": gettext_lazy("kontak"),
    "guardian": gettext_lazy("orang tua atau wali"),
    "choices": gettext_lazy("pilihan program"),
    "documents": gettext_lazy("dokumen"),
}
PAGES = {  # where personal data were seen; "admin:<model>" and "admin:<model>:list" are told by the model's own name
    "document": gettext_lazy("foto dokumen"),
    "document_original": gettext_lazy("unduhan PDF dokumen"),
    "mydata:download": gettext_lazy("unduhan data saya"),
    "certificate:pdf": gettext_lazy("unduhan sertifikat (PDF)"),
    "certification:complete": gettext_lazy("penyelesaian kelas"),
    "certification:issue": gettext_lazy("penerbitan sertifikat"),
    "jobs:progress": gettext_lazy("kemajuan pekerjaan panjang"),
    "jobs:result": gettext_lazy("unduhan hasil pekerjaan (Excel)"),
    "admin:export_file": gettext_lazy("unduhan ekspor daftar (Excel)"),
    "teaching:session": gettext_lazy("daftar hadir pertemuan"),
    "teaching:correct": gettext_lazy("koreksi kehadiran"),
    "teaching:cohort": gettext_lazy("daftar peserta kelas"),
    "teaching:grid": gettext_lazy("rekap kehadiran kelas"),
    "admin:print_class": gettext_lazy("daftar peserta kelas (PDF)"),
    "admin:print_results": gettext_lazy("daftar hasil seleksi (PDF)"),
    "admin:print_notice": gettext_lazy("pengumuman hasil untuk papan (PDF)"),
    "admin:wave_results": gettext_lazy("hasil seleksi gelombang"),
    "admin:wave_simulate": gettext_lazy("simulasi seleksi gelombang"),
    "admin:offering_queue": gettext_lazy("antrean satu program"),
    "admin:queue_reorder": gettext_lazy("urutan seseorang di antrean"),
    "admin:person_messages": gettext_lazy("pesan kepada seseorang"),
    "admin:import_sheet": gettext_lazy("lembar peserta yang diimpor"),
    "admin:import_report": gettext_lazy("unduhan hasil impor (Excel)"),
    "admin:reports_xlsx": gettext_lazy("unduhan laporan (Excel)"),
    "admin:reports_pdf": gettext_lazy("unduhan laporan (PDF)"),
    "admin:counter": gettext_lazy("loket"),
    "admin:desk": gettext_lazy("meja kerja"),
    "admin:find_person": gettext_lazy("hasil pencarian orang"),
    "admin:person_file": gettext_lazy("lembar seseorang"),
    "admin:person_history": gettext_lazy("riwayat seseorang"),
    "admin:account_history": gettext_lazy("riwayat akun"),
    "admin:trainees.trainee:nik": gettext_lazy("NIK lengkap"),
    "admin:enrollment.eligibilityrule:preview": gettext_lazy("pratinjau syarat program"),
    "admin:enrollment.application:calls": gettext_lazy("daftar telepon"),
    "admin:enrollment.application:queue": gettext_lazy("berkas di antrean dokumen"),
    "admin:enrollment.application:scores": gettext_lazy("isian nilai satu gelombang"),
    "admin:enrollment.sitting:attendance": gettext_lazy("catatan kehadiran tes"),
    "admin:enrollment.sitting:sheet": gettext_lazy("daftar hadir tes (PDF)"),
    "admin:enrollment.sitting:pass": gettext_lazy("kode hadir seseorang"),
    "admin:enrollment.sitting:absent": gettext_lazy("yang tidak hadir tes"),
    "admin:enrollment.application:score_sheet": gettext_lazy("lembar nilai (Excel)"),
    "admin:enrollment.application:bulk": gettext_lazy("tindakan untuk banyak pendaftaran"),
}


def role_words(role):
    return str(WHO.get(role, role))


def page_words(page):
    """A page of the view log as a person would name it."""
    if page in PAGES:
        return str(PAGES[page])
    label, _colon, which = page.removeprefix("admin:").partition(":")
    if not page.startswith("admin:") or (model := _model(label)) is None:
        return page
    many = model._meta.verbose_name_plural
    names = {"list": many, "export": many, "history": model._meta.verbose_name}
    words = {
        "list": _("daftar %(name)s"),
        "export": _("ekspor daftar %(name)s (Excel)"),
        "history": _("riwayat %(name)s"),
        "": _("halaman %(name)s"),
    }
    return words.get(which, words[""]) % {"name": names.get(which, model._meta.verbose_name)}


def kind_words(trace):
    """What a row of the trail speaks of; nothing when it speaks of no object or of a model that is gone."""
    model = trace.subject_type.model_class() if trace.subject_type_id else None
    return str(model._meta.verbose_name) if model else ""


def facts_of(entry, names=None):
    """Each fact as "label: value". `names`: what `names_in` found for the rows that facts point at."""
    facts = sorted(entry.facts.items(), key=lambda fact: ORDER.get(fact[0], len(ORDER)))  # jsonb keeps no order
    return [_told(entry, key, value, names or {}) for key, value in facts if value not in ("", None, [])]


def names_in(entries):
    """{(model, pk): name} of every row that the facts of these entries name: one query a model, however many rows."""
    wanted = {}
    for entry in entries:
        for key, value in entry.facts.items():
            if (model := _fact(entry.action, key).model) and isinstance(value, int):
                wanted.setdefault(model, set()).add(value)
    return {
        (label, pk): str(row)
        for label, pks in wanted.items()
        for pk, row in apps.get_model(label)._base_manager.in_bulk(pks).items()
    }


def choice_words(field, value):
    """The words of a coded value, from the choices of "app.model.field"."""
    label, _dot, name = field.rpartition(".")
    return str(dict(apps.get_model(label)._meta.get_field(name).flatchoices).get(value, value))


def _fact(action, key):
    return FACTS.get(f"{action}:{key}") or FACTS.get(key) or Fact(key.replace("_", " "))


def _told(entry, key, value, names):
    fact = _fact(entry.action, key)
    if fact.field:
        value = role_words(value) if key == "role" else choice_words(fact.field, value)
    elif fact.model:
        value = names.get((fact.model, value), value)
    elif key == "step":
        value = STEPS.get(value, value)
    return f"{capfirst(str(fact.label))}: {_plain(value)}"


def _plain(value):
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    return date_format(parse_date(value), "j F Y") if A_DAY.fullmatch(str(value)) else str(value)


def _model(label):
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None
