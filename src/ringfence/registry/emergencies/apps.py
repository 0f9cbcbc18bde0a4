from django.apps import AppConfig


class EmergenciesConfig(AppConfig):
    name = "ringfence.registry.emergencies"
    label = "emergencies"
