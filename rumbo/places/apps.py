from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "rumbo.places"
    label = "places"
    verbose_name = "places"
    default_auto_field = "django.db.models.BigAutoField"
