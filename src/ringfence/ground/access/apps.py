from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "ringfence.ground.access"
    label = "access"
