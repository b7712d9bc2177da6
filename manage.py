#!/usr/bin/env python
"""The project's command line."""

import os
import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["run"]:
        # It makes the environment that settings are read from, so it cannot be a command that waits for settings.
        from intelligent_bhutan.embedded.__main__ import main

        sys.exit(main(sys.argv[1:]))
    if sys.argv[1:2] == ["restore_keys"]:
        # It brings back the keys without which there are no settings.
        from intelligent_bhutan.operating.key_set import main

        sys.exit(main(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intelligent_bhutan.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
