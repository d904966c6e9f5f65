# SPDX-License-Identifier: Apache-2.0
"""As much of the WebDriver protocol as a test of one page needs: a chromedriver of its own on the
loopback, one headless Chromium, elements by CSS, keys, scripts, pictures, what was asked for and said."""
import base64
import http.client
import json
import re
import subprocess
import tempfile

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
TAB, ENTER, DOWN = "\ue004", "\ue007", "\ue015"


class Browser:
    """One chromedriver with one session; a context manager."""

    def __init__(self, driver, chromium):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.driver = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, text=True)
        for line in self.driver.stdout:
            found = re.search(r"started successfully on port (\d+)", line)
            if found:
                break
        else:
            raise SystemExit("chromedriver did not start")
        self.port = int(found.group(1))
        self.session = None
        options = {
            "binary": chromium,
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                     "--disable-background-networking", "--hide-scrollbars",
                     "--window-size=1366,900", f"--user-data-dir={self.profile.name}"],
        }
        self.session = self.call("POST", "", {"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }}})["sessionId"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()
            self.profile.cleanup()

    def call(self, method, path, body=None):
        """One command; its value, or an end of the test."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        place = f"/session/{self.session}{path}" if self.session else "/session"
        content = None if method in ("GET", "DELETE") else json.dumps(body or {})
        connection.request(method, place, content, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        value = json.loads(answer.read())["value"]
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{method} {place}: {value.get('error')}: {value.get('message')}")
        return value

    def devtools(self, command, **parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def open(self, url):
        self.call("POST", "/url", {"url": url})

    def run(self, script, *arguments):
        """What a script in the page returns."""
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def element(self, selector):
        found = self.call("POST", "/element", {"using": "css selector", "value": selector})
        return found[ELEMENT]

    def type(self, selector, keys):
        self.call("POST", f"/element/{self.element(selector)}/value", {"text": keys})

    def clear(self, selector):
        self.call("POST", f"/element/{self.element(selector)}/clear")

    def click(self, selector):
        self.call("POST", f"/element/{self.element(selector)}/click")

    def press(self, keys):
        """Keys to whatever has the focus."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.call("POST", "/actions",
                  {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def viewport(self, width, height, mobile):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height,
                      deviceScaleFactor=1, mobile=mobile)

    def picture(self, file):
        with open(file, "wb") as out:
            out.write(base64.b64decode(self.call("GET", "/screenshot")))

    def log(self, kind):
        """What was logged since the last time."""
        return self.call("POST", "/se/log", {"type": kind})

    def requests(self):
        """Addresses that the page asked for since the last time."""
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        return [message["params"]["request"]["url"] for message in messages
                if message["method"] == "Network.requestWillBeSent"]
