"""Databases for tests: one template a worker, migrated by the owner; tests run as the application's plain role.

Most tests run in a transaction on the worker's database. A test that commits takes the `committed` fixture and works on
a clone of the template, because nothing may truncate: what is append-only refuses it.
"""

import os
from contextlib import contextmanager

import psycopg2
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg2 import sql


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
    statement = sql.SQL("create database {} owner {} template {}").format(
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
