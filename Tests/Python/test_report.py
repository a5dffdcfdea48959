"""The page that `report` makes, in a browser: it loads without a murmur and can be read everywhere.

FIRSTMOVER_SCREENSHOTS=FOLDER also stores the pictures that the README shows.
"""

import base64
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import pytest
from chromium import Chromium, executable
from host import ROOT

FIXTURES = ROOT / "Tests" / "ReportingTests" / "Fixtures"
BUILT = [path for path in [ROOT / ".build" / build / "firstmover" for build in ("release", "debug")] if path.exists()]
COMMAND = os.environ.get("FIRSTMOVER_COMMAND") or max(BUILT, key=lambda path: path.stat().st_mtime, default=None)
ARMS = ["--a", "operator=analytic,followers=best-response", "--b", "operator=constant-price,followers=best-response"]

#: A name that opens what it can, and finds no place to break a line.
HOSTILE = "</script><script>alert(1)</script>\"><img src=x onerror=alert(2)>]]>&lt;" + "x" * 200

pytestmark = pytest.mark.skipif(COMMAND is None, reason="the command is not built; make build")


def firstmover(*arguments, **options):
    environment = os.environ | {"FIRSTMOVER_PYTHON": sys.executable}
    return subprocess.run(
        [COMMAND, *map(str, arguments)], capture_output=True, text=True, env=environment, timeout=120, **options)


@pytest.fixture(autouse=True)
def impatience():
    """In place of the one for conversations, which take far less than a browser; commands here have limits of their own."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Paths of pages by name: of a real comparison, and of every fixture."""
    folder = tmp_path_factory.mktemp("pages")
    played = firstmover("ab", "pricing", *ARMS, "--pairs", "20", "--format", "json", "--quiet")
    assert played.returncode == 0, played.stderr
    (folder / "played.json").write_text(played.stdout)
    hostile = json.loads((FIXTURES / "ab.json").read_text())
    hostile["scenario"]["name"] = hostile["arms"][1]["name"] = hostile["onMiss"] = HOSTILE
    hostile["declarations"]["operatorUtility"]["unit"] = hostile["arms"][0]["plugins"][0]["name"] = HOSTILE
    for holder in [hostile["arms"][1], hostile["comparisons"][0]]:
        holder["metrics"][HOSTILE] = holder["metrics"].pop("activeShare")
    (folder / "hostile.json").write_text(json.dumps(hostile))
    pages = {}
    curves = ["--curves", *sorted(FIXTURES.glob("*.monitor.csv"))]
    for path in [folder / "played.json", folder / "hostile.json", *sorted(FIXTURES.glob("*.json"))]:
        page = folder / f"{path.stem}.html"
        made = firstmover("report", path, "-o", page, "--quiet", *curves)
        assert made.returncode == 0, made.stderr
        pages[path.stem] = page
    return pages


NAMES = ["ab", "ab-three", "check", "hostile", "played", "run"]


@pytest.fixture(scope="module")
def browser():
    if executable() is None:
        pytest.skip("no Chromium; make test installs one")
    with Chromium() as browser:
        yield browser


@pytest.mark.parametrize("name", NAMES)
def test_is_well_formed(pages, name):
    root = ElementTree.fromstring(pages[name].read_text().removeprefix("<!DOCTYPE html>\n"))
    xhtml = "{http://www.w3.org/1999/xhtml}"
    assert root.tag == f"{xhtml}html" and root.get("lang") == "en"
    assert len(root.findall(f".//{xhtml}h1")) == 1
    for script in root.iter(f"{xhtml}script"):
        assert script.get("type") == "application/json"
        assert json.loads(script.text)["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    for cell in root.iter(f"{xhtml}th"):
        assert cell.get("scope") in ("row", "col")

    class Reader(HTMLParser):
        opened = []
        VOID = {"meta", "link", "br"}

        def handle_starttag(self, tag, _):
            if tag not in self.VOID:
                self.opened.append(tag)

        def handle_endtag(self, tag):
            if tag not in self.VOID:
                assert self.opened.pop() == tag

        def handle_startendtag(self, tag, _):
            pass

    Reader().feed(pages[name].read_text())
    assert Reader.opened == []


# Every complaint a page can cause, in the words of the protocol.
COMPLAINTS = {"Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded", "Audits.issueAdded"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_loads_in_silence(pages, browser, name, scheme):
    browser.show(pages[name], 1280, 900, scheme)
    browser.evaluate("new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 50)))")
    complaints = [event for event in browser.events if event["method"] in COMPLAINTS]
    assert complaints == []
    requests = [event["params"]["request"]["url"] for event in browser.events
                if event["method"] == "Network.requestWillBeSent"]
    assert set(requests) <= {f"file://{pages[name]}", "data:,"}


def test_would_notice(pages, browser, tmp_path):
    """What the silence above is worth: a page that asks for something, or styles itself, is told of."""
    page = tmp_path / "loud.html"
    page.write_text(pages["ab"].read_text().replace(
        "<main>", '<main><p style="color: red">a</p><img src="http://127.0.0.1:9/x.png"/><script>let a = 1</script>'))
    browser.show(page, 1280, 900)
    browser.evaluate("new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 50)))")
    complaints = str([event for event in browser.events if event["method"] in COMPLAINTS])
    for directive in ["style-src", "img-src", "script-src"]:
        assert directive in complaints


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
@pytest.mark.parametrize("name", NAMES)
def test_does_not_scroll_sideways(pages, browser, name, width):
    browser.show(pages[name], width, 844)
    assert browser.evaluate("document.documentElement.scrollWidth") <= width
    wider = browser.evaluate("""
        [...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll') && e.getClientRects().length
          && e.getBoundingClientRect().right > innerWidth + 0.5).map(e => e.tagName + ' ' + e.textContent.slice(0, 40))
    """)
    assert wider == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_shows_every_plot_once(pages, browser, name, width):
    browser.show(pages[name], width, 844)
    plots = browser.evaluate("""
        [...document.querySelectorAll('figure')].map(figure => {
          const shown = [...figure.querySelectorAll('.picture')].filter(e => e.getClientRects().length);
          const box = shown[0].querySelector('svg').getBoundingClientRect();
          return [shown.length, shown[0].getAttribute('aria-label').length, box.width, box.height]
        })
    """)
    assert len(plots) >= 1
    for shown, words, plot_width, plot_height in plots:
        assert shown == 1 and words > 20
        assert plot_width > 200 and plot_height > 100


# Contrast of every text that is seen against what is painted behind it, after WCAG 2: the lowest, with the text.
CONTRAST = """
(() => {
  const channels = color => {
    const parts = color.match(/[\\d.]+/g).map(Number);
    return {rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1};
  };
  const luminance = rgb => {
    const [r, g, b] = rgb.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const color = channels(getComputedStyle(e).backgroundColor);
      if (color.alpha === 1) return color.rgb;
      if (color.alpha > 0) throw new Error('a background half seen through');
    }
    throw new Error('nothing is behind ' + element.tagName);
  };
  let lowest = {ratio: 99, text: '', count: 0};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ['SCRIPT', 'STYLE'].includes(element.tagName)) continue;
    if (!element.getClientRects().length) continue;
    const style = getComputedStyle(element);
    // Labels that would overlap are drawn so that nobody sees them.
    if (Number(style.opacity) === 0) continue;
    const own = channels(element.closest('svg') ? style.fill : style.color);
    if (own.alpha !== 1 || Number(style.opacity) !== 1) throw new Error('a text half seen through');
    const [a, b] = [luminance(own.rgb), luminance(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    lowest.count += 1;
    if (ratio < lowest.ratio) lowest = {...lowest, ratio, text: walker.currentNode.data.slice(0, 60)};
  }
  return lowest;
})()
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", NAMES)
def test_can_be_read(pages, browser, name, scheme, width):
    browser.show(pages[name], width, 844, scheme)
    lowest = browser.evaluate(CONTRAST)
    assert lowest["count"] > 50
    assert lowest["ratio"] >= 4.5, lowest["text"]


def test_is_light_on_paper(pages, browser):
    browser.show(pages["ab"], 1280, 900, "dark", "print")
    assert browser.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.evaluate(CONTRAST)["ratio"] >= 4.5
    assert len(base64.b64decode(browser.send("Page.printToPDF", printBackground=True)["data"])) > 10_000


def test_keeps_text_of_plots_in_the_page_font(pages, browser):
    browser.show(pages["ab"], 1280, 900)
    fonts = browser.evaluate(
        "[...new Set([...document.querySelectorAll('text')].map(e => getComputedStyle(e).fontFamily))]")
    assert fonts == [browser.evaluate("getComputedStyle(document.body).fontFamily")]


def test_replaces_reports_and_nothing_else(tmp_path):
    result = tmp_path / "ab.json"
    result.write_text((FIXTURES / "ab.json").read_text())
    for _ in range(2):
        assert firstmover("report", result, "-o", tmp_path / "report.html").returncode == 0
    (tmp_path / "link.html").symlink_to(result)
    (tmp_path / "notes.html").write_text("<p>mine</p>")
    for output in [result, tmp_path / "link.html", tmp_path / "notes.html", tmp_path]:
        refused = firstmover("report", result, "-o", output)
        assert refused.returncode == 3 and refused.stderr.startswith("firstmover: ")
        assert len(refused.stderr.splitlines()) == 1
    assert (tmp_path / "notes.html").read_text() == "<p>mine</p>"
    assert json.loads(result.read_text())["schema"] == "firstmover.ab/1"


def test_needs_its_renderer_and_says_so(tmp_path):
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S "$@"\n')
    python.chmod(0o755)
    refused = subprocess.run(
        [COMMAND, "report", FIXTURES / "ab.json", "-o", tmp_path / "report.html"], capture_output=True, text=True,
        env=os.environ | {"FIRSTMOVER_PYTHON": str(python)}, timeout=60)
    assert refused.returncode == 3
    assert "pip install 'vl-convert-python" in refused.stderr and len(refused.stderr.splitlines()) == 1
    assert not (tmp_path / "report.html").exists()


@pytest.mark.skipif("FIRSTMOVER_SCREENSHOTS" not in os.environ, reason="make screenshots takes them")
def test_screenshots(pages, browser):
    folder = Path(os.environ["FIRSTMOVER_SCREENSHOTS"])
    for name, width, height, scheme in [
        ("report", 1280, 1280, "light"), ("report-dark", 1280, 1280, "dark"), ("report-phone", 390, 844, "light"),
    ]:
        browser.show(pages["ab"], width, height, scheme)
        picture = base64.b64decode(browser.screenshot())
        assert len(picture) < 300_000
        (folder / f"{name}.png").write_bytes(picture)
