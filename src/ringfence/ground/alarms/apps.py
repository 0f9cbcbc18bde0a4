from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    name = "ringfence.ground.alarms"
    label = "alarms"
