"""Portraits of the staff."""

from kit import *

SIZE = (400, 400)


def marisol_tennick():
    c = Canvas(*SIZE, background=SKY)
    c.rect(0, 190, 400, 120, SEA), c.masonry(0, 300, 400, 100, stone=(80, 34))
    for x, y in ((30, 220), (300, 240), (320, 280), (20, 270)):
        c.line([(x, y), (x + 50, y)], FOAM, 4)
    c.person(200, 440, 380, TAN, "#3a251c", YELLOW, long_hair=True)
    c.rect(192, 250, 16, 150, "#d0a236"), c.poly([(150, 206), (200, 250), (250, 206), (262, 236), (200, 280), (138, 236)], "#d9ab3c")
    c.gull(70, 90, 12)
    return c


def dougal_prewick():
    c = Canvas(*SIZE, background="#d9cfb8")
    for shelf in (90, 190):
        c.rect(0, shelf, 400, 8, WOOD)
        for number in range(14):
            c.rect(4 + number * 29, shelf - 56 + number % 3 * 8, 22, 56 - number % 3 * 8, (BRICK, SEA, CREAM, SLATE)[number % 4])
    c.person(200, 400, 330, PALE, "#a24f2b", SLATE)
    c.ring(180, 126, 18, 4, INK), c.ring(222, 126, 18, 4, INK), c.poly([(186, 200), (214, 200), (206, 290), (194, 290)], RED)
    c.rect(0, 350, 400, 50, WOOD)
    for number in range(9):
        c.rect(30 + number % 3 * 5, 336 - number * 13, 110, 11, WHITE if number % 2 else CREAM, 2), c.rect(270 - number % 2 * 6, 338 - number * 12, 106, 10, CREAM if number % 2 else WHITE, 2)
    return c


def nasrin_daryabari():
    c = Canvas(*SIZE, background="#3a1f2b")
    for row in range(4):
        for number in range(6):
            c.rect(-30 + number * 80 + row % 2 * 40, 60 + row * 80, 66, 90, ("#7d2a34", "#8c323b", "#9c3b42", "#aa4549")[row], 20)
    c.person(200, 430, 370, "#e3b08a", "#1f1719", "#2f6a6a", long_hair=True)
    c.line([(160, 226), (200, 260), (240, 226)], YELLOW, 6)
    c.rect(0, 362, 400, 38, "#8c323b", 12)
    return c


def halyna_stepova():
    c = Canvas(*SIZE, background="#4a6573")
    for row in range(5):
        for number in range(5):
            c.rect(8 + number * 80, 10 + row * 70, 68, 58, "#425b68" if (row + number) % 2 else "#506e7d", 8)
    c.person(190, 430, 370, PALE, "#d9b36c", "#8d5a78", long_hair=True)
    c.ring(190, 112, 64, 12, BLACK, 180, 360), c.rect(116, 104, 26, 52, BLACK, 10), c.rect(238, 104, 26, 52, BLACK, 10)
    c.line([(400, 300), (330, 220), (280, 200)], BLACK, 7), c.rect(244, 176, 40, 60, "#3a3f45", 14)
    c.rect(0, 340, 400, 60, WOOD), c.rect(230, 318, 160, 36, "#2f363c", 6)
    for number in range(6):
        c.rect(246 + number * 23, 326, 8, 20, (YELLOW, GRASS, RED)[number % 3])
    return c
