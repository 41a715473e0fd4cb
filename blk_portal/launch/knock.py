"""Asks the web process beside it whether it lives; for a container's health check."""

import os
import sys
import urllib.request

ADDRESS = "http://127.0.0.1:8000/healthz"


def main():
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]  # others are refused, the portal's own probe too
    with urllib.request.urlopen(urllib.request.Request(ADDRESS, headers={"Host": host}), timeout=4) as answer:
        return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
