"""Who answers what people say is wrong."""

import rules

from intelligent_bhutan.people.rules import is_editor, is_operator, is_programme_officer, is_publisher

rules.add_perm("service.answer_problems", is_operator | is_programme_officer | is_editor | is_publisher)
