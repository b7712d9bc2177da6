"""Who may do what with targets. Who sees the dashboards stands with the roles, in `people/rules.py`."""

import rules

from intelligent_bhutan.people.rules import is_analyst, is_operator

rules.add_perm("targets.resolve_alarms", is_operator | is_analyst)
