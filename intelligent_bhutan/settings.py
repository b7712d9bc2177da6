"""One settings file, read from the environment.

`DJANGO_ENV` is `local` (the default: `make run`), `test` or `production`. Production refuses to start on what is only
fit for a demonstration; see `intelligent_bhutan/checks.py`.
"""

from datetime import time, timedelta
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.conf import locale
from django.core.exceptions import ImproperlyConfigured

from intelligent_bhutan.object_storage import bucket
from intelligent_bhutan.secret_files import SecretFiles

env = SecretFiles()  # NAME, or NAME_FILE with the path of a file that holds it
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

# --- which world this is --------------------------------------------------------------------------------------------
ENVIRONMENT = env("DJANGO_ENV", default="local")
if ENVIRONMENT not in {"local", "test", "production"}:
    raise ImproperlyConfigured(f"DJANGO_ENV is {ENVIRONMENT!r}; it may be local, test or production.")
PRODUCTION = ENVIRONMENT == "production"
DEMONSTRATION = env.bool("DEMONSTRATION", default=not PRODUCTION)
DEBUG = env.bool("DEBUG", default=False)

# --- secrets: each its own, so that one can be changed without the others --------------------------------------------
# What each protects, how it is changed and what its loss means: intelligent_bhutan/operating/keys.py, `manage.py keys`.
SECRET_KEY = env("SECRET_KEY")  # signs sessions and links
IDENTITY_KEY = env("IDENTITY_KEY")  # digests and encrypts citizenship numbers
PIN_KEY = env("PIN_KEY")  # digests picture and number PINs
CERTIFICATE_KEY = env("CERTIFICATE_KEY")  # makes the second secret in a certificate's QR code
AUDIT_KEY = env("AUDIT_KEY")  # signs the head of the audit chain
MFA_KEY = env("MFA_KEY")  # encrypts one-time-code seeds and recovery codes
SMS_CALLBACK_KEY = env("SMS_CALLBACK_KEY")  # signs what the provider of text messages reports
# the keys before them, the latest first, for as long as something stands under them
SECRET_KEY_PREVIOUS = SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_PREVIOUS", default=[])
IDENTITY_KEY_PREVIOUS = env.list("IDENTITY_KEY_PREVIOUS", default=[])
PIN_KEY_PREVIOUS = env.list("PIN_KEY_PREVIOUS", default=[])
CERTIFICATE_KEY_PREVIOUS = env.list("CERTIFICATE_KEY_PREVIOUS", default=[])
AUDIT_KEY_PREVIOUS = env.list("AUDIT_KEY_PREVIOUS", default=[])
MFA_KEY_PREVIOUS = env.list("MFA_KEY_PREVIOUS", default=[])
SMS_CALLBACK_KEY_PREVIOUS = env.list("SMS_CALLBACK_KEY_PREVIOUS", default=[])

PUBLIC_URL = env("PUBLIC_URL", default="http://localhost:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "testserver"])
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# --- applications: foundation first, portal last ---------------------------------------------------------------------
INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",  # allauth's list of sessions loads it
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "pgtrigger",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "csp",
    "intelligent_bhutan.audit",
    "intelligent_bhutan.outbox",
    "intelligent_bhutan.places",
    "intelligent_bhutan.notices",
    "intelligent_bhutan.people",
    "intelligent_bhutan.certificates",
    "literacy",
    "volunteering",
    "heritage",
    "safety",
    "intelligent_bhutan.targets",
    "intelligent_bhutan.service",
    "intelligent_bhutan.operating",
    "intelligent_bhutan.apps.PortalConfig",
]

MIDDLEWARE = [
    "intelligent_bhutan.operating.requests.CountsRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "intelligent_bhutan.operating.middleware.ClosedForAWhile",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "intelligent_bhutan.people.middleware.SessionLimits",
    "intelligent_bhutan.people.middleware.StaffNeedSecondFactor",
    "intelligent_bhutan.people.arrivals.AskForConsent",
    "intelligent_bhutan.people.middleware.SecurityHeaders",
    "intelligent_bhutan.middleware.WordsForRefusedMethods",
    "intelligent_bhutan.middleware.RefusesNul",
]

ROOT_URLCONF = "intelligent_bhutan.urls"
WSGI_APPLICATION = "intelligent_bhutan.wsgi.application"
AUTH_USER_MODEL = "people.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # Cotton would put its loader and its tags here by itself; by hand the order is seen.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "intelligent_bhutan.context.portal",
            ],
        },
    }
]
COTTON_DIR = "components"

# --- database: two roles ---------------------------------------------------------------------------------------------
# DATABASE_URL is the application's role, which may neither alter tables nor touch what is append-only.
# DATABASE_OWNER_URL migrates; `manage.py migrate` takes it by itself where it is set.
DATABASES = {"default": env.db_url("DATABASE_URL")}
if env("DATABASE_OWNER_URL", default=""):
    DATABASES["owner"] = env.db_url("DATABASE_OWNER_URL")
    DATABASES["owner"]["TEST"] = {"MIRROR": "default"}
for _database in DATABASES.values():
    _database["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=300)
    _database["CONN_HEALTH_CHECKS"] = True
    _database["DISABLE_SERVER_SIDE_CURSORS"] = env.bool("DISABLE_SERVER_SIDE_CURSORS", default=False)  # for PgBouncer
    _database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DATABASE_ROUTERS = ["intelligent_bhutan.databases.OwnerMigrates"]
POSTGRES_PROGRAMS = env("POSTGRES_PROGRAMS", default="")  # the folder of pg_dump and pg_restore, where not in the path

# --- cache, broker, queues -------------------------------------------------------------------------------------------
REDIS_URL = env("REDIS_URL", default="redis://localhost:6379/0")
CACHE_URL = env("CACHE_URL", default=REDIS_URL.rsplit("/", 1)[0] + "/1")
CACHES = {
    "default": {
        "BACKEND": "intelligent_bhutan.caching.SoftRedisCache",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
# how long a page is given to everyone who is not signed in; tests look for what they did just now
SHARED_PAGE_SECONDS = env.int("SHARED_PAGE_SECONDS", default=0 if ENVIRONMENT == "test" else 10)
# how long one process goes without looking whether the maintenance page is on
MAINTENANCE_LOOK_SECONDS = env.int("MAINTENANCE_LOOK_SECONDS", default=0 if ENVIRONMENT == "test" else 2)
# Who may read /metrics: whoever gives the token, or asks from these networks without a proxy. Nobody unless told.
METRICS_TOKEN = env("METRICS_TOKEN", default="")
METRICS_NETWORKS = env.list("METRICS_NETWORKS", default=[])
# Requests in progress in one process above which whoever only looks around (then whoever is signed in) is asked to come
# back; 0 for never. Below the number of threads, so that one is always free for examinations. And how long a request
# may have waited at the proxy.
BUSY_ANONYMOUS = env.int("BUSY_ANONYMOUS", default=0)
BUSY_SIGNED_IN = env.int("BUSY_SIGNED_IN", default=0)
BUSY_AFTER_SECONDS = env.float("BUSY_AFTER_SECONDS", default=4)
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "socket_connect_timeout": 2, "socket_timeout": 30}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_TASK_PUBLISH_RETRY = False  # a wake-up that does not get through is found by the dispatcher
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Thimphu"
CELERY_TASK_DEFAULT_QUEUE = "celery"
QUEUES = ("issue", "pdf", "notify", "rollup", "import")
CELERY_TASK_ROUTES = {
    "outbox.dispatch": {"queue": "celery"},
    "audit.seal": {"queue": "celery"},
    "literacy.fold_standings": {"queue": "rollup"},
    "literacy.reconcile_standings": {"queue": "rollup"},
}
# nightly is by the clock of Thimphu (CELERY_TIMEZONE), when few people are here
CELERY_BEAT_SCHEDULE = {
    "carry what waits in the outbox": {"task": "outbox.dispatch", "schedule": timedelta(seconds=5)},
    "seal the audit record": {"task": "audit.seal", "schedule": timedelta(seconds=5)},
    "fold the standings": {"task": "literacy.fold_standings", "schedule": timedelta(seconds=5)},
    "remind of tomorrow's sittings": {"task": "literacy.remind_of_sittings", "schedule": crontab(minute=7)},
    "recount the standings": {"task": "literacy.reconcile_standings", "schedule": crontab(hour=2, minute=10)},
    "write down which roles ran out": {"task": "people.end_run_out_roles", "schedule": crontab(hour=0, minute=20)},
    "warn of roles that end": {"task": "people.warn_of_ending_roles", "schedule": crontab(hour=9, minute=10)},
    "remove old copies of people's data": {"task": "people.sweep_copies", "schedule": crontab(hour=2, minute=50)},
    "remind of what is due": {"task": "literacy.remind_of_assignments", "schedule": crontab(hour=8, minute=20)},
    "clear away what is over": {"task": "operating.keep", "schedule": crontab(hour=3, minute=10)},
    "copy the maintenance switch": {"task": "operating.publish_switch", "schedule": timedelta(seconds=10)},
    "note which keys are in use": {"task": "operating.note_keys", "schedule": crontab(minute=20)},
    "publish the daily figures": {"task": "targets.publish_release", "schedule": timedelta(hours=1)},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

# --- languages and time ----------------------------------------------------------------------------------------------
# Django ships no Dzongkha. LANGUAGE_CODE stays English: with "dz" nothing would start before the catalog is compiled.
locale.LANG_INFO.setdefault("dz", {"bidi": False, "code": "dz", "name": "Dzongkha", "name_local": "རྫོང་ཁ"})
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("dz", "རྫོང་ཁ")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]  # ours, and what Django and allauth say
FORMAT_MODULE_PATH = ["intelligent_bhutan.formats"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)
TIME_ZONE = "Asia/Thimphu"
USE_TZ = True

# --- static files and uploads ----------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "intelligent_bhutan" / "static"]
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))
MEDIA_URL = "/files/"  # a view answers, which knows who may have what
FONTS_DIR = BASE_DIR / "intelligent_bhutan" / "static" / "dist" / "fonts"
HASHED_STATIC = env.bool("HASHED_STATIC", default=ENVIRONMENT != "test")
# A folder, or for several servers a bucket: s3://BUCKET?endpoint_url=https://…&region_name=…, its keys beside it.
MEDIA_STORAGE = env("MEDIA_STORAGE", default="")
STORAGES = {
    "default": bucket(MEDIA_STORAGE, env("S3_ACCESS_KEY", default=""), env("S3_SECRET_KEY", default=""))
    if MEDIA_STORAGE
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_MAX_AGE = 60
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FORM_RENDERER = "intelligent_bhutan.form_rendering.PortalRenderer"

# --- people and sign-in ----------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "intelligent_bhutan.people.backends.PortalBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_page"
ACCOUNT_ADAPTER = "intelligent_bhutan.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "phone", "password1*"]
SILENCED_SYSTEM_CHECKS = ["account.W001"]  # sign-up asks for a user name; e-mail and phone are for those who have them
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PHONE_VERIFICATION_ENABLED = False  # the portal does that itself; nobody is kept out for want of a signal
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True  # one address a person; the old one serves until the new one is confirmed
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = None
# a class shares an address; tries under one login are counted in the database as well
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "signup": "100/m/ip", "login_failed": "100/m/ip,20/5m/key"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "intelligent_bhutan.people.sign_in.SignInForm",
    "signup": "intelligent_bhutan.people.sign_in.AccountForm",
    "add_email": "intelligent_bhutan.people.sign_in.EmailForm",
    "change_password": "intelligent_bhutan.people.sign_in.OtherPasswordForm",
    "set_password": "intelligent_bhutan.people.sign_in.FirstPasswordForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "intelligent_bhutan.people.forms.ProfileForm"
# A demonstration on one machine lets its invented staff in with a password alone; production refuses that.
MFA_DEMANDED = env.bool("MFA_DEMANDED", default=PRODUCTION)
MFA_ADAPTER = "intelligent_bhutan.people.adapters.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "intelligent_bhutan.people.sign_in.CodeAppForm",
    "add_webauthn": "intelligent_bhutan.people.sign_in.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- what the browser may do -----------------------------------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "require-trusted-types-for": ["'script'"],
    },
}

# --- messages to people ----------------------------------------------------------------------------------------------
# what a demonstration says stays on the screen of whoever runs it
EMAIL_CONFIG = env.email_url_config("consolemail://" if DEMONSTRATION else env("EMAIL_URL", default="consolemail://"))
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Intelligent Bhutan <no-reply@localhost>")
# "console", "http" (a provider; see notices/gateways/http.py), or "" for none, which is what production begins with
SMS_GATEWAY = env("SMS_GATEWAY", default="" if PRODUCTION else "console")
SMS_URL = env("SMS_URL", default="")
SMS_TOKEN = env("SMS_TOKEN", default="")
SMS_SENDER = env("SMS_SENDER", default="")
SMS_TIMEOUT = env.float("SMS_TIMEOUT", default=8.0)  # seconds
SMS_PARTS = env.int("SMS_PARTS", default=3)  # what one text may cost
TEXTS_A_DAY = env.int("TEXTS_A_DAY", default=3)  # to one person; urgent ones do not count
QUIET_HOURS = tuple(time.fromisoformat(hour) for hour in env.list("QUIET_HOURS", default=["20:00", "07:00"]))

# whom people ask; a demonstration has no office, and its pages say so
CONTACT = {name: env(f"CONTACT_{name.upper()}", default="") for name in ("email", "phone", "address")}
SECURITY_CONTACT = env("SECURITY_CONTACT", default=f"mailto:{CONTACT['email'] or 'security@localhost'}")

# --- logs: one JSON object a line, without personal data -------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"impersonal": {"()": "intelligent_bhutan.logs.Impersonal"}},
    "formatters": {"json": {"()": "intelligent_bhutan.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["impersonal"]}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.utils.autoreload": {"level": "WARNING"},
    },
}
