from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "rumbo.figures"
    label = "figures"
    verbose_name = "impact figures"
    default_auto_field = "django.db.models.BigAutoField"
