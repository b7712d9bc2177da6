"""The embedded stack: PostgreSQL and Valkey from wheels, and one supervisor for everything that runs.

`make run` and `make test` need nothing but Python and make because of this package. Production does not use
it: with `DATABASE_URL` and `REDIS_URL` set the launcher starts no servers, and nothing else asks which it is.
Start reading at `stack.py` (what is started, in which order) and `supervisor.py` (how it is kept alive and stopped).
"""
