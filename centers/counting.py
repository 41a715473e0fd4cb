"""How many rows: of many beside each row of a query, and of a long list without counting them all."""

from functools import cached_property

from django.core.paginator import EmptyPage, Paginator
from django.db import connection
from django.db.models import Count, IntegerField, Subquery, Value
from django.db.models.functions import Coalesce

CAP = 10_000  # nobody works through more, and counting them takes time


def number_of(rows):
    """An annotation; `rows` name the outer row by OuterRef.

    Each is asked by itself: two joins counted in one query would be multiplied by one another first.
    """
    together = rows.order_by().annotate(together=Value(1)).values("together")
    counted = together.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class CappedPaginator(Paginator):
    """Counts no further than one row beyond the cap. `is_capped`: there is more than `count` and `num_pages` tell.

    A page beyond the last one told is there if it has rows, so a walk through the list meets no wall.
    """

    cap = CAP

    @cached_property
    def _counted(self):
        return self.object_list.order_by()[: self.cap + 1].count()

    @property
    def is_capped(self):
        return self._counted > self.cap

    @cached_property
    def count(self):
        return min(self._counted, self.cap)

    @cached_property
    def estimate(self):
        """About how many rows a whole big table has, as PostgreSQL reckoned last; None of a part of a table."""
        query = self.object_list.query
        if not self.is_capped or query.where or query.distinct or query.group_by:
            return None
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [query.model._meta.db_table]
            )
            about = cursor.fetchone()[0]
        return round(about, -2) if about > self.cap else None

    def page(self, number):
        if not self.is_capped:
            return super().page(number)
        if number < 1 or not self._has(number):
            raise EmptyPage("There is no such page.")
        first = (number - 1) * self.per_page
        return self._get_page(self.object_list[first : first + self.per_page], number, self)

    def _has(self, number):
        first = (number - 1) * self.per_page
        return first < self.count or self.object_list[first : first + 1].exists()

    def get_elided_page_range(self, number=1, *, on_each_side=3, on_ends=2):
        """Near the cap and beyond it: the pages around this one, and the next only if it is there."""
        if not self.is_capped or number + on_each_side < self.num_pages:
            return super().get_elided_page_range(number, on_each_side=on_each_side, on_ends=on_ends)
        around = range(max(on_ends + 1, number - on_each_side), number + 1)
        following = [number + 1] if self._has(number + 1) else []
        return [*range(1, on_ends + 1), self.ELLIPSIS, *around, *following]
