from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    name = "ringfence.command.forecasts"
    label = "forecasts"
