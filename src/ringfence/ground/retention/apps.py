from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "ringfence.ground.retention"
    label = "retention"
