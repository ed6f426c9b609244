"""Scenes of the harbour and the sea."""

from kit import *


def annis_tew_at_anchor():
    c = Canvas()
    c.bands(0, 470, ["#bfe0e2", "#cfe6e4", "#e2ede2", "#f3ecd6"])
    c.oval(1010, 150, 62, 62, YELLOW)
    c.poly([(0, 470), (0, 120), (150, 96), (330, 150), (430, 260), (560, 330), (650, 470)], PINE)
    c.poly([(0, 470), (0, 240), (180, 250), (330, 330), (420, 470)], "#315742")
    c.rect(208, 40, 34, 82, WHITE), c.rect(204, 32, 42, 16, RED), c.rect(208, 74, 34, 16, RED)
    c.sea(470)
    c.poly([(330, 560), (1100, 560), (1055, 660), (400, 660)], PINE)
    c.rect(385, 634, 688, 12, WHITE)
    c.rect(400, 470, 640, 92, WHITE, 6), c.rect(560, 396, 400, 78, WHITE, 6), c.rect(640, 336, 190, 64, WHITE, 6)
    c.rect(655, 350, 160, 26, DEEP, 4), c.rect(860, 310, 62, 92, PINE, 4), c.rect(860, 326, 62, 18, YELLOW)
    for number in range(9):
        c.oval(445 + number * 68, 516, 17, 17, DEEP)
        if number < 6:
            c.rect(580 + number * 62, 414, 40, 30, DEEP, 5)
    c.line([(345, 575), (250, 745)], SLATE, 5)
    c.poly([(150, 690), (520, 690), (480, 756), (200, 756)], ORANGE)
    c.rect(270, 620, 130, 72, WHITE, 6), c.rect(286, 634, 98, 28, DEEP, 4), c.line([(335, 620), (335, 560)], INK, 5)
    c.rect(337, 562, 44, 26, RED)
    for x, y in ((760, 210), (830, 178), (1130, 300)):
        c.gull(x, y)
    return c


def fish_quay_gauge():
    c = Canvas()
    c.bands(0, 420, ["#8fa9b1", "#a2b8bb", "#b9c8c5", "#cfd5ca"])
    c.hills(420, 90, SLATE, "gauge")
    for number, colour in enumerate((BRICK, CREAM, SLATE, SAND, RED)):
        x = 40 + number * 100
        c.rect(x, 300 - number % 2 * 30, 96, 160, colour), c.poly([(x, 300 - number % 2 * 30), (x + 48, 250 - number % 2 * 30), (x + 96, 300 - number % 2 * 30)], INK)
        c.rect(x + 34, 340, 28, 40, YELLOW if number % 2 else DEEP)
    c.sea(420, ("#4b7f88", "#417580", "#386a76"))
    c.masonry(560, 250, 720, 604), c.rect(540, 226, 740, 36, "#d2c6b2")
    c.gauge(790, 262, 760, 110, 62)
    c.rect(0, 600, 1280, 254, "#386a76")
    for number in range(26):
        x, y = c.random.uniform(-30, 1260), c.random.uniform(612, 840)
        c.line([(x, y), (x + 90, y)], "#6fa5a9", 5)
    c.line([(560, 600), (1280, 600)], FOAM, 8)
    c.rect(1120, 150, 18, 90, INK), c.rect(1106, 130, 46, 30, YELLOW, 6)
    c.gull(330, 150), c.gull(400, 118, 12)
    return c


def seal_pup_gannet_slip():
    c = Canvas()
    c.bands(0, 360, ["#bcd9de", "#d3e5e1", "#eae8d4"])
    c.hills(360, 70, "#7fa0a0", "seal")
    c.sea(360, (SEA, "#4a8d97", "#6aa7aa"))
    c.poly([(0, 854), (0, 640), (620, 500), (1280, 560), (1280, 854)], ROCK)
    for number in range(7):
        c.line([(90 + number * 180, 640 - number * 14 + number * number * 3), (20 + number * 200, 854)], "#6a6258", 6)
    c.poly([(420, 560), (620, 500), (1280, 560), (1280, 620), (760, 590)], "#8fb7b5")
    c.oval(560, 790, 330, 24, "#5d564d")
    body = "#a8adad"
    c.poly([*bent((240, 770), (300, 560), (560, 600)), *bent((560, 600), (720, 600), (800, 520)),
            *bent((880, 560), (860, 800), (620, 792)), (240, 792)], body)
    c.poly([(270, 770), (150, 716), (130, 760), (190, 776), (140, 808), (260, 796)], shade(body))
    c.oval(812, 556, 92, 84, body), c.oval(874, 584, 44, 34, "#c3c6c3")
    c.oval(904, 572, 14, 11, BLACK), c.oval(838, 536, 15, 17, BLACK), c.oval(843, 530, 5, 5, WHITE)
    for side in range(3):
        c.line([(884, 594 + side * 6), (946, 586 + side * 16)], SLATE, 2)
    c.poly([(640, 720), (760, 810), (690, 822), (600, 770)], shade(body))
    for x, y in ((420, 650), (500, 690), (360, 700), (590, 650), (470, 740), (690, 680)):
        c.oval(x, y, 15, 10, "#8d9495")
    c.gull(250, 130), c.gull(1050, 200, 12)
    return c


def petrel_sound_championship():
    c = Canvas()
    c.bands(0, 330, ["#9cc7d1", "#b9d8da", "#dbe8dc"])
    c.hills(330, 120, "#5f8a86", "petrel"), c.hills(330, 60, PINE, "petrel2")
    c.sea(330, ("#3f8390", SEA, "#2f6b78"), count=60)
    c.rect(1070, 330, 60, 130, RED, 26), c.poly([(1050, 470), (1150, 470), (1130, 440), (1070, 440)], RED), c.rect(1070, 374, 60, 26, WHITE)
    for number in range(6):
        x = 250 + number * 132
        c.person(x, 590, 210, (PALE, TAN, PALE, BROWN, PALE, TAN)[number], (WOOD, BLACK, ORANGE, BLACK, YELLOW, WOOD)[number], RED if number % 2 else WHITE)
        c.line([(x + 30, 500), (x + 90, 540)], TAN, 20)
    c.poly([*bent((120, 560), (560, 610), (1130, 540)), *bent((1130, 540), (1040, 700), (840, 690)), (260, 690), *bent((260, 690), (160, 670), (120, 560))], YELLOW)
    c.poly([(150, 610), *bent((150, 610), (600, 650), (1090, 600)), (1075, 626), (170, 640)], NAVY)
    for number in range(6):
        x = 330 + number * 132
        c.line([(x, 540), (x - 60, 770)], WOOD, 9), c.line([(x - 48, 730), (x - 66, 792)], WHITE, 20)
        c.oval(x - 66, 800, 44, 10, FOAM)
    c.line([(120, 690), (1080, 690)], FOAM, 12)
    return c


def mussel_ropes_ollet():
    c = Canvas()
    c.bands(0, 300, ["#c3dfe0", "#dbe9de", "#f0ead4"])
    c.hills(300, 110, "#6f948c", "mussel")
    c.sea(300)
    for number in range(7):
        c.oval(120 + number * 130, 350 + number % 2 * 22, 26, 17, ORANGE)
    c.poly([(0, 700), (1280, 610), (1280, 854), (0, 854)], "#2f5d8a"), c.poly([(0, 690), (1280, 600), (1280, 646), (0, 740)], WHITE)
    rope = bent((560, 854), (600, 560), (830, 330))
    c.rope(rope, 34)
    for x, y in rope:
        for _ in range(9):
            shell = c.random.choice(("#1c2a48", "#26365c", "#141c30", "#3a4a72"))
            dx, dy = c.random.uniform(-74, 74), c.random.uniform(-18, 18)
            if y > 400:
                c.oval(x + dx, y + dy, 30, 15, shell), c.oval(x + dx - 6, y + dy - 4, 12, 3, "#6f7fa6")
    c.line([(1290, 150), (1060, 250), (900, 300)], ORANGE, 120), c.line([(930, 292), (880, 306)], TAN, 96)
    c.hand(836, 310, 120, TAN, 1)
    return c


def tansy_point_fog_horn():
    c = Canvas()
    c.bands(0, 854, ["#c9d2d1", "#d0d8d5", "#d8deda", "#dfe3de", "#d6dcd7", "#ccd4d0"])
    c.poly([(0, 854), (0, 690), (300, 640), (760, 600), (1010, 660), (1150, 760), (1280, 854)], "#9fae9c")
    c.poly([(0, 854), (0, 760), (420, 716), (900, 740), (1100, 854)], "#7f9280")
    c.rect(250, 420, 260, 270, "#e9e6da", 4), c.poly([(230, 430), (380, 350), (530, 430)], "#a7766a"), c.rect(340, 540, 80, 150, SLATE, 4)
    c.line([(510, 500), (640, 490)], BLACK, 40)
    c.poly([(620, 466), (780, 440), (960, 360), (1050, 270), (1070, 640), (960, 590), (780, 530), (620, 514)], BLACK)
    c.oval(1064, 455, 66, 186, "#343b40"), c.oval(1072, 455, 44, 140, "#0e1215")
    c.line([(700, 520), (680, 700)], SLATE, 24), c.line([(880, 560), (900, 700)], SLATE, 24)
    for y, x, width in ((300, -40, 520), (720, 640, 640), (790, 120, 700), (180, 760, 420)):
        c.rect(x, y, width, 26, "#dde2de", 13)
    return c


def nether_brack_sea_wall():
    c = Canvas()
    c.bands(0, 130, ["#c6dcdd", "#dde7de"])
    c.masonry(0, 120, 1280, 640, stone=(170, 92)), c.rect(0, 92, 1280, 44, "#d5c9b4")
    c.poly([(0, 854), (0, 740), (400, 720), (900, 752), (1280, 730), (1280, 854)], "#9b8e78")
    for _ in range(70):
        c.oval(c.random.uniform(0, 1280), c.random.uniform(752, 850), 20, 11, c.random.choice((ROCK, STONE, SLATE, "#8f8271")))
    crack = [(600, 96), (622, 180), (590, 262), (640, 352), (612, 440), (660, 540), (630, 640), (664, 760)]
    c.poly([*[(x - 9, y) for x, y in crack], *[(x + 12 + (y - 96) / 40, y) for x, y in reversed(crack)]], INK)
    for x, y, dx, dy in ((640, 352, 80, 40), (590, 262, -70, -20), (660, 540, 90, -30)):
        c.line([(x, y), (x + dx, y + dy)], INK, 5)
    c.line([(1290, 620), (980, 540)], "#6a4a7c", 130), c.line([(1000, 545), (940, 528)], TAN, 84), c.oval(890, 508, 72, 62, TAN)
    for number in range(4):
        c.line([(870, 476 + number * 22), (744 + abs(number - 1) * 14, 430 + number * 34)], TAN, 25)
    c.line([(900, 470), (846, 400)], TAN, 27)
    return c
