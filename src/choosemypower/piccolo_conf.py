"""Where Piccolo finds the engine and the app of this process."""

from piccolo.conf.apps import AppRegistry

from choosemypower.database import build_engine
from choosemypower.settings import load_settings

DB = build_engine(load_settings())
APP_REGISTRY = AppRegistry(apps=["choosemypower.piccolo_app"])
