"""The container files are read, not run: they must name what is there, what settings demand, what make run starts."""

import fnmatch
import re
import shlex
import shutil
import subprocess

import pytest
import yaml
from django.core.management import get_commands

from blk_portal import celery, wsgi
from blk_portal.launch.check import production
from blk_portal.launch.folders import BASE_DIR
from blk_portal.launch.run import CHILDREN

COMPOSE = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
PORTAL = {"prepare", "web", "worker-messages", "worker-jobs", "beat", "copies"}
OTHERS = {"proxy", "db", "valkey"}
DOCKERFILE = (BASE_DIR / "Dockerfile").read_text()
NGINX = (BASE_DIR / "deploy/nginx.conf").read_text()
SETTINGS = (BASE_DIR / "blk_portal/settings.py").read_text()
LONG_LIVED = (PORTAL | OTHERS) - {"prepare", "copies"}


def ignored(path):
    """Whether .dockerignore keeps this path of the checkout out of the image."""
    patterns = [line.removeprefix("**/") for line in (BASE_DIR / ".dockerignore").read_text().split()]
    parts = path.split("/")
    tried = [*parts, *("/".join(parts[: number + 1]) for number in range(len(parts)))]
    return any(fnmatch.fnmatch(part, pattern) for part in tried for pattern in patterns)


# --- docker-compose.yml --------------------------------------------------------------------------------------------


def test_compose_names_the_portals_processes_and_their_servers():
    assert set(SERVICES) == PORTAL | OTHERS
    assert {f"worker-{name}" for name in CHILDREN} < PORTAL


def test_every_process_is_given_all_that_production_demands():
    for name in PORTAL:
        assert set(production()) <= set(SERVICES[name]["environment"]), name
        assert SERVICES[name]["env_file"] == ".env", name


def test_every_variable_given_is_one_that_the_settings_ask_for():
    given = set(SERVICES["web"]["environment"])

    assert {name for name in given if f'"{name}"' not in SETTINGS} == set()


def test_every_variable_that_the_settings_ask_for_stands_in_the_operators_page():
    page = (BASE_DIR / "docs/operations.md").read_text()
    asked = set(re.findall(r'(?:env|env\.\w+|required)\(\s*"([A-Z_]+)"', SETTINGS))

    assert len(asked) > 20
    assert {name for name in asked if f"`{name}`" not in page} == set()


def test_no_secret_has_a_default():
    for name in ("SECRET_KEY", "NIK_KEYS", "NIK_INDEX_KEY", "DATABASE_URL"):
        assert ":?" in SERVICES["web"]["environment"][name], name
    assert ":?" in SERVICES["db"]["environment"]["POSTGRES_PASSWORD"]


def test_every_command_is_one_that_exists():
    known = get_commands()
    for name in PORTAL - {"web"}:  # web runs what the image runs
        words = shlex.split(SERVICES[name]["command"])
        words = shlex.split(words[-1]) if words[0] == "sh" else words
        if words[:2] == ["python", "manage.py"]:
            assert words[2] in known, name
        else:
            assert words[:3] == ["celery", "-A", "blk_portal"], name
    assert celery.app.main == "blk_portal"


def test_the_workers_work_as_those_of_make_run_do():
    for name, command in CHILDREN.items():
        words = shlex.split(SERVICES[f"worker-{name}"]["command"])
        assert words[words.index("worker") :] == command[command.index("worker") :]


def test_only_the_proxy_is_reached_from_outside_and_the_servers_by_the_portal_alone():
    assert {name for name in SERVICES if SERVICES[name].get("ports")} == {"proxy"}
    assert {name for name in SERVICES if "front" in SERVICES[name]["networks"]} == {"proxy", "web"}
    assert SERVICES["db"]["networks"] == SERVICES["valkey"]["networks"] == ["data"]
    assert COMPOSE["networks"]["data"] == {"internal": True}


def test_whatever_lives_long_says_whether_it_is_well():
    assert {name for name in LONG_LIVED if "healthcheck" not in SERVICES[name]} == set()


def test_what_can_be_started_more_than_once_has_no_name_or_port_of_its_own():
    for name in ("web", "worker-messages", "worker-jobs"):
        assert not {"container_name", "ports", "hostname"} & set(SERVICES[name]), name


def test_the_portal_can_write_only_where_its_data_are():
    for name in PORTAL:
        assert SERVICES[name]["read_only"] is True, name
        assert SERVICES[name]["cap_drop"] == ["ALL"], name
        assert {volume.partition(":")[2] for volume in SERVICES[name]["volumes"]} <= {"/portal/media", "/copies"}


def test_whatever_is_mounted_from_the_checkout_is_in_it():
    paths = [volume.split(":")[0] for one in SERVICES.values() for volume in one.get("volumes", [])]
    from_checkout = {path for path in paths if path.startswith("./")} - {"./deploy/tls", "./copies"}  # the site's own

    assert from_checkout == {"./deploy/nginx.conf", "./deploy/sebentar.html", "./deploy/terlalu-besar.html"}
    assert [path for path in from_checkout if not (BASE_DIR / path).is_file()] == []


# --- Dockerfile ----------------------------------------------------------------------------------------------------


def test_the_image_runs_as_nobody_special_and_holds_no_secret():
    assert "\nUSER portal\n" in DOCKERFILE
    assert "--require-hashes" in DOCKERFILE
    assert not re.search(r"SECRET_KEY|NIK_", DOCKERFILE)
    assert [
        path
        for path in (".env", ".env.production", "deploy/tls/privkey.pem", "copies/x/database.dump", "var/0")
        if not ignored(path)
    ] == []


def test_whatever_the_image_copies_is_there_and_not_ignored():
    sources = [line.split()[1] for line in DOCKERFILE.splitlines() if re.match(r"COPY (?!--from)", line)]

    assert sources == ["requirements/run.txt", "."]
    needed = [
        "manage.py",
        "pyproject.toml",
        "blk_portal/wsgi.py",
        "locale/en/LC_MESSAGES/django.po",
        "static/css",
        "templates/base.html",
        "certification/typst",
        "centers/data/regions.json",
    ]
    assert [path for path in ["requirements/run.txt", *needed] if not (BASE_DIR / path).exists()] == []
    assert [path for path in ["requirements/run.txt", *needed] if ignored(path)] == []


def test_the_image_runs_gunicorn_as_make_run_does():
    command = re.search(r"^CMD \[(.*)\]", DOCKERFILE, re.MULTILINE | re.DOTALL)[1]

    assert wsgi.application
    for word in (
        "blk_portal.wsgi",
        "gthread",
        "blk_portal.logs.GunicornLogger",
        "--no-control-socket",
        "0.0.0.0:8000",
    ):
        assert f'"{word}"' in command
    assert [name for name in re.findall(r"manage\.py (\w+)", DOCKERFILE) if name not in get_commands()] == []


def test_the_image_can_copy_the_database_of_compose():
    client = int(re.search(r"postgresql-client-(\d+)", DOCKERFILE)[1])
    server = int(SERVICES["db"]["image"].partition(":")[2])

    assert client >= server


# --- deploy/nginx.conf ---------------------------------------------------------------------------------------------


def directive(name):
    return [found.strip() for found in re.findall(rf"^\s*{name}\s+([^;]+);", NGINX, re.MULTILINE)]


def test_the_proxy_says_https_itself_and_passes_on_nothing_a_visitor_claims():
    headers = dict(words.split(None, 1) for words in directive("proxy_set_header"))

    assert headers == {
        "Host": "$host",
        "Connection": '""',
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "$remote_addr",
        "X-Forwarded-Host": '""',
        "X-Forwarded-Port": '""',
        "X-Real-IP": '""',
        "Forwarded": '""',
        "X-Request-ID": '""',
    }


def test_the_proxy_doubles_no_header_of_the_portal():
    pages = NGINX[NGINX.index("location ~ ^/(sebentar|terlalu-besar)") :]

    assert NGINX.count("add_header") == pages.count("add_header")


def test_the_proxy_waits_longer_than_gunicorn_and_takes_three_photos():
    patience = int(re.search(r'"--timeout", "(\d+)"', DOCKERFILE)[1])

    assert int(directive("proxy_read_timeout")[0].split("s")[0]) > patience
    assert directive("client_max_body_size")[0].startswith("32m")
    assert directive("proxy_request_buffering") == ["on"]


def test_braces_of_the_proxys_file_close():
    assert NGINX.count("{") == NGINX.count("}")


@pytest.mark.skipif(not shutil.which("nginx") or not shutil.which("openssl"), reason="no nginx here to ask")
def test_nginx_itself_finds_no_fault(tmp_path):
    files = ["-keyout", tmp_path / "privkey.pem", "-out", tmp_path / "fullchain.pem"]
    new = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=portal.example", *files]
    subprocess.run(new, check=True, capture_output=True)
    here = NGINX.replace("/etc/nginx/tls", str(tmp_path)).replace("/run/nginx.pid", str(tmp_path / "pid"))
    here = here.replace("/var/cache/nginx/portal", str(tmp_path / "kept"))
    conf = tmp_path / "nginx.conf"
    conf.write_text(here)
    version = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr
    if tuple(map(int, re.search(r"(\d+)\.(\d+)", version).groups())) < (1, 25):
        conf.write_text(here.replace("http2 on;", ""))  # it was a word of `listen` then

    answer = subprocess.run(["nginx", "-t", "-c", conf], capture_output=True, text=True)

    assert answer.returncode == 0, answer.stderr
