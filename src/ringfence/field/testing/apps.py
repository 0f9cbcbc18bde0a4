from django.apps import AppConfig


class TestingConfig(AppConfig):
    name = "ringfence.field.testing"
    label = "testing"
