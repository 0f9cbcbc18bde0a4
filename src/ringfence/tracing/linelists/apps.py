from django.apps import AppConfig


class LinelistsConfig(AppConfig):
    name = "ringfence.tracing.linelists"
    label = "linelists"
