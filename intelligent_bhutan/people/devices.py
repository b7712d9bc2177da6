"""What a browser says it is, as two plain keys. Pure. Little of it is true: enough to recognise one's own."""

from typing import NamedTuple

# the first sign that is found tells; each list goes from the narrow to the wide
DEVICES = (
    ("iPhone", "iphone"), ("iPad", "tablet"), ("Android", "android"), ("Windows", "windows"), ("CrOS", "chromebook"),
    ("Macintosh", "mac"), ("Linux", "linux"),
)  # fmt: skip
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip


class Device(NamedTuple):
    """The kind of device, a key, and the browser, a name; empty texts for what is not known."""

    kind: str
    browser: str


def device_of(user_agent: str) -> Device:
    """The device that calls itself so."""
    kind = next((kind for sign, kind in DEVICES if sign in user_agent), "")
    if kind == "android" and "Mobile" not in user_agent:
        kind = "tablet"
    return Device(kind, next((name for sign, name in BROWSERS if sign in user_agent), ""))
