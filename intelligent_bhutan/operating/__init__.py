"""Keeping the portal running: its keys, how long things are kept, backups, restoring, watching, maintenance.

Start reading at `keys.py`, the register of every key, and `keeping.py`, the schedule of every table. The commands stand
in `intelligent_bhutan/management/commands/`, the handbook for operators is `docs/running.md`.
"""
