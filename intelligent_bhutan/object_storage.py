"""An address such as `s3://portal?endpoint_url=https://store.example.bt` as what django-storages reads. Pure."""

from urllib.parse import parse_qsl, urlsplit

KNOWN = {"endpoint_url", "region_name", "location", "addressing_style"}


def bucket(address: str, access_key: str, secret_key: str) -> dict:
    """The entry of STORAGES for a bucket that is nobody's but ours: no public addresses, nothing overwritten.

    Raises: ValueError for what is no such address, or says something that is not understood.
    """
    parts, options = urlsplit(address), dict(parse_qsl(urlsplit(address).query))
    if parts.scheme != "s3" or not parts.hostname or options.keys() - KNOWN:
        raise ValueError(f"MEDIA_STORAGE must be s3://BUCKET?endpoint_url=…, and may say {', '.join(sorted(KNOWN))}.")
    fixed = {"bucket_name": parts.netloc, "file_overwrite": False, "default_acl": None, "querystring_auth": True}
    keys = {"access_key": access_key, "secret_key": secret_key} if access_key else {}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": fixed | options | keys}
