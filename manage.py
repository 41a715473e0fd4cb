#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

from blk_portal.launch import keys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blk_portal.settings")
    if sys.argv[1:] == keys.COMMAND:
        sys.exit(keys.show())
    execute_from_command_line(sys.argv)
