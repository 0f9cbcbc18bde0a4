from django.apps import AppConfig


class ArrivalsConfig(AppConfig):
    name = "ringfence.field.arrivals"
    label = "arrivals"
