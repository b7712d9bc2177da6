"""A browser in two words, as it calls itself."""

import pytest

from intelligent_bhutan.people.devices import device_of

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36", ("android", "Chrome")),
        (f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Safari/537.36", ("tablet", "Chrome")),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64) {CHROME} Safari/537.36 Edg/131.0", ("windows", "Edge")),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", ("iphone", "Safari")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", ("linux", "Firefox")),
        ("", ("", "")),
        ("curl/8", ("", "")),
    ],
)
def test_device_is_told_by_what_the_browser_says(user_agent, device):
    assert device_of(user_agent) == device
