"""The Lantern Regatta."""

from kit import *

GLOW = (YELLOW, "#f08a4b", "#f4d37a", "#e8694f", "#9fd3a8")


def evening(c, horizon):
    c.bands(0, horizon, [NIGHT, "#182c4c", "#213a5a", "#2f4a66"])
    for _ in range(50):
        c.oval(c.random.uniform(0, c.width), c.random.uniform(0, horizon * 0.7), 2, 2, "#cfd8e6")
    c.hills(horizon, 90, "#0e1b2e", "regatta")
    c.bands(horizon, c.height, ["#1c3350", "#182d47", "#13253c"])


def reflection(c, x, top, colour, length=120):
    for number in range(5):
        wide = 30 - number * 4
        c.line([(x - wide / 2, top + number * length / 5), (x + wide / 2, top + number * length / 5)], shade(colour, 0.55 + 0.05 * (4 - number)), 5)


def lantern_regatta_fleet():
    c = Canvas()
    evening(c, 330)
    c.oval(1050, 120, 44, 44, "#f1e9cf")
    for row, (y, length, count) in enumerate(((372, 70, 11), (450, 110, 8), (560, 170, 6), (720, 250, 4))):
        for number in range(count):
            x = (number + 0.5 + 0.22 * (row % 2)) * 1280 / count + c.random.uniform(-20, 20)
            colour = GLOW[(number + row) % 5]
            reflection(c, x, y + length * 0.24, colour, length * 0.7)
            for side in (-1, 0, 1):
                c.lantern(x + side * length * 0.3, y - length * 0.24 - (0 if side else length * 0.14), length * 0.1, GLOW[(number + row + side) % 5], "#2b4160")
            c.rowing_boat(x, y, length, "#0c1626", "#1b2a40")
    return c


def regatta_1_workshop():
    c = Canvas(background="#cda77c")
    for x in range(0, 1280, 128):
        c.rect(x, 0, 6, 520, "#b98f64")
    for x in (130, 850):
        c.rect(x, 60, 300, 210, WHITE, 4), c.rect(x + 12, 72, 276, 186, "#b9d9dc"), c.rect(x + 144, 60, 12, 210, WHITE)
    for number in range(6):
        c.ring(490 + number * 56, 90 + number % 2 * 40, 26, 5, WOOD)
    children = ((150, RED, PALE, WOOD), (400, SEA, BROWN, BLACK), (650, YELLOW, PALE, ORANGE), (900, "#8a5c94", TAN, BLACK), (1130, GRASS, PALE, "#d9b36c"))
    for x, coat, skin, hair in children:
        c.person(x, 620, 340, skin, hair, coat, long_hair=x in (400, 1130), arms=((x - 70, 600), (x + 70, 600)))
    c.poly([(0, 600), (1280, 600), (1280, 854), (0, 854)], "#a2754d"), c.rect(0, 594, 1280, 26, "#b78a5f")
    for number, (x, colour) in enumerate(((150, YELLOW), (400, "#f2a65e"), (650, "#f7dfa0"), (900, "#e98a76"), (1130, "#b9dcc0"))):
        c.oval(x, 662, 82, 96, colour)
        for bend in (-60, -20, 20, 60):
            c.curve((x, 566), (x + bend * 2, 662), (x, 758), WOOD, 5)
        for y in (610, 662, 714):
            c.line([(x - 70, y), (x + 70, y)], WOOD, 4)
        c.oval(x - 84, 650, 18, 16, children[number][2]), c.oval(x + 84, 650, 18, 16, children[number][2])
    c.oval(275, 790, 60, 20, WHITE), c.rect(215, 760, 120, 34, "#7fb0b8"), c.oval(275, 760, 60, 18, CREAM)
    for x, colour in ((520, RED), (560, YELLOW), (1010, SEA)):
        c.poly([(x, 800), (x + 90, 780), (x + 120, 830), (x + 20, 840)], colour)
    return c


def regatta_2_smallest():
    c = Canvas()
    evening(c, 240)
    for x, colour in ((330, YELLOW), (640, "#f08a4b"), (950, "#f4d37a")):
        reflection(c, x, 690, colour, 150)
    c.line([(300, 470), (300, 170)], WOOD, 10), c.line([(980, 470), (980, 170)], WOOD, 10), c.curve((300, 180), (640, 270), (980, 180), SAND, 5)
    for x, y, colour in ((410, 280, YELLOW), (640, 300, "#f08a4b"), (870, 280, "#f4d37a")):
        c.lantern(x, y, 46, colour, "#2d4565")
    c.poly([*bent((160, 470), (260, 690), (640, 690)), *bent((640, 690), (1020, 690), (1120, 470))], "#7a4a30")
    c.oval(640, 474, 480, 62, "#4b2f20")
    c.poly([*bent((450, 500), (560, 380), (860, 450)), *bent((900, 500), (700, 560), (450, 510))], "#5d8fa8")
    for number in range(4):
        c.curve((540 + number * 84, 430), (560 + number * 84, 480), (550 + number * 84, 528), "#4b7990", 6)
    c.oval(410, 448, 62, 56, PALE), c.poly([*bent((348, 440), (360, 360), (440, 396)), (400, 420), (360, 460)], ORANGE)
    c.curve((400, 456), (412, 468), (426, 456), WOOD, 5), c.oval(430, 474, 12, 8, "#e3a58c"), c.oval(500, 490, 26, 20, PALE)
    c.poly([(160, 470), *bent((160, 470), (640, 600), (1120, 470)), *bent((1100, 510), (640, 650), (180, 510))], "#94603f")
    c.line([(330, 690), (950, 690)], "#28415e", 8)
    return c


def regatta_3_dark():
    c = Canvas()
    evening(c, 400)
    for number in range(12):
        x, tall = number * 110, 120 + (number * 53) % 90
        c.rect(x, 400 - tall, 104, tall, "#0b1524"), c.poly([(x - 4, 400 - tall), (x + 52, 400 - tall - 50), (x + 108, 400 - tall)], "#0b1524")
    c.rect(0, 396, 1280, 56, "#0f1c2f")
    for number in range(21):
        x, y, colour = 30 + number * 61, 486 + 8 * (number % 3), GLOW[number % 5]
        reflection(c, x, y + 34, colour, 190)
        c.lantern(x, y, 15, colour, "#25395a"), c.line([(x - 22, y + 24), (x + 22, y + 24)], "#0a1320", 8)
    for x in range(60, 1280, 170):
        c.oval(x, 372, 13, 15, "#060c16"), c.rect(x - 18, 384, 36, 40, "#060c16", 10)
    return c


def regatta_4_whale():
    c = Canvas()
    evening(c, 350)
    reflection(c, 420, 690, YELLOW, 130), reflection(c, 700, 690, "#f4d37a", 150), reflection(c, 880, 690, YELLOW, 130)
    c.oval(620, 450, 480, 230, "#24405f")
    body = [*bent((180, 470), (190, 250), (520, 270)), *bent((520, 270), (820, 280), (1000, 440)), *bent((1000, 440), (1070, 470), (1120, 300)), *bent((1170, 470), (1090, 560), (960, 560)), *bent((960, 560), (400, 660), (180, 470))]
    c.poly(body, "#f4d37a"), c.poly([(1120, 310), (1030, 250), (1120, 262), (1210, 220), (1172, 320)], "#f4d37a")
    c.poly([*bent((210, 520), (420, 650), (940, 562)), *bent((900, 600), (380, 680), (210, 520))], "#fbe9b8")
    for x in (330, 480, 630, 780, 930):
        c.curve((x, 286 + abs(x - 480) / 5), (x + 40, 440), (x, 600), "#b98a3c", 6)
    c.line([(480, 268), (472, 634)], NIGHT, 8), c.line([(790, 318), (790, 602)], NIGHT, 8)
    c.oval(300, 420, 34, 34, WHITE), c.oval(294, 424, 17, 17, INK), c.curve((190, 500), (280, 540), (370, 490), "#b98a3c", 7)
    c.curve((420, 262), (400, 190), (340, 190), FOAM, 7), c.curve((424, 262), (440, 180), (510, 184), FOAM, 7)
    c.rowing_boat(430, 640, 430, "#3b2a22", "#241813"), c.rowing_boat(850, 640, 430, "#3b2a22", "#241813"), c.line([(600, 650), (690, 650)], SAND, 12)
    return c


def regatta_5_fenwright():
    c = Canvas()
    evening(c, 420)
    for x in (90, 230, 1010, 1180):
        reflection(c, x, 520, GLOW[x % 5], 120), c.lantern(x, 480, 17, GLOW[x % 5], "#25395a")
    c.masonry(0, 720, 1280, 134, "#3b4450", "#303843")
    c.person(520, 800, 530, PALE, "#b9b9b6", NAVY, arms=((420, 640), (700, 520)))
    c.rect(440, 458, 160, 24, "#1a2a48", 10), c.line([(620, 380), (860, 300)], WOOD, 14), c.line([(700, 520), (640, 372)], WOOD, 14)
    c.line([(860, 300), (860, 350)], SAND, 5), c.oval(870, 450, 270, 150, "#2c4766")
    c.poly([*bent((660, 450), (820, 310), (1010, 430)), (1110, 360), (1090, 450), (1110, 540), *bent((1010, 470), (820, 580), (660, 450))], "#f4d37a")
    c.poly([*bent((660, 450), (820, 310), (1010, 430)), *bent((1010, 430), (830, 420), (660, 450))], "#9fc3cf")
    for number in range(5):
        c.curve((790 + number * 44, 400), (812 + number * 44, 450), (790 + number * 44, 506), "#b98a3c", 5)
    c.oval(720, 440, 18, 18, WHITE), c.oval(718, 441, 9, 9, INK), c.oval(700, 520, 28, 26, PALE)
    return c


def regatta_6_dawn():
    c = Canvas()
    c.bands(0, 380, ["#8e9fb8", "#b7b0bd", "#e2bfae", "#f3d3a6"])
    c.oval(900, 380, 80, 80, "#f7dd94"), c.hills(380, 70, "#6d7890", "dawn")
    c.sea(380, ("#8b93a6", "#6f8096"), "#c3b5b4"), c.masonry(0, 560, 1280, 294, "#a99d8d", "#958a7b", (150, 70)), c.rect(0, 540, 1280, 34, "#c2b5a2")
    for x, y, colour in ((180, 700, "#e0b75c"), (310, 710, "#d98b62"), (440, 700, "#e6cf98"), (560, 716, "#c9715c"), (240, 590, "#c3d2b0"), (375, 590, "#e0b75c"), (500, 600, "#d98b62"), (310, 486, "#e6cf98"), (440, 490, "#c9715c")):
        c.oval(x, y, 66, 62, colour), c.rect(x - 22, y - 68, 44, 12, WOOD), c.rect(x - 22, y + 56, 44, 12, WOOD)
        for bend in (-50, 0, 50):
            c.curve((x, y - 58), (x + bend * 2, y), (x, y + 58), shade(colour, 0.8), 4)
    c.oval(900, 796, 220, 20, "#877c6d")
    c.poly([*bent((700, 790), (720, 640), (920, 660)), *bent((920, 660), (1090, 670), (1100, 790))], "#8a5f43"), c.oval(740, 760, 72, 46, "#8a5f43")
    c.poly([*bent((760, 730), (820, 720), (800, 800)), (770, 790)], "#5f3e2c"), c.oval(676, 770, 20, 14, BLACK), c.curve((712, 752), (726, 762), (742, 752), BLACK, 5)
    c.curve((1090, 780), (1180, 790), (1150, 740), "#8a5f43", 22), c.line([(730, 796), (850, 796)], "#7a5239", 24)
    return c
