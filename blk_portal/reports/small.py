"""Groups of so few that a figure would point at somebody are put together before they leave the center."""

from django.utils.translation import gettext as _

from blk_portal.reports.figures import Row

FEWEST = 5


def together(rows):
    """Every group below five, and the smallest others until the whole has five: nothing is left to subtract.

    A group, not a cell: that one of twenty got a certificate points at nobody.
    """
    few = [row for row in rows if row.counts[0] < FEWEST]
    if not few:
        return rows
    for row in sorted((row for row in rows if row not in few), key=lambda row: row.counts[0]):
        if sum(one.counts[0] for one in few) >= FEWEST:
            break
        few.append(row)
    label = _("Digabung: %(count)d kelompok kecil") % {"count": len(few)}
    summed = tuple(map(sum, zip(*(row.counts for row in few), strict=True)))
    return [row for row in rows if row not in few] + [Row(label, summed)]
