"""Take the pictures of the README: pages of the running application, in Chromium.

    python docs/pictures.py STORE

They show a notebook's screen at twice its dots.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent / "images"
PICTURES = {
    "item": "/item/zhumadian-2021-zhuzhengban-44/A/1",
    "coverage": "/coverage/henan-2021-yuzheng-2",
}
_FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
_COLOURS = 256


def main() -> None:
    """Write one picture for each page of PICTURES."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    store = parser.parse_args().store
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or "google-chrome"
    with _serving(store) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        page = browser.new_page(
            viewport={"width": 1366, "height": 768}, device_scale_factor=2, locale="zh-CN"
        )
        for name, address in PICTURES.items():
            page.goto(server + address, wait_until="networkidle")
            _write(page.screenshot(), IMAGES / f"{name}.png")
        browser.close()


def _write(taken: bytes, path: Path) -> None:
    """Write a picture in few colours: half its size, and nobody sees it."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


@contextmanager
def _serving(store: Path) -> Iterator[str]:
    """The address of a server over the store."""
    zhengmai = Path(sys.executable).with_name("zhengmai")
    process = subprocess.Popen(
        [zhengmai, "serve", "--port", "0", "--store", store],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://[^/\s]+", process.stdout.readline())
        if not found:
            raise SystemExit("the server did not start")
        yield found[0]
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
