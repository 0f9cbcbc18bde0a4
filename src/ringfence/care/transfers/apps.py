from django.apps import AppConfig


class TransfersConfig(AppConfig):
    name = "ringfence.care.transfers"
    label = "transfers"
