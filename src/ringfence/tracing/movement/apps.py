from django.apps import AppConfig


class MovementConfig(AppConfig):
    name = "ringfence.tracing.movement"
    label = "movement"
