from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models.institution import Center


class KeptQuerySet(models.QuerySet):
    def of_list(self, label, actor):
        """One's own and what colleagues share; kept at another center, it speaks of another center's waves."""
        here = Q(center=None) if not actor.center_code else Q(center__code=actor.center_code)
        mine = Q(owner=actor.user) | Q(shared=True)
        return self.filter(here, mine, list=label).select_related("owner").order_by("name", "pk")


class Kept(models.Model):
    """How somebody likes to look at one list of the desk. `list` is the label of its model."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("milik")
    )
    center = models.ForeignKey(
        Center, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("balai")
    )
    list = models.CharField(_("daftar"), max_length=60)
    name = models.CharField(_("nama"), max_length=60)
    shared = models.BooleanField(_("dipakai bersama rekan satu balai"), default=False)
    created_at = models.DateTimeField(_("disimpan"), default=timezone.now)

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.name


class SavedFilter(Kept):
    """The filters of a list as its address has them; never the words that were searched for, which name people."""

    query = models.CharField(_("saringan"), max_length=500)

    class Meta:
        verbose_name = _("saringan tersimpan")
        verbose_name_plural = _("saringan tersimpan")
        ordering = ["list", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="saved_filter_name_once_per_owner",
                fields=["owner", "center", "list", "name"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="saved_filter_filters_and_has_a_name", condition=~Q(query="") & ~Q(name="")),
        ]


class ColumnSet(Kept):
    """Which columns an export has, in which order; `columns` are the keys of `blk_portal.lists.columns`."""

    columns = ArrayField(models.CharField(max_length=60), verbose_name=_("kolom"))

    class Meta:
        verbose_name = _("susunan kolom")
        verbose_name_plural = _("susunan kolom")
        ordering = ["list", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="column_set_name_once_per_owner",
                fields=["owner", "center", "list", "name"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="column_set_has_columns_and_a_name", condition=Q(columns__len__gt=0) & ~Q(name="")
            ),
        ]
