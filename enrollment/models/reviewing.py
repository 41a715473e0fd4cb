from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from centers.models import Center, DocumentKind
from trainees.models import Document

SENT_BACK = (Document.State.FIX, Document.State.INVALID)
KEYS = (1, 2, 3, 4)


class PaperReason(models.Model):
    """Why a paper is sent back, behind one of the keys 1 to 4: short for the officer, a sentence for the person.

    The most particular row holds: of this center and kind of paper, of the center, of the kind, of all.
    """

    center = models.ForeignKey(
        Center,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("balai"),
        help_text=_("Kosong: berlaku di semua balai."),
    )
    kind = models.ForeignKey(
        DocumentKind,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("jenis dokumen"),
        help_text=_("Kosong: untuk semua jenis dokumen."),
    )
    key = models.PositiveSmallIntegerField(_("tombol"), choices=[(key, str(key)) for key in KEYS])
    label = models.CharField(_("sebutan singkat"), max_length=30, help_text=_("Dibaca petugas, misalnya Buram."))
    text = models.CharField(
        _("kalimat untuk peserta"),
        max_length=120,
        help_text=_(
            "Apa yang kurang dan apa yang harus dilakukan, misalnya: Fotonya buram. Foto ulang di tempat terang."
        ),
    )
    text_en = models.CharField(_("kalimat dalam bahasa Inggris"), max_length=120)
    state = models.CharField(
        _("dokumen menjadi"),
        max_length=8,
        choices=[(state, state.label) for state in SENT_BACK],
        default=Document.State.FIX,
    )

    class Meta:
        verbose_name = _("alasan pengembalian berkas")
        verbose_name_plural = _("alasan pengembalian berkas")
        ordering = ["key", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="paper_reason_once_per_key",
                fields=["center", "kind", "key"],
                nulls_distinct=False,
                violation_error_message=_("Tombol ini sudah punya alasan untuk balai dan jenis dokumen itu."),
            ),
            models.CheckConstraint(name="paper_reason_has_a_key_from_1_to_4", condition=Q(key__in=KEYS)),
            models.CheckConstraint(
                name="paper_reason_says_something_in_both_languages",
                condition=~Q(label="") & ~Q(text="") & ~Q(text_en=""),
            ),
            models.CheckConstraint(name="paper_reason_sends_back", condition=Q(state__in=SENT_BACK)),
        ]

    def __str__(self):
        return f"{self.key} {self.label}"

    @property
    def words(self):
        """For the person, in the language of the moment."""
        return self.text_en if get_language() == "en" else self.text
