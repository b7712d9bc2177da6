"""Structured logs without personal data."""

import logging
import re

from pythonjsonlogger.json import JsonFormatter as BaseJsonFormatter

IDENTITY_NUMBER = re.compile(r"\b\d{11}\b")
PHONE = re.compile(r"\+?975[\s-]?\d[\d\s-]{6,9}|\b(?:1[67]|77)\d{6}\b")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
QUERY = re.compile(r"\?[^\s\"']+")


def without_personal_data(text):
    """The text with identity numbers, phones, e-mail addresses and query strings taken out."""
    for pattern, word in ((QUERY, "?…"), (EMAIL, "[e-mail]"), (PHONE, "[phone]"), (IDENTITY_NUMBER, "[number]")):
        text = pattern.sub(word, text)
    return text


class Impersonal(logging.Filter):
    """Renders the record's message early and takes personal data out of it."""

    def filter(self, record):
        record.msg = without_personal_data(record.getMessage())
        record.args = ()
        return True


class JsonFormatter(BaseJsonFormatter):
    """One object a line: time, level, logger, message; the request object is never written."""

    def __init__(self, *args, **kwargs):
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            *args,
            rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
            reserved_attrs=[
                *logging.LogRecord("", 0, "", 0, "", None, None).__dict__,
                "request",
                "taskName",
                "asctime",
                "message",
            ],
            **kwargs,
        )

    def formatException(self, exc_info):
        return without_personal_data(super().formatException(exc_info))
