from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Dzongkhags, thromdes, gewogs."""

    name = "intelligent_bhutan.places"
    verbose_name = "Places"
