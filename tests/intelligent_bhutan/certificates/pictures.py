"""What a camera sees: pictures as rows of grey, and the QR codes in them."""

import random

import zxingcpp


def read_codes(rows: list[bytes]) -> list[str]:
    """The texts of the QR codes in a picture, from top to bottom; one byte a pixel, 0 black to 255 white."""
    picture = memoryview(b"".join(rows)).cast("B", (len(rows), len(rows[0])))
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return [code.text for code in sorted(found, key=lambda code: code.position.top_left.y)]


def drawn(size: int, path: str, *, scale: int = 4) -> list[bytes]:
    """Rasterises the one kind of path that `qr_svg_path` draws: runs of modules, each `Mx yhwv1h-wz`."""
    modules = [bytearray(b"\xff" * size) for _ in range(size)]
    for run in path.removeprefix("M").split("M"):
        x, rest = run.split(" ")
        y, width = rest.split("v")[0].split("h")
        modules[int(y)][int(x) : int(x) + int(width)] = bytes(int(width))
    wide = (bytes(module for module in row for _ in range(scale)) for row in modules)
    return [row for row in wide for _ in range(scale)]


def photocopied(rows: list[bytes], *, threshold: int, specks: float, seed: int = 1) -> list[bytes]:
    """A bad copy: only black and white, too dark or too light, with a share of the pixels turned over."""
    chance = random.Random(seed)
    return [bytes((255 if (grey > threshold) != (chance.random() < specks) else 0) for grey in row) for row in rows]
