from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "ringfence.faces.api"
    label = "api"
