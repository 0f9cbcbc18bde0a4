from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "ringfence.registry.citizens"
    label = "citizens"
