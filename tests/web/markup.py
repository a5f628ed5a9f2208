"""Reads a page as a browser would, for tests: what stands in it, and what is wrong with its HTML."""

from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
SVG_CHILDREN = frozenset({"path", "circle", "rect", "line", "text", "g", "desc"})
LABELLED = frozenset({"input", "select", "textarea"})
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls")


class Element:
    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.text = ""


class Page(HTMLParser):
    """Elements of a page in order, and the problems found while reading."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.problems: list[str] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        self.problems += [f"<{element.tag}> is never closed" for element in self._open]
        self._check()

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def text_of(self, tag: str) -> str:
        """The text of the first such element, blanks folded."""
        return " ".join(self.all(tag)[0].text.split())

    @property
    def links(self) -> list[str]:
        return [link.attributes["href"] for link in self.all("a") if "href" in link.attributes]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> repeats an attribute: {names}")
        element = Element(tag, {name: value or "" for name, value in attrs})
        if tag == "label":
            element.attributes["__open"] = ""
        self.elements.append(element)
        if any(parent.tag == "label" for parent in self._open):
            element.attributes["__in_label"] = ""
        if any(parent.tag == "a" for parent in self._open) and tag == "a":
            self.problems.append("a link inside a link")
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].tag != tag:
            opened = self._open[-1].tag if self._open else "nothing"
            self.problems.append(f"</{tag}> closes <{opened}>, line {self.getpos()[0]}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def _check(self) -> None:
        ids = [element.attributes["id"] for element in self.elements if "id" in element.attributes]
        self.problems += [
            f"id {name!r} stands {ids.count(name)} times" for name in set(ids) if ids.count(name) > 1
        ]
        self.problems += [
            f"{reference} names {target!r}, which is not there"
            for element in self.elements
            for reference in REFERENCES
            for target in element.attributes.get(reference, "").split()
            if target not in ids
        ]
        self.problems += [
            f"link to #{link[1:]}, which is not there"
            for link in self.links
            if link.startswith("#") and link[1:] not in ids
        ]
        targets = {label.attributes.get("for") for label in self.all("label")}
        for control in (element for element in self.elements if element.tag in LABELLED):
            named = {"__in_label", "aria-label", "aria-labelledby"} & control.attributes.keys()
            if (
                control.attributes.get("type") != "hidden"
                and not named
                and control.attributes.get("id") not in targets
            ):
                self.problems.append(f"<{control.tag} name={control.attributes.get('name')!r}> has no label")
        self.problems += [
            f"<{e.tag}> scrolls sideways and is no region with a name that a keyboard reaches"
            for e in self.elements
            if "scroll" in e.attributes.get("class", "").split()
            and not (
                e.attributes.get("tabindex") == "0"
                and e.attributes.get("role") == "region"
                and {"aria-label", "aria-labelledby"} & e.attributes.keys()
            )
        ]
        self.problems += [
            f"<{e.tag}> has a style attribute" for e in self.elements if "style" in e.attributes
        ]
        self.problems += [
            f"<{e.tag}> has {name}" for e in self.elements for name in e.attributes if name.startswith("on")
        ]


def page_problems(html: str) -> list[str]:
    """What is wrong with a whole page: markup, one h1, language, headings in steps."""
    page = Page(html)
    problems = list(page.problems)
    if len(page.all("h1")) != 1:
        problems.append(f"{len(page.all('h1'))} h1")
    if page.all("html")[0].attributes.get("lang") != "en":
        problems.append("no language")
    levels = [int(e.tag[1]) for e in page.elements if e.tag in {"h1", "h2", "h3", "h4"}]
    problems += [f"h{after} follows h{before}" for before, after in pairwise(levels) if after > before + 1]
    if not page.text_of("title"):
        problems.append("no title")
    for element in page.all("th"):
        if not element.text.strip():
            problems.append("an empty th")
    return problems
