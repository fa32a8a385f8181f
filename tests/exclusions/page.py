"""What stands on a page: its answers, its errors, its text."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.errors: dict[str, str] = {}
        self.words: list[str] = []
        self._textarea = self._select = self._error = None

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        name, kind = found.get("name"), found.get("type")
        if tag == "input" and name and (kind not in ("radio", "checkbox") or "checked" in found):
            self.values.setdefault(name, []).append(found.get("value") or "")
        elif tag == "textarea":
            self._textarea = name
            self.values[name] = [""]
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in found and self._select:
            self.values.setdefault(self._select, []).append(found.get("value") or "")
        elif tag == "p" and "govuk-error-message" in (found.get("class") or ""):
            self._error = (found.get("id") or "").removeprefix("id_").removesuffix("-error")
            self.errors[self._error] = ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "p":
            self._error = None

    def handle_data(self, data):
        if self._textarea is not None:
            self.values[self._textarea][0] += data
        if self._error is not None:
            self.errors[self._error] += data
        self.words.append(data)


class ReadPage:
    """A page as a person meets it."""

    def __init__(self, response):
        reader = _Reader()
        reader.feed(response.content.decode())
        self.values = reader.values
        self.text = " ".join(" ".join(reader.words).split())
        self.errors = {
            name: " ".join(text.split()).removeprefix("Error:").strip()
            for name, text in reader.errors.items()
        }

    def value(self, name: str) -> str:
        return self.values[name][0]

    def says(self, words: str) -> bool:
        return words in self.text
