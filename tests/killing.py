"""A worker in a process of its own that is killed with signal 9, or kills itself so at an exact statement."""

import os
import signal
import time

from django.db import connection, connections

from jobs import runner

OTHERS_AT_WORK = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL"""


def work_until(statement=None, work=runner.run_due):
    """Carry out what is due in a child process, which dies before its statement of that number. True: it lived.

    Its memory, its connection and its transaction are gone with it: nothing is caught, nothing tidied up.
    """
    connections.close_all()
    child = os.fork()
    if not child:
        _work(statement, work)
    _pid, answer = os.waitpid(child, 0)
    _until_it_is_noticed()
    return not os.WIFSIGNALED(answer) and os.waitstatus_to_exitcode(answer) == 0


def _until_it_is_noticed():
    """PostgreSQL lets go of a dead client's rows when its process there next looks: on a full machine, later."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(OTHERS_AT_WORK)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("a transaction of the dead goes on")


def _work(statement, work):
    code = 1
    try:
        with connections["default"].execute_wrapper(_Killer(statement)):
            work()
        code = 0
    finally:
        os._exit(code)


class _Killer:
    def __init__(self, statement):
        self.left = statement

    def __call__(self, execute, sql, params, many, context):
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)
