"""Somebody at a browser, who looks at each page as the accessibility rules do."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Error, Page, Response, expect

from tests.journeys.second_factor import PASSWORD, code_now, give_password_and_second_factor

AXE = Axe()
# The rules of WCAG 2.2 to level AA, and what axe holds to be good practice.
RULES = {"resultTypes": ["violations"]}
# How often, and how many milliseconds apart, a page on its way to another is asked for again.
TRIES, A_MOMENT = 20, 100


class Visitor:
    """Opens pages, presses buttons and follows links; every page that comes up is checked.

    `page` is the browser's own page, for finding and filling in. After an act on it that loads another page,
    call `look()`.
    """

    def __init__(self, context: BrowserContext, address: str, *, checked_on: Page | None = None) -> None:
        self.address = address
        # The rules are a script: what is shown without JavaScript is checked on a page that runs it.
        self.checked_on = checked_on
        self.context = context
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self._not_looked_at: list[str] = []
        self.page.on("framenavigated", self._note_page)
        self.page.on("response", self._note_response)
        self.page.on("request", self._note_request)
        self.page.on("pageerror", lambda error: self.faults.append(f"Script failed: {error}"))
        self.page.on("console", self._note_console)

    def sign_in(self, user) -> None:
        """Sign in through the pages, with password and code."""
        secret = give_password_and_second_factor(user)
        self.visit("/account/sign-in/")
        self.page.get_by_label("Email address").fill(user.email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")
        self.page.get_by_label("Code").fill(code_now(secret))
        self.press("Continue")

    def visit(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.look()

    def press(self, name: str, exact: bool = True) -> Page:
        self.page.get_by_role("button", name=name, exact=exact).click()
        return self.look()

    def follow(self, name: str, exact: bool = True) -> Page:
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        return self.look()

    def look(self) -> Page:
        """Check the page that is up against the accessibility rules."""
        self.page.wait_for_load_state()
        results = AXE.run(self._page_to_check(), options=RULES)
        assert results.violations_count == 0, f"{self.page.url}\n{results.generate_report()}"
        self._not_looked_at.clear()
        return self.page

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def leave(self) -> None:
        """Close the page, and say what was wrong on the way."""
        left_out, self._not_looked_at = self._not_looked_at, []
        self.page.close()
        assert not left_out, f"Pages nobody looked at, call look() after loading them: {left_out}"
        assert not self.faults, "\n".join(self.faults)

    def _page_to_check(self) -> Page:
        if self.checked_on is None:
            return self.page
        shown = self._shown().replace("<head>", f'<head><base href="{self.address}">', 1)
        self.checked_on.set_content(shown)
        return self.checked_on

    def _shown(self) -> str:
        """What the page holds; a key just pressed may still be leading to another one."""
        for _ in range(TRIES):
            try:
                return self.page.content()
            except Error:
                self.page.wait_for_timeout(A_MOMENT)
        return self.page.content()

    def _note_page(self, frame) -> None:
        if frame == self.page.main_frame and frame.url.startswith(self.address):
            self._not_looked_at.append(urlsplit(frame.url).path)

    def _note_response(self, response: Response) -> None:
        if response.status >= 500 or (
            response.status >= 400
            and response.request.resource_type
            in (
                "script",
                "stylesheet",
                "font",
                "image",
            )
        ):
            self.faults.append(f"{response.status} for {response.url}")

    def _note_request(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"The page asked for {request.url}, which is not ours")

    def _note_console(self, message) -> None:
        # The browser's own remark about an answer of 400 or more is noted with the answer.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(f"Console: {message.text}")
