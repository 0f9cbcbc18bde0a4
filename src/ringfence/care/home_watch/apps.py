from django.apps import AppConfig


class HomeWatchConfig(AppConfig):
    name = "ringfence.care.home_watch"
    label = "home_watch"
