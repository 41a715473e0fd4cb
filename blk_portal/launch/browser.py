"""`make e2e`: the browser's tests, with the machine's own chromium; no driver is downloaded."""

import os
import shutil
import sys

from blk_portal.launch.folders import BASE_DIR

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium():
    named = os.environ.get("CHROMIUM")
    return named or next((found for found in map(shutil.which, NAMES) if found), None)


def main(arguments):
    chromium = find_chromium()
    if not chromium:
        print(
            "No chromium in PATH, so the browser's tests did not run. On Debian: apt-get install chromium",
            file=sys.stderr,
        )
        return 1 if os.environ.get("CI") else 0
    os.environ |= {"CHROMIUM": chromium, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    os.chdir(BASE_DIR)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-o", "timeout=300", *arguments]
    return os.execv(sys.executable, command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
