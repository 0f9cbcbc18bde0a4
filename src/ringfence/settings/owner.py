"""The settings under which the database's owner works: tables, policies, the first data, staff and their duties.

No page, job or command of the response runs under them; `AS_OWNER` in a command's module asks for them.
"""

from .base import *  # noqa: F403
from .base import HOME
from .database import owner

DATABASES = {"default": owner(HOME)}  # nobody is held to the policies here
