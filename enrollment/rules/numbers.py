"""Registration numbers, as people type them."""

import re

NUMBER = re.compile(r"[1-9]\d{3,8}", re.ASCII)  # a whole one or how it begins: never as long as a phone's
