"""What of the address of a list filters or sorts it."""

from django.http import QueryDict

SEARCH = "q"
NO_FILTER = frozenset({SEARCH, "p", "all", "e", "_facets", "_changelist_filters", "_popup", "_to_field"})


def filters_only(query):
    """In one order, so that two addresses of the same filters are one. Without the words searched for: people."""
    kept = QueryDict(mutable=True)
    for name in sorted(name for name in query if name not in NO_FILTER):
        kept.setlist(name, query.getlist(name))
    return kept.urlencode()
