"""What the web server runs."""

import os

from django.core.wsgi import get_wsgi_application

from intelligent_bhutan.checks import stop_where_unsound

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intelligent_bhutan.settings")

application = get_wsgi_application()
stop_where_unsound()
