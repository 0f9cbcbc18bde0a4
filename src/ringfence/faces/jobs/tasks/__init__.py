"""The worker's tasks: one module a subject. Every module in this folder is loaded by itself."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
