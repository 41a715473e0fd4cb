"""How hard property tests try: the suite's examples are always the same; HYPOTHESIS_PROFILE=search looks further.

`search` draws anew each time and prints how to see a failure again (`@reproduce_failure`). HYPOTHESIS_EXAMPLES says
how many examples it draws, 2,000 unless told.
"""

import os

import hypothesis

PLAIN = {"database": None, "deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}

hypothesis.settings.register_profile("portal", **PLAIN, derandomize=True, max_examples=100)
hypothesis.settings.register_profile(
    "search", **PLAIN, max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "2000")), print_blob=True
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "portal"))
