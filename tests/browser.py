"""Chromium, driven by the WebDriver protocol (https://www.w3.org/TR/webdriver2/), nothing else."""

import base64
import json
import re
import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the protocol's key of a reference to an element
DRIVER, BROWSER = "chromedriver", "chromium"
# the browser's own sandbox needs rights that a container's root lacks; no foreign page is opened
ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")


def is_installed():
    """Whether there are a browser and its driver."""
    return shutil.which(DRIVER) is not None and shutil.which(BROWSER) is not None


class Browser:
    """A browser with one tab; `log` holds what its console and network report."""

    def __init__(self, profile: Path):
        self._driver = subprocess.Popen(
            [DRIVER, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        for line in self._driver.stdout:
            if port := re.search(r"started successfully on port (\d+)", line):
                break
        self._root = f"http://127.0.0.1:{port[1]}/session"
        arguments = [*ARGUMENTS, f"--user-data-dir={profile}"]
        options = {"binary": shutil.which(BROWSER), "args": arguments}
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        session = self._ask("POST", "", {"capabilities": {"alwaysMatch": wanted}})
        self._root += f"/{session['sessionId']}"

    def _ask(self, method, path, body=None):
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self._root + path, content, {"Content-Type": "application/json"}, method=method
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=100) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise AssertionError(json.load(error)["value"]) from error

    def open(self, path: Path):
        """Open a file."""
        self._ask("POST", "/url", {"url": path.as_uri()})

    def run(self, script, *arguments):
        """Run a function's body in the page and return its result."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": arguments})

    def text(self, selector):
        """The text of an element, as it is seen."""
        found = self._ask("POST", "/element", {"using": "css selector", "value": selector})
        return self._ask("GET", f"/element/{found[ELEMENT]}/text")

    def draw(self, points, kind="mouse"):
        """Draw a stroke through points of the window."""
        moves = [
            {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)} for x, y in points
        ]
        actions = [
            moves[0],
            {"type": "pointerDown", "button": 0},
            *moves[1:],
            {"type": "pointerUp", "button": 0},
        ]
        source = {"type": "pointer", "id": kind, "parameters": {"pointerType": kind}}
        self._ask("POST", "/actions", {"actions": [{**source, "actions": actions}]})

    def press(self, keys):
        """Press and release keys one after another."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self._ask("POST", "/actions", {"actions": [{"type": "key", "id": "k", "actions": actions}]})

    def devtools(self, command, **parameters):
        """Send a command of the browser's developer tools."""
        return self._ask("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def log(self, kind):
        """What was logged since the last call: ``browser`` for the console, or ``performance``."""
        return self._ask("POST", "/se/log", {"type": kind})

    def requests(self):
        """The addresses that were asked for since the last call."""
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]

    def screenshot(self, path: Path):
        """Save a picture of the window."""
        path.write_bytes(base64.b64decode(self._ask("GET", "/screenshot")))

    def wait_for(self, script, *arguments, seconds=10):
        """Wait until a function's body returns something true, and return it."""
        end = time.monotonic() + seconds
        while not (value := self.run(script, *arguments)):
            assert time.monotonic() < end, script
            time.sleep(0.02)
        return value

    def close(self):
        """End the browser and its driver."""
        try:
            self._ask("DELETE", "")
        finally:
            self._driver.terminate()
            self._driver.wait(10)
            self._driver.stdout.close()
