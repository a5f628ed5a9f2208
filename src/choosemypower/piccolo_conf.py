"""Where Piccolo finds the engine and the app of this process.

The engine connects to nothing until `database.configure(settings)` has said where to.
"""

from piccolo.conf.apps import AppRegistry

from choosemypower.database import Engine

DB = Engine(config={})
APP_REGISTRY = AppRegistry(apps=["choosemypower.piccolo_app"])
