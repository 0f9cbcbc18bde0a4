from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "ringfence.faces.jobs"
    label = "jobs"
