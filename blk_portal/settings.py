"""Settings. Everything a site decides comes from the environment; what is missing stops the process with a sentence.

`PORTAL_PROFILE` is `production` unless it says `demonstration` or `test`; only those two have built-in secrets.
"""

import re
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- profile -------------------------------------------------------------------------------------------------------

PROFILE = env("PORTAL_PROFILE", default="production")
DEMONSTRATION = PROFILE == "demonstration"
PRODUCTION = PROFILE == "production"
if PROFILE not in {"production", "demonstration", "test"}:
    raise ImproperlyConfigured(f"PORTAL_PROFILE must be production, demonstration or test, not {PROFILE!r}.")

DEMO_SECRET = "demonstration-only-secret-that-production-refuses-0123456789"
DEMO_NIK_KEY = "ZGVtb25zdHJhdGlvbi1uaWsta2V5LTMyLWJ5dGVzISE="  # 32 bytes in base64, in everyone's hands
DEMO_INDEX_KEY = "ZGVtb25zdHJhdGlvbi1pbmRleC1rZXktMzJieXRlcyE="


def required(name, demo, secret=True):
    """The variable's value; outside production a stand-in is allowed, in production its absence is the end."""
    value = env(name, default="" if PRODUCTION else demo)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Production takes it from the environment; see docs/operations.md."
        )
    if PRODUCTION and secret and value == demo:
        raise ImproperlyConfigured(f"{name} still has the demonstration's value. Set one of your own.")
    return value


DEBUG = env.bool("DEBUG", default=False)
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG is on. Production does not start so; unset DEBUG.")
DEMO_SECOND_FACTOR = env.bool("DEMO_SECOND_FACTOR", default=DEMONSTRATION)
if DEMO_SECOND_FACTOR and not DEMONSTRATION:
    raise ImproperlyConfigured(
        "DEMO_SECOND_FACTOR shows sign-in codes on the page; only PORTAL_PROFILE=demonstration may."
    )

SECRET_KEY = required("SECRET_KEY", DEMO_SECRET)
NIK_KEYS = required("NIK_KEYS", f"d1:{DEMO_NIK_KEY}").split(",")  # "id:base64" each; the first seals, all open
NIK_INDEX_KEY = required("NIK_INDEX_KEY", DEMO_INDEX_KEY)
if PRODUCTION and (DEMO_NIK_KEY in ",".join(NIK_KEYS)):
    raise ImproperlyConfigured("NIK_KEYS still holds the demonstration's key. Make one: openssl rand -base64 32.")

SITE_URL = required("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", "testserver"]
)
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set: name the portal's host, for example portal.example.go.id.")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- apps ----------------------------------------------------------------------------------------------------------

FLOORS = [  # from the ground up; imports and foreign keys point down only
    "accounts",
    "audit",
    "centers",
    "notifications",
    "jobs",
    "cohorts",
    "trainees",
    "enrollment",
    "classroom",
    "certification",
    "blk_portal",
]
INSTALLED_APPS = [
    "blk_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",  # widget templates, for FORM_RENDERER
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *FLOORS,
]
MIDDLEWARE = [
    "audit.request_id.RequestIdMiddleware",
    "centers.shared_pages.SharedPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a poor link; each answer is padded at random against BREACH
    "django.contrib.sessions.middleware.SessionMiddleware",
    "blk_portal.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "blk_portal.trouble.UnreadableFormsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "blk_portal.fragments.WholePagesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "blk_portal.limits.LimitsMiddleware",
    "centers.middleware.ActorMiddleware",
    "centers.middleware.SecondFactorMiddleware",
    "centers.middleware.PrivatePagesMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]
ROOT_URLCONF = "blk_portal.urls"
WSGI_APPLICATION = "blk_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "blk_portal.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- data ----------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url_config(required("DATABASE_URL", "postgres:///blk_portal", secret=False))}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    f"-c statement_timeout={env.int('STATEMENT_TIMEOUT_MS', 30_000)}"
    f" -c lock_timeout={env.int('LOCK_TIMEOUT_MS', 10_000)}"
    " -c idle_in_transaction_session_timeout=60000"
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # Django culls at 300, and with them the counts that limit guessing
    }
}
MEDIA_ROOT = env("MEDIA_ROOT", default=str(BASE_DIR / "media"))  # private: no URL serves this folder
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
STATIC_URL = "/static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SHARED_PAGE_SECONDS = 0 if PROFILE == "test" else 1  # how long a page that is the same for everybody is given away

# --- people --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique by an index on Lower(email), which that check cannot see
AUTHENTICATION_BACKENDS = ["blk_portal.entrance.backend.Backend"]
PASSWORD_HASHERS = [
    "accounts.hashers.PortalArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.UnlikeThePerson", "OPTIONS": {"user_attributes": ["email", "phone", "full_name"]}},
    {"NAME": "accounts.passwords.Uncommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home_after_sign_in"
LOGOUT_REDIRECT_URL = "catalogue"
ACCOUNT_ADAPTER = "blk_portal.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "blk_portal.account_forms.LoginForm",
    "reauthenticate": "blk_portal.account_forms.ReauthenticateForm",
    "add_email": "blk_portal.account_forms.AddEmailForm",
    "change_email": "blk_portal.account_forms.ChangeEmailForm",
    "reset_password_from_key": "blk_portal.account_forms.ResetPasswordKeyForm",
    "set_password": "blk_portal.account_forms.SetPasswordForm",
    "change_password": "blk_portal.account_forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_RATE_LIMITS = False  # ours are blk_portal.limits: one statement each, whatever the number of workers
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = True
MFA_ADAPTER = "blk_portal.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Portal BLK"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: phones' clocks differ (RFC 6238, 5.2)
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = 30 * 24 * 3600
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 3600
STAFF_SESSION_AGE = 12 * 3600

# --- language and time ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["blk_portal.formats"]
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# --- security ------------------------------------------------------------------------------------------------------

SECURE_COOKIES = env.bool("SECURE_COOKIES", default=PRODUCTION)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MFA_TRUST_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0  # else all visitors would share one limit, the proxy's
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_COOKIES
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- messages and long work ----------------------------------------------------------------------------------------

REDIS_URL = required("REDIS_URL", "redis://127.0.0.1:6379/0", secret=False)
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # a lost tick costs two seconds; one unacknowledged when Valkey dies ends its worker
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DISABLE_PREFETCH = True  # for the same reason: what waits, waits in the broker
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 60,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "health_check_interval": 5,  # a worker whose line to the broker went silent takes a new one within this
}
CELERY_TASK_ROUTES = {"notifications.tasks.*": {"queue": "messages"}, "jobs.tasks.*": {"queue": "jobs"}}
CELERY_TASK_DEFAULT_QUEUE = "jobs"
CELERY_BEAT_SCHEDULE = {
    f"messages-{lane}": {
        "task": "notifications.tasks.tick",
        "args": [lane],
        "schedule": seconds,
        "options": {"expires": seconds},
    }
    for lane, seconds in [("urgent", 1.0), ("email", 2.0), ("whatsapp", 2.0)]
} | {
    "jobs": {"task": "jobs.tasks.tick", "schedule": 2.0, "options": {"expires": 2}},
}
JOB_HANDLERS = {  # name of the work → where it is done; found by name so that lower floors import nothing above
    "publish_ranking": "enrollment.jobs.PublishRanking",
    "postpone_offerings": "enrollment.jobs.PostponeOfferings",
    "cancel_offerings": "enrollment.jobs.CancelOfferings",
    "verify_applications": "enrollment.jobs.VerifyApplications",
    "return_applications": "enrollment.jobs.ReturnApplications",
    "refuse_applications": "enrollment.jobs.RefuseApplications",
    "miss_test_applications": "enrollment.jobs.MissTestApplications",
    "assign_applications": "enrollment.jobs.AssignApplications",
    "assign_appointments": "enrollment.sitting_jobs.AssignAppointments",
    "mark_absent": "enrollment.sitting_jobs.MarkAbsent",
    "invite_to_choose": "enrollment.sitting_jobs.InviteToChoose",
    "write_scores": "enrollment.score_sheets.job.WriteScores",
    "issue_certificates": "certification.jobs.IssueCertificates",
    "import_participants": "blk_portal.importing.job.ImportParticipants",
    "export_list": "blk_portal.lists.job.ExportList",
    "rehearse_import": "blk_portal.importing.job.RehearseImport",
    "write_to_people": "blk_portal.correspondence.job.WriteToPeople",
    "submit_whatsapp_templates": "blk_portal.correspondence.templates.SubmitTemplates",
    "sync_whatsapp_templates": "blk_portal.correspondence.templates.SyncTemplates",
}
MESSAGE_EVENTS = [  # what the portal writes about, declared by the apps that know; see notifications.events
    "enrollment.events.EVENTS",
    "certification.events.EVENTS",
    "blk_portal.correspondence.events.EVENTS",
    "blk_portal.entrance.events.EVENTS",
]
DUTIES = {  # what beat does every minute; each asks "what is due now?" and so catches up after a day without beat
    "enrollment.duties.lapse_and_offer": _("Mengakhiri yang lewat batas dan menawarkan kursi"),
    "enrollment.duties.carry_places": _("Memindahkan tempat ke gelombang berikutnya"),
    "enrollment.duties.send_reminders": _("Mengirim pengingat yang diminta"),
    "enrollment.duties.remind_of_deadlines": _("Mengingatkan batas waktu yang dekat"),
    "enrollment.duties.tell_earlier_contacts": _("Memberi tahu kontak lama tentang klaim identitas"),
    "blk_portal.staffing.duties.close_the_door": _("Menutup akses pegawai yang tugasnya berakhir"),
    "blk_portal.lists.storage.sweep": _("Menghapus ekspor yang lewat satu hari"),
    "audit.sealing.seal_due": _("Menyegel jejak"),
    "blk_portal.retention.engine.run_due": _("Memusnahkan data yang lewat masa simpan"),
    "notifications.duties.sync_whatsapp_templates": _("Menanyakan persetujuan teks WhatsApp"),
    "notifications.duties.take_bounces": _("Mengambil surat yang dikembalikan"),
}
CELERY_BEAT_SCHEDULE |= {  # each a task of its own: one that breaks or lasts is no business of the others
    duty: {"task": "jobs.tasks.duty", "args": [duty], "schedule": 60.0, "options": {"expires": 60}} for duty in DUTIES
}
RETENTION = {  # rule of audit.RetentionRule → what it destroys; how long each kind stays is the row's to say
    "drafts": "blk_portal.retention.handlers.Drafts",
    "applicant_documents": "blk_portal.retention.handlers.ApplicantDocuments",
    "dormant_accounts": "blk_portal.retention.handlers.DormantAccounts",
    "reminders": "blk_portal.retention.handlers.Reminders",
    "unconfirmed_reminders": "blk_portal.retention.handlers.UnconfirmedReminders",
    "messages": "blk_portal.retention.handlers.Messages",
    "job_results": "blk_portal.retention.handlers.JobResults",
    "view_log": "blk_portal.retention.handlers.ViewLogs",
    "trail": "blk_portal.retention.handlers.Trail",
    "sessions": "blk_portal.retention.handlers.Sessions",
    "counters": "blk_portal.retention.handlers.Counters",
}
CHANNELS = {  # the carriers of notifications.channels, by the names of notifications.workflow.Channel
    "email": "notifications.channels.email.Email",
    "whatsapp": "notifications.channels.whatsapp.WhatsApp",
    "sms": f"notifications.channels.sms.{'Pretended' if DEMONSTRATION else 'Sms'}",
}
CHANNEL_ORDER = env.list("CHANNEL_ORDER", default=["whatsapp", "email", *["sms"][:DEMONSTRATION]])
if not set(CHANNEL_ORDER) <= set(CHANNELS) or "email" not in CHANNEL_ORDER:
    raise ImproperlyConfigured("CHANNEL_ORDER names email and may name whatsapp, for example whatsapp,email.")
QUIET_HOURS = env("QUIET_HOURS", default="" if DEMONSTRATION else "21-07")  # at night only codes leave; "" is off
if QUIET_HOURS and not re.fullmatch(r"(?!(\d\d)-\1)([01]\d|2[0-3])-([01]\d|2[0-3])", QUIET_HOURS):
    raise ImproperlyConfigured("QUIET_HOURS is two different hours of the day such as 21-07, or empty.")
REMINDER_HOURS = env("REMINDER_HOURS", default="" if DEMONSTRATION else "07-20")  # of deadlines; "" is any hour
if REMINDER_HOURS and not re.fullmatch(r"([01]\d|2[0-3])-([01]\d|2[0-4])", REMINDER_HOURS):
    raise ImproperlyConfigured("REMINDER_HOURS is two hours of the day such as 07-20, or empty.")

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://" if not PRODUCTION else "smtp://localhost:25")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Portal BLK <portal@blk.example>")
ROWS_KEPT_FOR = 15  # seconds a process goes on with requirements that have just changed
TEXTS_KEPT_FOR = 30  # with words of messages and of reasons, which change by the year
BOUNCE_ADDRESS = env("BOUNCE_ADDRESS", default="")  # bounce@blk.example: reports come to bounce+<number>@blk.example
if BOUNCE_ADDRESS and not re.fullmatch(r"[\w.-]{1,24}@[\w.-]+", BOUNCE_ADDRESS):
    raise ImproperlyConfigured("BOUNCE_ADDRESS is a plain address such as bounce@blk.example, without a + of its own.")
BOUNCE_MAILBOX = env("BOUNCE_MAILBOX", default="")  # imaps://user:password@host/INBOX, polled each minute
if BOUNCE_MAILBOX and not re.match(r"imaps://.+@.+|imap://.+@(localhost|127\.0\.0\.1)[:/]", BOUNCE_MAILBOX):
    raise ImproperlyConfigured("BOUNCE_MAILBOX begins with imaps://: the password of the mailbox never goes in clear.")

WHATSAPP = {
    name: env(f"WHATSAPP_{name}", default="")
    for name in ("TOKEN", "PHONE_ID", "ACCOUNT_ID", "APP_SECRET", "VERIFY_TOKEN")
}
WHATSAPP_API = env("WHATSAPP_API", default="https://graph.facebook.com/v24.0").rstrip("/")
if missing := [f"WHATSAPP_{name}" for name, value in WHATSAPP.items() if any(WHATSAPP.values()) and not value]:
    raise ImproperlyConfigured(
        f"WhatsApp is half configured: {', '.join(missing)} not set. Set all five of docs/operations.md, or none."
    )
if PRODUCTION and not WHATSAPP_API.startswith("https://"):
    raise ImproperlyConfigured("WHATSAPP_API must begin with https://.")
vars().update({f"WHATSAPP_{name}": value for name, value in WHATSAPP.items()})

LOGGING_CONFIG = "blk_portal.logs.configure"
LOGGING = {"LEVEL": env("LOG_LEVEL", default="INFO")}
