"""The application that the server runs; `yimen serve` names the settings."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
