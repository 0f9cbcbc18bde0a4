from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "ringfence.ground.outbox"
    label = "outbox"
