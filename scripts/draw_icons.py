"""Draws the icons of the Teams package: color.png (192×192) and outline.png (32×32, white on transparent).

The icon is a magnifying glass over a person. Run it after a change: python scripts/draw_icons.py
"""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parent.parent / "manifest"
OVERSAMPLING = 8  # times larger than the result, then scaled down for smooth edges


def draw(size: int, foreground: str, background: str | None) -> Image.Image:
    side = size * OVERSAMPLING
    picture = Image.new("RGBA", (side, side), background or (0, 0, 0, 0))
    canvas = ImageDraw.Draw(picture)

    def box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return (left * side, top * side, right * side, bottom * side)

    width = round(side * 0.075)
    canvas.ellipse(box(0.14, 0.14, 0.70, 0.70), outline=foreground, width=width)
    canvas.line((0.63 * side, 0.63 * side, 0.84 * side, 0.84 * side), fill=foreground, width=round(width * 1.25))
    canvas.ellipse(box(0.345, 0.26, 0.495, 0.41), fill=foreground)
    canvas.pieslice(box(0.27, 0.44, 0.57, 0.74), 180, 360, fill=foreground)
    end = 0.047
    canvas.ellipse(box(0.84 - end, 0.84 - end, 0.84 + end, 0.84 + end), fill=foreground)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


draw(192, "white", "#1d3a5f").save(FOLDER / "color.png", optimize=True)
draw(32, "white", None).save(FOLDER / "outline.png", optimize=True)
