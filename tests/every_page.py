"""Every type of public page, found by following links, looked at in Chromium, by axe-core and the W3C's validator.

    python -m tests.every_page [--at http://127.0.0.1:8000] [--languages en fa ar] [--widths 390 1280]

Without `--at` it makes the demonstration archive in a temporary folder and serves it. Looks at each page type in each
language, width and colour scheme: WCAG 2.2 A and AA by axe-core, valid HTML, no request to another host, no cookie or
storage, no script error, no sideways scroll, the same words without JavaScript. Prints what is wrong, then the figures;
exit status 1 if anything is. axe-core and the validator come from npm into a temporary folder (`npm`, `java`).
"""

import argparse
import itertools
import json
import re
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import django
from django.urls import Resolver404, resolve
from lxml import html
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
AXE, VALIDATOR = "axe-core@4.14.1", "vnu-jar@26.9.27"
LANGUAGES, WIDTHS, SCHEMES = ("en", "fa", "ar"), (390, 1280), ("light", "dark")
#: Samples of one page type: with other parameters it is another page to look at.
SAMPLES = 2
#: Pages that are fetched to find them all.
MOST_FETCHED = 400
#: WCAG's levels A and AA, of all its versions up to 2.2.
_RULES = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  rules: {"target-size": {enabled: true}},
  resultTypes: ["violations"],
})"""
_POLICY = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`))"""
_KEPT = """async () => [document.cookie, localStorage.length, sessionStorage.length,
  (await indexedDB.databases()).length].join(" ")"""


def serving(url: str) -> tuple[int, bytes, str]:
    """Status, body and media type of an address."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read(), answer.headers.get_content_type()
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers.get_content_type()


# --- Finding them -----------------------------------------------------------------------------------------------


def page_types(at: str) -> dict[str, list[str]]:
    """Paths under a language, by the name of their view: all that is reached by links from the English home page."""
    found: dict[str, list[str]] = {}
    seen = {"/en/"}
    waiting = deque(["/en/"])
    fetched = 0
    while waiting and fetched < MOST_FETCHED:
        # What has no sample yet goes first.
        waiting = deque(sorted(waiting, key=lambda path: len(found.get(_name(path), ()))))
        path = waiting.popleft()
        name = _name(path)
        if len(found.get(name, ())) >= SAMPLES:
            continue
        _status, body, media_type = serving(at + path)
        fetched += 1
        if media_type != "text/html":
            continue
        found.setdefault(name, []).append(path.removeprefix("/en/"))
        for link in html.fromstring(body).iterlinks():
            where = urlsplit(urljoin(at + path, link[2]))
            target = where.path + (f"?{where.query}" if where.query else "")
            if f"{where.scheme}://{where.netloc}" == at and target.startswith("/en/") and target not in seen:
                seen.add(target)
                if _name(target):
                    waiting.append(target)
    found["nothing there"] = ["nothing-here/"]
    found["unreadable"] = ["statements/?from=x", "timeline/?from=x"]
    return found


def _name(path: str) -> str:
    try:
        return resolve(urlsplit(path).path).url_name or ""
    except Resolver404:
        return ""


# --- Looking at them --------------------------------------------------------------------------------------------

type View = tuple[int, str]
"""Width in pixels and colour scheme."""


@dataclass(slots=True)
class Report:
    """What was looked at and what was wrong with it."""

    looked_at: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def wrong(self, where: str, what: str) -> None:
        self.faults.append(f"{where}: {what}")
        print(self.faults[-1], flush=True)


def look(browser: Browser, at: str, path: str, report: Report, views: Sequence[View], axe: str = "") -> None:
    """One page, loaded once and seen in every view; it must say the same without JavaScript."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(_POLICY)
    page.on("pageerror", lambda error: report.wrong(path, f"script error: {error}"))
    page.on("console", lambda said: _heard(said, report, path))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((at, "data:")) else report.wrong(path, f"asks {asked.url}"),
    )
    page.goto(at + path)
    if axe:
        page.evaluate(axe)
    for width, scheme in views:
        where = f"{path} {width} {scheme}"
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        report.looked_at["views"] += 1
        scrolled = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if scrolled > 0:
            report.wrong(where, f"{scrolled} px wider than the screen")
        for violation in page.evaluate(_RULES)["violations"] if axe else ():
            for node in violation["nodes"]:
                report.wrong(where, f"{violation['id']}: {node['html'][:200]} — {node['failureSummary'][:300]}")
    kept = page.evaluate(_KEPT)
    if kept.strip() != "0 0 0" or context.cookies():
        report.wrong(path, f"keeps something in the browser: {kept} {context.cookies()}")
    still = browser.new_context(java_script_enabled=False, viewport=page.viewport_size)
    silent = still.new_page()
    silent.goto(at + path)
    # What a script uncovers is there for it alone; everything else must be there without one.
    uncovered = " ".join(one.text_content() for one in html.fromstring(silent.content()).cssselect("[hidden]"))
    differ = set(silent.locator("body").inner_text().split()) ^ set(page.locator("body").inner_text().split())
    if differ - set(uncovered.split()):
        report.wrong(path, f"other words without JavaScript: {sorted(differ)[:12]}")
    still.close()
    context.close()


def _heard(said, report: Report, where: str) -> None:
    # That the page itself is a 404 or 410 is said on the console, too.
    if said.type == "error" and not re.search(r"status of 4\d\d", said.text):
        report.wrong(where, f"console: {said.text}")


def validate(jar: Path, folder: Path, pages: Iterable[tuple[str, bytes]], report: Report) -> None:
    """What the W3C's validator says is an error in any of `pages` (path, bytes)."""
    named = {}
    for number, (path, body) in enumerate(pages):
        file = folder / f"{number}.html"
        file.write_bytes(body)
        named[file.name] = path
    java = shutil.which("java") or "java"
    command = [java, "-jar", str(jar), "--format", "json", "--stdout", "--errors-only", "--exit-zero-always"]
    said = subprocess.run([*command, *map(str, sorted(folder.glob("*.html")))], capture_output=True, check=True)
    for message in json.loads(said.stdout)["messages"]:
        file = Path(urlsplit(message["url"]).path).name
        report.wrong(named[file], f"HTML: {message['message']} — {message.get('extract', '')[:160]}")
    report.looked_at["by the validator"] += len(named)


# --- What it needs ----------------------------------------------------------------------------------------------


def from_npm(package: str, wanted: str, folder: Path) -> Path | None:
    """A file of a package, brought by npm into `folder`; None where there is no npm or no registry."""
    npm = shutil.which("npm")
    if not npm:
        return None
    try:
        packed = subprocess.run(
            [npm, "pack", package, "--silent", "--pack-destination", str(folder)],
            capture_output=True, text=True, check=True, timeout=180, cwd=folder,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    with tarfile.open(folder / packed.stdout.strip().splitlines()[-1]) as archive:
        archive.extract(f"package/{wanted}", folder, filter="data")
    return folder / "package" / wanted


def axe_source(folder: Path) -> str:
    """axe-core's code; "" where it cannot be had."""
    file = from_npm(AXE, "axe.min.js", folder)
    return file.read_text(encoding="utf-8") if file else ""


def validator(folder: Path) -> Path | None:
    """The validator's jar; None where it or Java cannot be had."""
    return from_npm(VALIDATOR, "build/dist/vnu.jar", folder) if shutil.which("java") else None


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def demonstration(start, port: int) -> Iterator[str]:
    """The address of the demonstration archive, served by a child that `start(*arguments)` begins; ended afterwards."""
    at = f"http://127.0.0.1:{port}"
    child = start("demo", "--port", str(port))
    try:
        for _wait in range(600):
            assert child.poll() is None, "the demonstration ended"
            try:
                if serving(f"{at}/en/timeline/")[0] == 200:
                    break
            except OSError:
                time.sleep(0.5)
        yield at
    finally:
        child.terminate()
        child.wait(30)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at", default="")
    parser.add_argument("--languages", nargs="+", default=LANGUAGES)
    parser.add_argument("--widths", nargs="+", type=int, default=WIDTHS)
    parser.add_argument("--only", nargs="+", default=(), help="names of page types")
    options = parser.parse_args()
    django.setup()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.at:
            return _all(options, options.at, folder)

        def start(*arguments: str) -> subprocess.Popen:
            environment = {"PATH": "/usr/bin:/bin", "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3"}
            command = [sys.executable, "manage.py", *arguments]
            return subprocess.Popen(
                command, cwd=ROOT,
                env=environment | {"MEDIA_ROOT": f"{folder}/media"}, stdout=subprocess.DEVNULL,
            )  # fmt: skip

        with demonstration(start, free_port()) as at:
            return _all(options, at, folder)


def _all(options, at: str, folder: Path) -> int:
    report = Report()
    begun = time.monotonic()
    types = {name: paths for name, paths in page_types(at).items() if not options.only or name in options.only}
    axe, jar = axe_source(folder), validator(folder)
    views = list(itertools.product(options.widths, SCHEMES))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for tag, paths in itertools.product(options.languages, types.values()):
            for path in paths:
                print(f"{time.monotonic() - begun:5.0f} s /{tag}/{path}", file=sys.stderr)
                look(browser, at, f"/{tag}/{path}", report, views, axe)
        browser.close()
    if jar:
        (folder / "html").mkdir()
        every = (f"/{tag}/{path}" for paths in types.values() for path in paths for tag in options.languages)
        validate(jar, folder / "html", ((full, serving(at + full)[1]) for full in every), report)
    print(json.dumps({
        "page types": len(types), "pages": sum(map(len, types.values())), "views": len(views) * len(options.languages),
        "axe-core": AXE if axe else "not to be had", "validator": VALIDATOR if jar else "not to be had",
        "looked at": report.looked_at, "faults": len(report.faults), "seconds": round(time.monotonic() - begun),
    }))  # fmt: skip
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
