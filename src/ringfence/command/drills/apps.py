from django.apps import AppConfig


class DrillsConfig(AppConfig):
    name = "ringfence.command.drills"
    label = "drills"
