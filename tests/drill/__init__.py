"""Drills, run by `make drill`: a restore into an empty machine, an upgrade under the code of the release before."""
