from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "ringfence.tracing.cases"
    label = "cases"
