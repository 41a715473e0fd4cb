"""What tests and interviews of a program are judged by: the rubric, criterion by criterion."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.models import Center
from centers.scoped import Act, ScopedAdmin
from enrollment.forms.scores import CriterionForm
from enrollment.forms_desk import ConfirmForm
from enrollment.models import Criterion
from enrollment.transitions import criteria

RETIRE = Act(
    "retire",
    gettext_lazy("Tidak dipakai lagi"),
    gettext_lazy("tidak dipakai lagi"),
    lambda criterion: criterion.retired_at is None,
)


@admin.register(Criterion)
class CriterionAdmin(ScopedAdmin):
    center_path = "center"
    form = CriterionForm
    list_display = ["name", "program", "part", "order", "maximum", "weight", "retired_at"]
    list_filter = ["part", ("retired_at", admin.EmptyFieldListFilter), "program"]
    list_select_related = ["program"]
    search_fields = ["name", "program__name"]
    fields = ["center", "program", "part", "order", "name", "maximum", "weight"]
    moves = {RETIRE: (criteria.retire, ConfirmForm)}

    def get_readonly_fields(self, request, obj=None):
        """Somebody was judged by it, or it is of the past: then it stays what it was."""
        if obj is None:
            return []
        return self.fields if obj.retired_at or obj.points.exists() else ["center"]

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        centers = self.admin_site._registry[Center].get_queryset(request)
        return ({"center": centers.first()} if request.actor.center_code else {}) | given

    def notes(self, request, obj):
        if obj.retired_at:
            return [_("Kriteria ini tidak dipakai lagi. Yang pernah dinilai dengannya tetap menyimpannya.")]
        if obj.points.exists():
            return [_("Sudah ada yang dinilai dengan kriteria ini, jadi isinya tidak bisa diubah.")]
        return []
