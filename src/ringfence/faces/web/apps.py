from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "ringfence.faces.web"
    label = "web"
