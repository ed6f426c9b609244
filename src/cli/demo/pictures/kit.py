"""What all pictures of the demo are drawn with: a canvas, a palette, and things that occur in several scenes."""

import math
import random

from PIL import Image, ImageDraw

# Shapes are drawn at twice the size and then reduced, because Pillow draws hard edges.
SCALE = 2

INK, NIGHT, DEEP, SEA, FOAM = "#16323f", "#12233a", "#1f4e5f", "#3b7f8c", "#a9d3cf"
SKY, CREAM, SAND, STONE, ROCK = "#cfe6e4", "#f6ecd8", "#e3c9a0", "#bdb09c", "#7d7468"
BRICK, RED, ORANGE, YELLOW = "#b5533c", "#c8452f", "#e58b3b", "#f2c14e"
GRASS, PINE, WOOD, SLATE, WHITE = "#8aa566", "#3f6b52", "#8a5a3b", "#566a73", "#fdfaf3"
NAVY, GREY, BLACK = "#22365a", "#c9c9c4", "#20262b"
PALE, TAN, BROWN = "#efc9a8", "#c98f66", "#8a5a41"


class Canvas:
    """A picture of `width` by `height` pixels. Coordinates are in pixels of the finished picture."""

    def __init__(self, width=1280, height=854, background=SKY):
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), background)
        self.draw = ImageDraw.Draw(self.image)
        self.random = random.Random(width)

    def finished(self):
        return self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)

    def poly(self, points, fill):
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill)

    def rect(self, x, y, width, height, fill, radius=0):
        box = (x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE)
        self.draw.rounded_rectangle(box, radius * SCALE, fill)

    def oval(self, x, y, across, down, fill):
        """An ellipse around (x, y) with these radii."""
        self.draw.ellipse([v * SCALE for v in (x - across, y - down, x + across, y + down)], fill)

    def ring(self, x, y, radius, width, fill, start=0, end=360):
        box = [v * SCALE for v in (x - radius, y - radius, x + radius, y + radius)]
        self.draw.arc(box, start, end, fill, width * SCALE)

    def line(self, points, fill, width):
        """A line with round ends and corners."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(scaled, fill, round(width * SCALE), "curve")
        for x, y in points:
            self.oval(x, y, width / 2, width / 2, fill)

    def curve(self, start, bend, end, fill, width):
        """A quadratic curve from `start` to `end`, drawn towards `bend`."""
        self.line(bent(start, bend, end), fill, width)

    def bands(self, top, bottom, colours):
        """Horizontal bands of the colours between two heights."""
        step = (bottom - top) / len(colours)
        for number, colour in enumerate(colours):
            self.rect(0, top + number * step, self.width, step + 1, colour)

    def sea(self, horizon, colours=(SEA, "#34737f", "#2d6673"), crest="#5b9aa3", count=34):
        self.bands(horizon, self.height, colours)
        for _ in range(count):
            y = self.random.uniform(horizon + 12, self.height - 10)
            near = (y - horizon) / (self.height - horizon)
            x, length = self.random.uniform(-20, self.width), 26 + 90 * near
            self.line([(x, y), (x + length, y)], crest, 2 + 3 * near)

    def hills(self, base, height, colour, seed):
        """A soft range of hills above `base`."""
        numbers = random.Random(seed)
        first, second = numbers.uniform(0, 6), numbers.uniform(0, 6)
        shape = lambda x: 0.55 + 0.3 * math.sin(x / 260 + first) + 0.15 * math.sin(x / 90 + second)
        top = [(x, base - height * shape(x)) for x in range(0, self.width + 20, 20)]
        self.poly([(0, base), *top, (self.width, base)], colour)

    def gull(self, x, y, size=16, colour=WHITE):
        for side in (-1, 1):
            self.curve((x, y), (x + side * size * 0.6, y - size * 0.9), (x + side * size * 1.5, y - size * 0.2), colour, 4)

    def masonry(self, x, y, width, height, fill=STONE, joint="#a3967f", stone=(92, 46)):
        """A wall of cut stones, in courses that are set off against each other."""
        self.rect(x, y, width, height, fill)
        long, high = stone
        for row in range(math.ceil(height / high)):
            top, bottom = y + row * high, min(y + (row + 1) * high, y + height)
            self.rect(x, top, width, 3, joint)
            left = x + (long / 2 if row % 2 else 0)
            while left < x + width - 3:
                self.rect(left, top, 3, bottom - top, joint)
                left += long

    def gauge(self, x, top, bottom, width=70, step=44):
        """A striped board for reading the tide."""
        self.rect(x, top, width, bottom - top, WHITE)
        for number in range(int((bottom - top) // step)):
            side = 0 if number % 2 else width / 2
            self.rect(x + side, top + number * step, width / 2, step / 2, RED if number % 5 == 0 else INK)
            self.rect(x, top + number * step, width, 4, INK)

    def lantern(self, x, y, size, colour=YELLOW, halo="#274063"):
        self.oval(x, y, size * 1.9, size * 1.9, halo)
        self.oval(x, y, size * 0.8, size, colour)
        self.oval(x, y + size * 0.1, size * 0.35, size * 0.6, "#fff1c4")
        for end in (-1, 1):
            self.rect(x - size * 0.3, y + end * size - size * 0.1, size * 0.6, size * 0.2, WOOD)

    def person(self, x, y, height, skin=PALE, hair=WOOD, coat=NAVY, long_hair=False, arms=None):
        """A person from the hips up. (x, y) is the middle of the hips; `arms` are the places of the two hands."""
        head, shoulder, broad = height * 0.15, y - height * 0.62, height * 0.2
        if long_hair:
            self.rect(x - head, y - height * 0.84, head * 2, height * 0.3, hair, head * 0.8)
        self.rect(x - head * 0.4, y - height * 0.72, head * 0.8, height * 0.16, skin, 4)
        self.poly([(x - broad, y), (x - broad, shoulder + broad * 0.5), (x - broad * 0.55, shoulder),
                   (x + broad * 0.55, shoulder), (x + broad, shoulder + broad * 0.5), (x + broad, y)], coat)
        self.oval(x, y - height * 0.83, head * 0.88, head, skin)
        box = [v * SCALE for v in (x - head, y - height * 0.83 - head * 1.12, x + head, y - height * 0.83 + head)]
        self.draw.pieslice(box, 180, 360, hair)
        for side, hand in zip((-1, 1), arms or ()):
            joint = (x + side * broad * 0.82, shoulder + broad * 0.45)
            elbow = ((joint[0] + hand[0]) / 2 + side * broad * 0.45, (joint[1] + hand[1]) / 2 + broad * 0.3)
            self.curve(joint, elbow, hand, shade(coat), height * 0.095)
            self.oval(*hand, height * 0.055, height * 0.055, skin)

    def hand(self, x, y, size, skin, turn=1, fingers=4):
        """A hand that grips something from above, its fingers downwards; `turn` is 1 or -1 for right or left."""
        self.oval(x, y, size * 0.62, size * 0.5, skin)
        for number in range(fingers):
            left = x - size * 0.5 + number * size * 0.3
            self.line([(left, y), (left + turn * size * 0.06, y + size * 0.72)], skin, size * 0.24)
            self.line([(left + size * 0.15, y + size * 0.3), (left + size * 0.15, y + size * 0.7)], shade(skin), size * 0.03)
        self.line([(x - turn * size * 0.4, y), (x - turn * size * 0.85, y + size * 0.42)], skin, size * 0.26)

    def rope(self, points, width, light=SAND, dark="#b08d5e"):
        """A laid rope along the points."""
        self.line(points, light, width)
        run = 0.0
        for (x, y), (next_x, next_y) in zip(points, points[1:]):
            length = math.hypot(next_x - x, next_y - y) or 1
            along, across = ((next_x - x) / length, (next_y - y) / length), width * 0.42
            while run < length:
                at = (x + along[0] * run, y + along[1] * run)
                tilt = width * 0.28
                self.line([(at[0] - along[1] * across - along[0] * tilt, at[1] + along[0] * across - along[1] * tilt),
                           (at[0] + along[1] * across + along[0] * tilt, at[1] - along[0] * across + along[1] * tilt)],
                          dark, max(2, width * 0.09))
                run += width * 0.5
            run -= length

    def coil(self, x, y, radius, colour=SAND):
        for step in range(3):
            self.ring(x, y, radius - step * radius * 0.24, round(radius * 0.2), colour if step % 2 else shade(colour))

    def rowing_boat(self, x, y, length, colour=WOOD, inside="#5f3d28"):
        """A small open boat with its stem at both ends, its gunwale at `y`."""
        down = length * 0.2
        hull = [*bent((x - length / 2, y), (x - length * 0.4, y + down), (x, y + down)),
                *bent((x, y + down), (x + length * 0.4, y + down), (x + length / 2, y))]
        self.poly(hull, colour)
        self.oval(x, y, length / 2, length * 0.045, inside)


def bent(start, bend, end, steps=24):
    """The points of a quadratic curve."""
    points = []
    for number in range(steps + 1):
        t = number / steps
        points.append(tuple((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c for a, b, c in zip(start, bend, end)))
    return points


def shade(colour, part=0.86):
    """The colour, somewhat darker."""
    return "#" + "".join(f"{round(int(colour[at:at + 2], 16) * part):02x}" for at in (1, 3, 5))
