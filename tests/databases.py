"""Databases for tests: one template a run, migrated by the owner; tests run as the application's plain role.

Most tests run in a transaction on the worker's database. A test that commits takes the `committed` fixture and works on
a clone of the template, because nothing may truncate: what is append-only refuses it.
"""

import os
import threading
from contextlib import contextmanager
from weakref import WeakSet

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.signals import connection_created
from psycopg2 import sql

# While a browser is open, this thread runs an event loop, in which Django keeps connections apart from those outside.
OPENED = WeakSet()
HERE = threading.get_ident()


def remember(connection, **_more):
    """Keep what this thread opened, in whichever context, so that it can be closed from any."""
    if threading.get_ident() == HERE:
        OPENED.add(connection)


connection_created.connect(remember)


@contextmanager
def administrator():
    """A superuser's cursor in autocommit mode, for making and dropping databases."""
    url = os.environ.get("DATABASE_ADMIN_URL")
    if not url:
        raise RuntimeError("Tests need their own servers: run `make test`, or give DATABASE_ADMIN_URL as well.")
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def create(name, *, template=None):
    """Make the owner's database, empty or as a copy."""
    drop(name)
    owner = settings.DATABASES["owner"]["USER"]
    statement = sql.SQL("create database {} owner {} template {} strategy file_copy").format(
        sql.Identifier(name), sql.Identifier(owner), sql.Identifier(template or "template1")
    )
    with administrator() as cursor:
        cursor.execute(statement)


def drop(name):
    """Remove the database, whoever is still connected."""
    with administrator() as cursor:
        cursor.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def point_to(name):
    """Let Django's connections lead to this database."""
    for connection in list(OPENED):
        connection.close()
        connection.settings_dict["NAME"] = name
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name


def build_template(name):
    """A migrated database that nobody is connected to."""
    create(name)
    point_to(name)
    call_command("migrate", verbosity=0, interactive=False)
    for connection in connections.all():
        connection.close()
