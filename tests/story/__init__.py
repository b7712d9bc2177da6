"""One month of a dzongkhag, told through the real actions, and a second book-keeping that never asks the portal.

`cast` invents the people, `founding` lets the programme begin, `days`, `rooms` and `classes` let a month pass,
`settling` holds what seldom happens, `ledger` writes down in plain Python what must come of it, and `comparing` holds
the two against each other. All chance comes from one seed.
"""

import pytest

pytest.register_assert_rewrite("tests.story.comparing", "tests.story.founding", "tests.story.days", "tests.story.rooms")
