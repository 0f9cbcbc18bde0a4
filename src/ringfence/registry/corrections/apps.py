from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    name = "ringfence.registry.corrections"
    label = "corrections"
