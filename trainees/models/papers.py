import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import DocumentKind
from trainees.models.people import Trainee


def document_path(page, filename):
    """An unguessable name; nothing of the person or of the uploaded file's name stays in it."""
    return f"documents/{page.key.hex[:2]}/{page.key.hex}.jpg"


def original_path(document, filename):
    name = uuid.uuid4().hex
    return f"documents/{name[:2]}/{name}.pdf"


class DocumentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(replaced_at=None)


class Document(models.Model):
    """A paper: its pages as pictures, and the PDF they came from if there was one. A newer one replaces it; the row
    stays."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu diperiksa")
        VALID = "valid", _("Sah")
        FIX = "fix", _("Perlu diperbaiki")
        INVALID = "invalid", _("Tidak sah")

    trainee = models.ForeignKey(Trainee, on_delete=models.CASCADE, related_name="documents")
    kind = models.ForeignKey(DocumentKind, on_delete=models.PROTECT, related_name="+", verbose_name=_("jenis"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    original = models.FileField(
        _("PDF asli"), upload_to=original_path, blank=True, default="", db_default="", editable=False
    )
    original_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    state = models.CharField(_("keadaan"), max_length=8, choices=State, default=State.WAITING, editable=False)
    reason = models.CharField(_("alasan"), max_length=200, blank=True)
    uploaded_at = models.DateTimeField(_("diunggah"), default=timezone.now, editable=False)
    replaced_at = models.DateTimeField(null=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("dokumen")
        verbose_name_plural = _("dokumen")
        ordering = ["kind__order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="document_sent_back_with_a_reason",
                condition=~Q(state__in=["fix", "invalid"]) | ~Q(reason=""),
            ),
        ]

    def __str__(self):
        return str(self.kind)

    @property
    def first_page(self):
        return next(iter(self.pages.all()), None)


class DocumentPage(models.Model):
    """One side of a paper, drawn anew by `trainees.images`. Its number is never given again in the same document."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField(_("halaman"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField(_("berkas"), upload_to=document_path)
    sha256 = models.CharField(max_length=64, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)

    class Meta:
        verbose_name = _("halaman dokumen")
        verbose_name_plural = _("halaman dokumen")
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(name="page_number_once_per_document", fields=["document", "number"]),
            models.CheckConstraint(name="page_numbers_start_at_one", condition=Q(number__gte=1)),
        ]

    def __str__(self):
        return f"{self.document} {self.number}"
