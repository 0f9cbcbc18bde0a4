from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "ringfence.measures.areas"
    label = "areas"
