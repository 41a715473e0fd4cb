"""New secrets for a new installation, before there is a Django: its settings would ask for the very keys.

They are printed as lines for the environment and written nowhere.
"""

import base64
import secrets

COMMAND = ["setup", "--new-keys"]


def lines(key_id="k1"):
    return [
        f"SECRET_KEY={secrets.token_urlsafe(64)}",
        f"NIK_KEYS={key_id}:{_thirty_two_bytes()}",
        f"NIK_INDEX_KEY={_thirty_two_bytes()}",
    ]


def _thirty_two_bytes():
    return base64.b64encode(secrets.token_bytes(32)).decode()


def show():
    print("# Keep these apart from every copy of the database: without NIK_KEYS no NIK can be read again.")
    print("\n".join(lines()))
