"""What the person at the keyboard wants to know once the portal runs."""


def card(portal):
    lines = [
        "",
        "Portal BLK runs. Stop it with Ctrl-C.",
        "",
        *addresses(portal),
        *services(portal),
        *sign_ins(portal.home),
    ]
    return "\n".join([*lines, ""])


def addresses(portal):
    yield f"  Pages       http://127.0.0.1:{portal.port}"
    yield f"              http://localhost:{portal.port}"
    if portal.bind not in {"127.0.0.1", "localhost"}:
        yield f"              bound to {portal.bind}, port {portal.port}"
    if portal.environment["PORTAL_PROFILE"] == "demonstration":
        yield f"  Letters     http://127.0.0.1:{portal.port}/kotak-surat/ (what the portal wrote to whom)"


def services(portal):
    given, database = portal.given, portal.postgres
    here = database and f"{database.version}, started here, data in {database.data}"
    yield f"  PostgreSQL  {here or 'yours, from DATABASE_URL'}"
    yield f"  Valkey      {'started here' if portal.valkey else 'yours, from REDIS_URL'}"
    yield "  Workers     messages, jobs; beat"
    yield f"  Mail        {'yours, from EMAIL_URL' if given.get('EMAIL_URL') else portal.home / 'mail'}"
    yield f"  Logs        {portal.logs}"


def sign_ins(home):
    """`manage.py demo --print-logins` wrote one line for each role: role, e-mail, password."""
    try:
        rows = [line.split("\t") for line in (home / "demo-logins.txt").read_text().splitlines()]
    except FileNotFoundError:
        return
    if rows:
        yield from ("", "  Sign in as (staff are asked for a second code; the page that asks shows it)")
    for role, email, password, *_ in (row for row in rows if len(row) >= 3):
        yield f"    {role:<26} {email:<38} {password}"
