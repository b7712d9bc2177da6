"""Drills: a restore into an empty machine and an upgrade under the code of the release before. `make drill` runs them."""
