from django.apps import AppConfig


class RulesetsConfig(AppConfig):
    name = "ringfence.ground.rulesets"
    label = "rulesets"
