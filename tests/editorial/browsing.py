"""A person of the desk at a real browser: logging in by typing, going about by keyboard, and what must not happen."""

from playwright.sync_api import Browser, Locator, Page

from tests import cast

#: The most presses of Tab that the way to a control may take from where the person is.
MOST_TABS = 60
#: Milliseconds; generous, since what is waited for comes at once on a quiet machine.
PATIENCE = 60_000

#: Whether an element has the focus, what has it, and what is wrong with how that is shown. The ring may lie around what
#: holds the element: a line of a page with its box, a list of choices with its search.
_FOCUS = """wanted => {
  const now = document.activeElement;
  if (!now || now === document.body) return [false, "nothing", ""];
  const ring = (one) => {
    const style = one && getComputedStyle(one);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  const box = now.getBoundingClientRect();
  const seen = box.width > 0 && box.height > 0
    && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const name = now.outerHTML.slice(0, 160);
  const ringed = ring(now) || ring(now.closest("label.line, .select2-selection"));
  const fault = !seen ? "is out of sight" : ringed ? "" : "has no ring";
  return [now === wanted, name, fault];
}"""


def desk(browser: Browser, address: str, role: str = "administrator", language: str = "en", **options) -> Page:
    """A page of the desk on which a person of that role has just logged in by keyboard."""
    page = browser.new_context(base_url=address, locale=language, **options).new_page()
    log_in(page, role)
    return page


def log_in(page: Page, role: str) -> None:
    """Come in as somebody of that role, by typing."""
    cast.person(role)
    page.goto("/desk/login/")
    page.locator("[name=username]:focus").wait_for()  # the page gives its first field the focus, but not at once
    page.keyboard.type(role)
    page.keyboard.press("Tab")
    page.keyboard.type("only for tests")
    page.keyboard.press("Enter")
    page.locator("#user-tools .who").wait_for()


#: A page tells what its policy forbade, also where the browser's console would keep silent about it.
_POLICY = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""


def watch(page: Page, own: str, faults: list[str] | None = None) -> list[str]:
    """Everything that must not happen on a page, as it happens; `own` is the address of our host. `faults` is the list
    to which it is added, a new one where none is given."""
    faults = [] if faults is None else faults
    page.add_init_script(_POLICY)
    page.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    # A page that is left before its icon has come breaks that request off itself: no fault of the page.
    page.on(
        "requestfailed",
        lambda request: None if request.failure == "net::ERR_ABORTED" else faults.append(f"failed: {request.url}"),
    )
    page.on(
        "response", lambda answer: faults.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None
    )
    page.on("request", lambda asked: None if asked.url.startswith((own, "data:")) else faults.append(asked.url))
    return faults


def reach(page: Page, wanted: str | Locator, key: str = "Tab") -> int:
    """Press Tab (or another key) until an element, given as itself or by a selector, has the focus; how often that
    was. Each place on the way must show that it has the focus. Fails after `MOST_TABS` presses."""
    place = page.locator(wanted).first if isinstance(wanted, str) else wanted
    place.wait_for()
    passed: list[str] = []
    for presses in range(MOST_TABS + 1):
        there, name, fault = place.evaluate(_FOCUS)
        assert not fault, f"{name} {fault} on {page.url}"
        if there:
            return presses
        passed.append(name)
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} on {page.url} is not reached with {MOST_TABS} × {key}:\n" + "\n".join(passed))


def follow(page: Page, wanted: str | Locator, key: str = "Tab") -> None:
    """Reach a link or a button and press Enter on it, which leads to another page."""
    reach(page, wanted, key)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def skip_to_content(page: Page) -> None:
    """From the top of a page over its head, by the link that is there for that. An address keeps that place when a form
    on the page is sent and answered."""
    if page.url.endswith("#content-start"):
        return
    reach(page, "a.skip-to-content-link")
    page.keyboard.press("Enter")
    page.locator("#content-start:focus").wait_for()


def choose(page: Page, select: str, value: str) -> None:
    """Reach a list of choices and go down it to a value with the arrow key."""
    reach(page, select)
    field = page.locator(select).first
    for _ in range(MOST_TABS):
        if field.input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{select} offers no {value}")
