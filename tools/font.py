#!/usr/bin/env python3
"""Makes server/media/fonts/noto-sans-sc-bold.otf anew: the letters that posters and link previews are drawn with.

    apt-get download fonts-noto-cjk && dpkg -x fonts-noto-cjk_*.deb /tmp/noto
    pip install fonttools
    tools/font.py /tmp/noto/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc

Keeps Latin, punctuation and the 6,763 Han characters of GB 2312, and of the tables only those with outlines, widths and
names: texts are set without kerning, so that the file stays at 1.5 MB.
"""

import pathlib
import re
import sys

from fontTools import subset
from fontTools.ttLib import TTCollection

ROOT = pathlib.Path(__file__).resolve().parent.parent
TO = ROOT / "server/media/fonts/noto-sans-sc-bold.otf"
FAMILY = "Noto Sans CJK SC Bold"


def gb2312():
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield ord(bytes([high, low]).decode("gb2312"))
            except UnicodeDecodeError:
                pass


def of_phrases():
    """Characters of both complete languages, of which a few are in no list."""
    for language in ["zh-CN", "en"]:
        for file in sorted((ROOT / "app/locales" / language).rglob("*.ftl")):
            yield from (ord(c) for c in re.sub(r"\s", "", file.read_text()))


chars = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | set(gb2312()) | set(of_phrases())
chars |= {ord(c) for c in "–—…‘’“”•€¥￥×→"}
fonts = TTCollection(sys.argv[1]).fonts
font = next(font for font in fonts if font["name"].getDebugName(4) == FAMILY)
options = subset.Options()
options.layout_features = []
options.hinting = False
options.glyph_names = False
options.notdef_outline = True
options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "post"]
cut = subset.Subsetter(options)
cut.populate(unicodes=chars)
cut.subset(font)
# The same file from the same input.
font.recalcTimestamp = False
TO.parent.mkdir(parents=True, exist_ok=True)
font.save(TO)
print(f"{TO.relative_to(ROOT)}: {len(font.getBestCmap())} characters, {TO.stat().st_size} bytes")
