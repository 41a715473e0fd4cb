"""A management command in the running portal: reads the addresses that `make run` wrote down, then runs manage.py."""

import os
import sys

from blk_portal.launch import folders

ADDRESSES = "environment"  # one NAME=value a line, in the data folder, only while the portal runs


def read_addresses(home):
    try:
        lines = (home / ADDRESSES).read_text().splitlines()
    except FileNotFoundError:
        raise folders.Unusable("The portal does not run. Start it in another window: make run") from None
    return dict(line.split("=", 1) for line in lines)


def main(arguments):
    try:
        addresses = read_addresses(folders.data_home())
    except folders.Unusable as refusal:
        print(refusal, file=sys.stderr)
        return 1
    os.chdir(folders.BASE_DIR)
    return os.execve(sys.executable, [sys.executable, "manage.py", *arguments], {**os.environ, **addresses})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
