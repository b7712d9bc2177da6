"""The same for servers that speak ASGI."""

import os

from django.core.asgi import get_asgi_application

from intelligent_bhutan.checks import stop_where_unsound

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intelligent_bhutan.settings")

application = get_asgi_application()
stop_where_unsound()
