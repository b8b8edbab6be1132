"""The Flask extensions, made once and bound to an application in `create_app`."""

from __future__ import annotations

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from sandbox.web.attempts import CountedTogether  # noqa: F401 -- its name is then known to the library

babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="together://", default_limits=[])
login_manager = LoginManager()
