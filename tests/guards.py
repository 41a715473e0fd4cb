"""What no test may do, whatever it is about. docs/testing.md says why each guard stands here."""

import re
import socket
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from celery import Celery
from celery.app.task import Task
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler
from django.template import engines
from django.template.base import FilterExpression, Node
from django.test import Client, TestCase, override_settings
from django.utils import translation

from audit import request_id
from tests.canaries import canaries

MAY_CHANGE_ON_GET = {"django_session", "audit_viewlog"}
WRITE = re.compile(r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?"?(\w+)', re.IGNORECASE)


# --- the client ----------------------------------------------------------------------------------------------------


def refuse_writes(execute, sql, params, many, context):
    write = WRITE.match(str(sql))
    assert not write or write[1] in MAY_CHANGE_ON_GET, f"a GET wrote: {sql}"
    return execute(sql, params, many, context)


class Page(HTMLParser):
    """Collects what the content security policy would silently drop."""

    def __init__(self):
        super().__init__()
        self.faults = []

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.faults += [f"<{tag} {name}=…>" for name in named if name.startswith("on") or name == "style"]
        if tag == "style" or (tag == "script" and "src" not in named and "json" not in (named.get("type") or "")):
            self.faults.append(f"inline <{tag}>")


def inspect_page(response):
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return
    text = response.content.decode()
    page = Page()
    page.feed(text)
    assert page.faults == [], f"the policy forbids: {page.faults}"
    assert not re.search(r"\{\{|\{%|\{#", text), "an unrendered tag reached the page"


def look_at_addresses(request, response):
    """Where one goes is written into proxies' logs and the browser's history."""
    canaries.look_at_address(f"{request.get('PATH_INFO', '')}?{request.get('QUERY_STRING', '')}")
    canaries.look_at_address(response.get("Location", ""))


class PortalClient(Client):
    """Runs what a request left for after commit, lets no GET write, and reads every page for what CSP forbids."""

    def request(self, **request):
        if request.get("REQUEST_METHOD") in {"GET", "HEAD"}:
            with connection.execute_wrapper(refuse_writes):
                response = super().request(**request)
        else:
            with TestCase.captureOnCommitCallbacks(execute=True):
                response = super().request(**request)
        inspect_page(response)
        look_at_addresses(request, response)
        return response


@pytest.fixture
def client():
    return PortalClient()


# --- templates -----------------------------------------------------------------------------------------------------


class Undefined(str):
    """Stands where Django puts an empty string for an unknown variable, and fails the test instead.

    `{% if x %}` and `{{ x|default:"…" }}` may ask for what is not there; other people's templates may do as they like.
    """

    __slots__ = ()

    def __bool__(self):
        frame = sys._getframe(1)
        expression = frame.f_locals.get("self")
        if isinstance(expression, FilterExpression) and not tolerant(expression):
            self.fail_if_ours(frame, str(expression))
        return False

    def __contains__(self, part):
        frame = sys._getframe(1)
        if frame.f_code.co_name == "render_value":  # {% blocktranslate %}
            self.fail_if_ours(frame, frame.f_locals.get("key"))
        return False

    def fail_if_ours(self, frame, name):
        template = template_of(frame)
        if template and Path(settings.BASE_DIR) in template.parents and "site-packages" not in template.parts:
            raise AssertionError(f"{template.relative_to(settings.BASE_DIR)} uses an undefined variable: {name}")


def tolerant(expression):
    return any(function.__name__ in {"default", "default_if_none"} for function, _arguments in expression.filters)


def template_of(frame):
    while frame:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None):
            return Path(str(node.origin.name))
        frame = frame.f_back
    return None


@pytest.fixture(autouse=True)
def _undefined_variables_fail():
    """Anew for every test: one that overrides TEMPLATES makes Django build another engine."""
    engines["django"].engine.string_if_invalid = Undefined()


# --- the database --------------------------------------------------------------------------------------------------


def nobody_ordered(query):
    return not (query.subquery or query.distinct or query.combinator or query.group_by is not None)


@pytest.fixture(autouse=True, scope="session")
def _unordered_rows_come_in_any_order():
    """Who forgot order_by() should see it here, not after the next VACUUM in production."""
    original = SQLCompiler.get_order_by

    def get_order_by(compiler):
        ordered = original(compiler)
        if ordered or not nobody_ordered(compiler.query):
            return ordered
        chance = OrderBy(Random()).resolve_expression(compiler.query, allow_joins=True, reuse=None)
        return [(chance, (*compiler.compile(chance), False))]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "get_order_by", get_order_by)
        yield


@pytest.fixture(autouse=True, scope="session")
def _locks_name_their_table():
    """A lock over a join takes the joined rows too, and sooner or later a deadlock."""
    original = SQLCompiler.as_sql

    def as_sql(compiler, *args, **kwargs):
        answer = original(compiler, *args, **kwargs)
        query = compiler.query
        if query.select_for_update and not query.select_for_update_of:
            joined = [alias for alias in query.alias_map if query.alias_refcount[alias]]
            assert len(joined) < 2, f"select_for_update() over {joined} without of="
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "as_sql", as_sql)
        yield


@pytest.fixture(autouse=True)
def _cold_cache():
    caches["default"].clear()


@pytest.fixture(autouse=True)
def _indonesian_at_first():
    """A request in English leaves its language in the thread: a server sets it anew for each, a test does not."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True, scope="session")
def _files_of_their_own(tmp_path_factory):
    with override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media"))):
        yield


# --- the world outside ---------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    original = socket.socket.connect

    def connect(this, address):
        near = this.family == socket.AF_UNIX or address[0] in {"127.0.0.1", "::1", "localhost"}
        assert near, f"a test tried to speak to {address}"
        return original(this, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(autouse=True, scope="session")
def _requests_publish_nothing():
    """No page waits for a broker: work is a row, and beat finds it."""

    def guarded(original):
        def publish(*args, **kwargs):
            assert not request_id.current(), "a request published to Celery; write an outbox or job row instead"
            return original(*args, **kwargs)

        return publish

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Celery, "send_task", guarded(Celery.send_task))
        patch.setattr(Task, "apply_async", guarded(Task.apply_async))
        yield
