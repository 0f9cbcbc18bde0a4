from django.apps import AppConfig


class OutbreaksConfig(AppConfig):
    name = "ringfence.registry.outbreaks"
    label = "outbreaks"
