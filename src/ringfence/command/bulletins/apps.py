from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "ringfence.command.bulletins"
    label = "bulletins"
