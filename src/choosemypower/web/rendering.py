"""From a view to the bytes of a page: one Jinja environment per process, compiled once.

Handlers answer `PageResponse("home/home.html", view)`, or for a part of a page
`FragmentResponse("plans/_fragment.html", view)`; the app that the request came to renders it. A template reads one
name, `view`, and what leads elsewhere: `asset()` for the address of a file under static/, `paths` for those of our
pages, `absolute()` for a full address of ours.
"""

from collections.abc import Mapping
from typing import Any, Self
from urllib.parse import quote

import msgspec
from jinja2 import FileSystemLoader, StrictUndefined
from litestar.response import Redirect
from markupsafe import Markup

from choosemypower import paths
from choosemypower.cache.policies import REDIRECT
from choosemypower.editions.tags import tag_header
from choosemypower.http import Ready, Request
from choosemypower.settings import Settings
from choosemypower.web.addresses import has_trailing_slash
from choosemypower.web.assets import Assets
from choosemypower.web.filters import FILTERS
from choosemypower.web.quick_templates import QuickEnvironment
from choosemypower.web.routes import SPELLED
from choosemypower.web.views import PageView

HTML = "text/html"
"""`Ready` adds the charset to text types."""
SPECULATION_RULES_PATH = "/static/rules.json"
CUT = "<!--cut-->"
HTMX = "vendor/htmx-4.0.1.min.js"


class MenuEntry(msgspec.Struct, frozen=True):
    name: str
    path: str


MENU = (
    MenuEntry("Cities", paths.CITIES),
    MenuEntry("Providers", paths.PROVIDERS),
    MenuEntry("Calculator", paths.CALCULATOR),
    MenuEntry("Guides", paths.GUIDES),
)


class Renderer:
    """Renders the views of this process."""

    def __init__(self, settings: Settings) -> None:
        self.assets = Assets(settings.static_dir)
        self.base_url = settings.base_url.rstrip("/")
        self._environment = QuickEnvironment(
            loader=FileSystemLoader(settings.templates_dir),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            constants={"asset": self.assets.url, "absolute": self.absolute, "paths": paths, "menu": MENU},
        )
        self._environment.globals.update(breadcrumb_list=self.breadcrumb_list)
        self._environment.filters.update(FILTERS)
        preloads = [self._preload("css/site.css", "style"), self._preload("js/site.js", "script")]
        self._headers = {
            "Link": ", ".join(preloads),
            "Speculation-Rules": f'"{SPECULATION_RULES_PATH}"',
        }
        self._headers_with_htmx = self._headers | {
            "Link": ", ".join((*preloads, self._preload(HTMX, "script")))
        }

    def _preload(self, place: str, kind: str) -> str:
        # Scripts wait for the page anyway: they must not take the line from the style.
        priority = "; fetchpriority=low" if kind == "script" else ""
        return f"<{self.assets.url(place)}>; rel=preload; as={kind}{priority}"

    def absolute(self, path: str) -> str:
        """The full address of a path of ours, from the settings, never from the request."""
        return self.base_url + path

    def breadcrumb_list(self, view: PageView) -> dict[str, object]:
        """The way to a page for search engines."""
        return {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": crumb.name,
                    "item": self.absolute(crumb.path or view.canonical_path),
                }
                for position, crumb in enumerate(view.breadcrumbs, start=1)
            ],
        }

    def render(self, template: str, view: msgspec.Struct) -> str:
        """The text of a template for a view."""
        text = self._environment.get_template(template).render(view=view)
        # No HTML may hold a NUL, which a visitor's own words bring; other control characters do no harm.
        return text.replace("\0", "\ufffd") if "\0" in text else text

    def render_parts(self, template: str, view: msgspec.Struct) -> list[Markup]:
        """The same, cut where the template says `<!--cut-->`: what is put between the parts changes more often."""
        return [Markup(part) for part in self.render(template, view).split(CUT)]  # noqa: S704 - escaped by the template

    def page_headers(self, view: PageView) -> Mapping[str, str]:
        """What the browser may fetch before it has read the page."""
        return self._headers_with_htmx if view.uses_htmx else self._headers


def renderer_of(request: Request) -> Renderer:
    """The renderer of the app that a request came to."""
    renderer: Renderer = request.app.state.renderer
    return renderer


class _Rendered(Ready):
    """The answer that a template makes of a view."""

    def __init__(
        self,
        template: str,
        view: msgspec.Struct,
        status: int,
        tags: tuple[str, ...],
        headers: Mapping[str, str],
    ) -> None:
        super().__init__(
            b"",
            media_type=HTML,
            status=status,
            headers={**headers, **(tag_header(*tags) if tags else {})},
        )
        self.template = template
        self.view = view

    def rendered_by(self, renderer: Renderer) -> Self:
        """The same with its bytes."""
        if not self.content:
            self.content = renderer.render(self.template, self.view).encode()
        return self

    def to_asgi_response(self, app: Any, request: Request, **options: Any) -> Self:  # type: ignore[override]
        return self.rendered_by(renderer_of(request))


class PageResponse(_Rendered):
    """A whole page. `tags` name what stands on it, widest first ("utility/centerpoint"), for purging."""

    view: PageView

    def __init__(
        self,
        template: str,
        view: PageView,
        *,
        status: int = 200,
        tags: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(template, view, status, tags, headers or {})

    def rendered_by(self, renderer: Renderer) -> Self:
        self.headers = {**renderer.page_headers(self.view), **self.headers}
        return super().rendered_by(renderer)


class FragmentResponse(_Rendered):
    """A part of a page for htmx; `push_url` is the address of the page that now shows it."""

    def __init__(
        self,
        template: str,
        view: msgspec.Struct,
        *,
        status: int = 200,
        push_url: str | None = None,
        tags: tuple[str, ...] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        pushed = {"HX-Push-Url": push_url} if push_url is not None else {}
        super().__init__(template, view, status, tags, {**pushed, **(headers or {})})


def moved(path: str) -> Redirect:
    """For ever at another address of ours. One slash at the front: "//host" would lead to another site."""
    return Redirect("/" + path.lstrip("/"), status_code=301)


async def redirect_trailing_slash(request: Request) -> Redirect | None:
    """One address per page: "/about/" moves to "/about"."""
    options = request.route_handler.opt
    # What leads elsewhere anyway, or sets right the rest of its address too, does so at once.
    if not has_trailing_slash(request) or options.get("policy") == REDIRECT.name or options.get(SPELLED):
        return None
    path: str = request.scope["path"]
    query = request.scope["query_string"].decode("latin-1")
    return moved(quote(path.rstrip("/")) + (f"?{query}" if query else ""))
