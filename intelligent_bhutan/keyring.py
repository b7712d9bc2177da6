"""The portal's keys: the one in use, those before it, and how a key is known without being shown.

`NAME_PREVIOUS` holds the keys that were in use before, the latest first. What they made still opens and still proves;
nothing new is made under them. `manage.py rotate_key` brings the data under the key in use.
"""

import hashlib
import hmac

from django.conf import settings

KEYS = ("SECRET_KEY", "IDENTITY_KEY", "PIN_KEY", "CERTIFICATE_KEY", "AUDIT_KEY", "MFA_KEY", "SMS_CALLBACK_KEY")


def ring(name):
    """The key in use, then the ones before it: what is made is made under the first, what is opened under any."""
    return (getattr(settings, name), *getattr(settings, f"{name}_PREVIOUS"))


def fingerprint(name, key):
    """Sixteen signs by which a key is known again; they tell nothing of the key. The same key has another per name."""
    return hmac.new(key.encode(), f"fingerprint:{name}".encode(), hashlib.sha256).hexdigest()[:16]


def fingerprint_in_use(name):
    """Of the key that makes what is made now."""
    return fingerprint(name, getattr(settings, name))


def by_fingerprint(name):
    """Every given key under its fingerprint, the one in use first."""
    return {fingerprint(name, key): key for key in ring(name)}
