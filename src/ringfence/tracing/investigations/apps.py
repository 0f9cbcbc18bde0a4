from django.apps import AppConfig


class InvestigationsConfig(AppConfig):
    name = "ringfence.tracing.investigations"
    label = "investigations"
