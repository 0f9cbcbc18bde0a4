from django.apps import AppConfig


class QuarantineConfig(AppConfig):
    name = "ringfence.care.quarantine"
    label = "quarantine"
