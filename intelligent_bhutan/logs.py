"""Structured logs without personal data."""

import logging
import re
import traceback

from pythonjsonlogger.json import JsonFormatter as BaseJsonFormatter

IDENTITY_NUMBER = re.compile(r"\b\d{11}\b")
PHONE = re.compile(r"\+(?:[\s-]?\d){8,15}\b|\b975(?:[\s-]?\d){7,8}\b|\b(?:1[67]|77)(?:[\s-]?\d){6}\b")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
DATABASE_ROW = re.compile(r"DETAIL:.*", re.DOTALL)  # PostgreSQL quotes the row that it refused
QUERY = re.compile(r"\?[^\s\"']+")
TAKEN_OUT = (
    (DATABASE_ROW, "[row]"),
    (QUERY, "?…"),
    (EMAIL, "[e-mail]"),
    (PHONE, "[phone]"),
    (IDENTITY_NUMBER, "[number]"),
)


def without_personal_data(text):
    """The text without rows that the database quotes, identity numbers, phones, e-mail addresses and query strings."""
    for pattern, word in TAKEN_OUT:
        text = pattern.sub(word, text)
    return text


class Impersonal(logging.Filter):
    """Renders the record's message early and takes personal data out of it."""

    def filter(self, record):
        if isinstance(record.args, dict) and "exc" in record.args:  # Celery quotes what a task raised
            record.args = record.args | {"exc": str(record.args["exc"]).split("(")[0]}
        record.msg = without_personal_data(record.getMessage())
        record.args = ()
        return True


class JsonFormatter(BaseJsonFormatter):
    """One object a line: time, level, logger, message; neither the request nor a task's arguments are ever written."""

    def __init__(self, *args, **kwargs):
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            *args,
            rename_fields={"asctime": "at", "levelname": "level", "name": "logger"},
            json_ensure_ascii=False,
            reserved_attrs=[
                *logging.LogRecord("", 0, "", 0, "", None, None).__dict__,
                "request",
                "data",
                "taskName",
                "asctime",
                "message",
            ],
            **kwargs,
        )

    def formatException(self, exc_info):
        """Where it happened and what kind it is. Its words are left out: they may quote what people wrote."""
        parts, error = [], exc_info[1]
        while error is not None:
            kind = f"{type(error).__module__}.{type(error).__qualname__}"
            parts.append("".join(traceback.format_tb(error.__traceback__)) + kind)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(reversed(parts))
