"""The container files are read, not run: they must name what the settings demand and what make run starts."""

import re

import yaml

from blk_portal.launch.check import production
from blk_portal.launch.folders import BASE_DIR
from blk_portal.launch.run import CHILDREN

COMPOSE = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())
PORTAL = {"prepare", "web", "worker-messages", "worker-jobs", "beat"}


def test_compose_names_the_portals_processes_and_their_servers():
    assert set(COMPOSE["services"]) == PORTAL | {"db", "valkey"}
    assert {f"worker-{name}" for name in CHILDREN} < PORTAL


def test_every_process_is_given_all_that_production_demands():
    for name in PORTAL:
        assert set(production()) <= set(COMPOSE["services"][name]["environment"]), name


def test_no_secret_has_a_default():
    for name in ("SECRET_KEY", "NIK_KEYS", "NIK_INDEX_KEY", "DATABASE_URL"):
        assert ":?" in COMPOSE["services"]["web"]["environment"][name], name


def test_the_image_runs_as_nobody_special_and_holds_no_secret():
    text = (BASE_DIR / "Dockerfile").read_text()

    assert "\nUSER portal\n" in text
    assert "--require-hashes" in text
    assert not re.search(r"SECRET_KEY|NIK_", text)
