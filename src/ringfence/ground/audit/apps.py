from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "ringfence.ground.audit"
    label = "audit"
