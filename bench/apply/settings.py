"""The portal's own settings, as in production; `COUNT_QUERIES=1` adds a header that says how many an answer took."""

import os

from blk_portal.settings import *  # noqa: F403 - all of it, and one line of our own

if os.environ.get("COUNT_QUERIES"):
    MIDDLEWARE = ["bench.apply.counting.CountedMiddleware", *MIDDLEWARE]  # noqa: F405
