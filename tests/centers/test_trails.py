"""The trail is read by officers and inspectors: no act, fact or page of it is told by its name in the code."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin

from audit import trail
from audit.models import AuditEntry
from audit.moves import CLOCK, Actor, Move
from centers import telling, trails
from tests.factories.accounts import UserFactory
from tests.factories.centers import MembershipFactory
from tests.factories.cohorts import OfferingFactory, WaveFactory

# --- what the code writes ---


def trees():
    for app in settings.FLOORS:
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            if not {"demo", "migrations", "launch"} & set(path.parts):
                yield ast.parse(path.read_text())


def is_call_of(node, *names):
    if not isinstance(node, ast.Call):
        return False
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return called in names


def is_act(node):
    """`trail.write(…)` or the note of a receiver; what a command writes on the screen is none."""
    if not is_call_of(node, "write", "_note") or not node.args:
        return False
    owner = getattr(node.func, "value", None)
    return owner is None or getattr(owner, "id", "") == "trail"


def acts():
    """Every literal action, "model.verb"."""
    calls = [node for tree in trees() for node in ast.walk(tree) if is_act(node)]
    return sorted({call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)})


def keys_of(tree):
    """The keys of every dict that is given as `facts`, in the call itself or under that name above it."""
    for node in ast.walk(tree):
        given = [word.value for word in node.keywords if word.arg == "facts"] if isinstance(node, ast.Call) else []
        named = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "facts"
        for value in [*given, *([node.value] if named else [])]:
            if isinstance(value, ast.Dict):
                yield from (key.value for key in value.keys)


def facts():
    return sorted({key for tree in trees() for key in keys_of(tree)})


def literal_pages():
    calls = [node for tree in trees() for node in ast.walk(tree) if is_call_of(node, "viewed")]
    return sorted({call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)})


def admin_pages():
    personal = [
        model._meta.label_lower for model, page in admin.site._registry.items() if getattr(page, "personal", 0)
    ]
    return [f"admin:{label}{which}" for label in sorted(personal) for which in ("", ":list")]


def moves():
    """(workflow module, move) of the whole portal."""
    for app in settings.FLOORS:
        if (Path(settings.BASE_DIR) / app / "workflow.py").exists():
            module = import_module(f"{app}.workflow")
            yield from ((module, one) for one in vars(module).values() if isinstance(one, Move))


def status_models():
    """Models whose status a Move may change: those with a field of that name."""
    models = [model for model in apps.get_models() if model._meta.app_label in settings.FLOORS]
    return [model for model in models if any(field.name == "status" for field in model._meta.concrete_fields)]


NAMES_THE_STATUS = {  # these give `to_status`, whose words the model has
    "enrollment.begin",
    "application.import_history",
    "enrollment.import_history",
    "certificate.issue",
    "bnsprecord.state",
    "overallresult.import",
}


def test_the_searches_above_find_something():
    assert {"application.score", "user.signed_in", "user.sign_in_failed", "job.cancel"} <= set(acts())
    assert {"part", "from", "to", "unit", "last_day"} <= set(facts())
    assert {"mydata:download", "teaching:grid", "admin:wave_results"} <= set(literal_pages())
    assert len(list(moves())) > 30


@pytest.mark.parametrize("action", [action for action in acts() if action not in NAMES_THE_STATUS])
def test_every_act_of_the_trail_has_words(action):
    told = trails.what_of(AuditEntry(action=action))

    assert told != action
    assert " " in told or told[0].isupper()


@pytest.mark.parametrize("verb", ["added", "changed", "deleted"])
def test_every_act_of_the_admin_has_words(verb):
    assert trails.what_of(AuditEntry(action=f"wave.{verb}")) in {"Dibuat", "Diubah", "Dihapus"}


@pytest.mark.parametrize(
    ("module", "move"), [pytest.param(*pair, id=f"{pair[0].__name__} {pair[1].name}") for pair in moves()]
)
def test_every_move_leads_to_a_status_with_words(module, move):
    owners = [model for model in status_models() if model._meta.app_label == module.__name__.partition(".")[0]]
    told = [trails._statuses(model).get(move.target) for model in owners]

    assert [str(words) for words in told if words and str(words) != move.target]


@pytest.mark.parametrize("key", facts())
def test_every_fact_has_words(key):
    assert any(name.rpartition(":")[2] == key for name in telling.FACTS)


@pytest.mark.parametrize("key", [key for key, fact in telling.FACTS.items() if fact.field])
def test_the_choices_that_tell_a_fact_exist(key):
    assert telling.choice_words(telling.FACTS[key].field, "x") == "x"


@pytest.mark.parametrize("page", [*literal_pages(), *admin_pages()])
def test_every_page_of_the_view_log_has_words(page):
    assert telling.page_words(page) != page


# --- how it is told ---


@pytest.mark.django_db
def test_a_line_says_who_as_what_did_what_with_which_facts_and_why():
    wave, by = WaveFactory(), Actor(user=UserFactory(full_name="Contoh Petugas"), role="officer")
    trail.write("wave.changed", by=by, about=wave, note="Salah ketik.", facts={"fields": ["nama gelombang", "mulai"]})

    (line,) = trails.story(wave)

    assert (line.what, line.who, line.role, line.note, line.facts) == (
        "Diubah",
        "Contoh Petugas",
        "Petugas",
        "Salah ketik.",
        ("Yang diubah: nama gelombang, mulai",),
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("action", "facts", "told"),
    [
        ("application.score", {"part": "test", "value": "80"}, ("Bagian: Tes tertulis", "Nilai: 80")),
        ("mark.correct", {"from": "absent", "to": "sick"}, ("Semula: Tanpa keterangan", "Menjadi: Sakit")),
        ("cohort.resize", {"from": 16, "to": 12}, ("Semula: 16", "Menjadi: 12")),
        ("enrollment.assess", {"unit": "J.1", "outcome": "K", "before": ""}, ("Unit: J.1", "Hasil: Kompeten")),
        ("membership.appointed", {"role": "head"}, ("Sebagai: Kepala",)),
        ("application.fill", {"step": "address"}, ("Bagian: alamat",)),
        ("some.thing", {"not_yet_known": True}, ("Not yet known: ya",)),
        ("user.left", {"last_day": "2026-11-21"}, ("Hari terakhir: 21 November 2026",)),
    ],
)
def test_facts_are_told_in_words(action, facts, told):
    entry = trail.write(action, by=CLOCK, facts=facts)
    entry.refresh_from_db()  # as it comes back: jsonb has its own order

    assert tuple(telling.facts_of(entry)) == told


@pytest.mark.django_db
def test_a_fact_that_names_a_row_is_told_by_its_name(django_assert_num_queries):
    first, second = UserFactory(full_name="Contoh Lama"), UserFactory(full_name="Contoh Baru")
    wave = WaveFactory()
    entries = [trail.write("cohort.handed_over", by=CLOCK, about=wave, facts={"from": first.pk, "to": second.pk})] * 3

    with django_assert_num_queries(1):
        names = telling.names_in(entries)

    assert telling.facts_of(entries[0], names) == ["Semula: Contoh Lama", "Menjadi: Contoh Baru"]


@pytest.mark.django_db
def test_a_move_tells_where_it_led_and_where_it_began():
    offering = OfferingFactory()
    trail.write("offering.open", by=CLOCK, about=offering, from_status="planned", to_status="open")

    (line,) = trails.story(offering)

    assert (line.what, line.facts) == ("Dibuka", ("Sebelumnya: Rencana",))


@pytest.mark.django_db
def test_what_belongs_to_it_is_told_with_its_name_in_the_order_of_time():
    wave, membership = WaveFactory(), MembershipFactory()
    trail.write("wave.added", by=CLOCK, about=wave)
    trail.write("membership.appointed", by=CLOCK, about=membership)
    trail.write("wave.opened", by=CLOCK, about=wave)

    told = [line.what for line in trails.story(wave, membership)]

    assert told == ["Dibuat", f"{membership._meta.verbose_name.capitalize()}: Diangkat", "Pendaftaran dibuka"]


@pytest.mark.django_db
def test_a_long_story_ends_with_the_newest_and_says_where_the_rest_is(monkeypatch):
    monkeypatch.setattr(trails, "SHOWN", 3)
    wave = WaveFactory()
    for number in range(5):
        trail.write("wave.changed", by=CLOCK, about=wave, note=str(number))
        told = [line.note for line in trails.story(wave)]
        assert told == [["0"], ["0", "1"], ["0", "1", "2"], ["", "1", "2", "3"], ["", "2", "3", "4"]][number]

    assert trails.story(wave)[0].what == "Catatan yang lebih lama ada di Jejak"
