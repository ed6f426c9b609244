"""Scenes of the town, its people at work, and its stage."""

from kit import *


def ice_house_fish_quay():
    c = Canvas()
    c.bands(0, 620, ["#c2dcdd", "#d5e4dc", "#eadfc4", "#f3dcb4"])
    c.hills(620, 130, "#92aaa2", "ice")
    c.rect(260, 170, 700, 470, BRICK), c.poly([(236, 176), (610, 70), (984, 176)], "#5b4a46")
    for row in range(12):
        for column in range(15):
            if c.random.random() < 0.4:
                c.rect(270 + column * 46, 190 + row * 37, 30, 8, shade(BRICK, 0.9), 2)
    for row in range(3):
        for column in range(5):
            x, y = 310 + column * 128, 206 + row * 132
            c.rect(x - 6, y - 6, 92, 102, "#e2c9a4", 4), c.rect(x, y, 80, 90, "#3a3431")
            if not (row == 2 and column == 2):
                for board in range(4):
                    c.rect(x - 4, y + 3 + board * 22, 88, 17, WOOD if board % 2 else "#9a6a47")
    c.rect(560, 462, 92, 178, "#4a3730")
    c.line([(606, 462), (606, 640)], "#2f221d", 4)
    c.rect(596, 96, 28, 60, INK), c.line([(624, 110), (720, 110), (720, 170)], INK, 10), c.line([(720, 170), (720, 196)], SAND, 4)
    c.rect(0, 636, 1280, 30, "#d7cbb6"), c.masonry(0, 660, 1280, 110), c.rect(0, 770, 1280, 84, SEA)
    for x in range(20, 1280, 150):
        c.line([(x, 800 + x % 40), (x + 80, 800 + x % 40)], FOAM, 4)
    for x in (130, 1080):
        c.rect(x, 590, 34, 52, INK, 6), c.rect(x - 8, 584, 50, 14, INK, 6)
    c.gull(1100, 180), c.gull(150, 120, 12)
    return c


def sea_front_empty_plinth():
    c = Canvas()
    c.bands(0, 370, ["#b3d3da", "#c9dfdd", "#e3e8d8", "#f4ead0"])
    c.sea(370)
    c.rect(0, 530, 1280, 16, "#e6dac4"), c.rect(0, 546, 1280, 308, SAND)
    for x in range(60, 1280, 190):
        c.rect(x, 420, 12, 122, DEEP)
    c.line([(0, 426), (1280, 426)], DEEP, 10), c.line([(0, 480), (1280, 480)], DEEP, 7)
    for y in (610, 700, 800):
        c.line([(0, y), (1280, y)], "#d3b88e", 4)
    c.poly([(360, 640), (920, 640), (1000, 790), (280, 790)], "#a9a294"), c.poly([(280, 790), (1000, 790), (1000, 812), (280, 812)], "#8d8677")
    for x, y in ((450, 676), (830, 676), (400, 752), (890, 752)):
        c.oval(x, y + 4, 32, 9, "#857d70"), c.rect(x - 8, y - 46, 16, 48, "#8a4b32", 5), c.rect(x - 20, y - 24, 40, 16, "#6d3b28", 4)
        c.poly([(x + 8, y), (x + 70, y + 12), (x + 70, y + 18), (x + 8, y + 6)], "#98907f")
    for x in (330, 930, 980):
        c.curve((x, 790), (x - 12, 760), (x - 22, 740), GRASS, 6), c.curve((x, 790), (x + 8, 764), (x + 18, 750), GRASS, 6)
    c.gull(300, 170), c.gull(930, 120)
    return c


def orla_fenwright_signal_tower():
    c = Canvas(background="#e9dfc9")
    for x in range(0, 1280, 80):
        c.rect(x, 0, 4, 854, "#ddd1b7")
    c.rect(330, 80, 780, 560, WOOD, 6), c.rect(360, 110, 720, 500, SKY)
    c.rect(360, 110, 720, 160, "#bfdce0"), c.oval(930, 210, 48, 48, YELLOW)
    c.poly([(360, 400), (520, 350), (700, 384), (880, 330), (1080, 390), (1080, 420), (360, 420)], "#6f938e")
    c.rect(360, 412, 720, 198, SEA)
    for x, y in ((400, 450), (560, 500), (880, 470), (960, 530), (700, 560)):
        c.line([(x, y), (x + 90, y)], FOAM, 4)
    c.poly([(880, 440), (1010, 440), (990, 468), (900, 468)], RED), c.rect(920, 412, 40, 30, WHITE)
    c.rect(350, 340, 740, 12, WOOD), c.rect(706, 100, 12, 520, WOOD)
    c.person(560, 720, 500, PALE, "#b9b9b6", NAVY, arms=((392, 622), (742, 622)))
    c.rect(474, 390, 172, 22, "#1a2a48", 10)
    c.rect(290, 628, 860, 44, "#a8714b", 6), c.rect(320, 672, 800, 182, "#d8cbb0")
    c.oval(392, 624, 30, 20, PALE), c.oval(742, 624, 30, 20, PALE)
    c.rect(940, 560, 70, 70, INK, 8), c.rect(952, 536, 46, 26, BRICK, 6), c.rect(1180, 300, 12, 330, WOOD)
    for number, colour in enumerate((RED, YELLOW, NAVY, WHITE)):
        c.poly([(1186, 310 + number * 78), (1272, 330 + number * 78), (1186, 366 + number * 78)], colour)
    return c


def salt_ledger_ropewalk():
    c = Canvas(background="#1c1626")
    c.poly([(520, 0), (700, 0), (1120, 700), (130, 700)], "#3a2c3c"), c.poly([(570, 0), (650, 0), (930, 690), (320, 690)], "#5a4448")
    for side in (0, 1):
        for fold in range(5):
            x = fold * 44 if not side else 1280 - fold * 44 - 44
            c.rect(x, 0, 44, 740, "#8e2f33" if fold % 2 else "#75262c")
    c.rect(0, 0, 1280, 60, "#75262c")
    for x in range(0, 1280, 80):
        c.oval(x + 40, 62, 40, 30, "#8e2f33")
    c.oval(640, 790, 900, 150, "#e9e6e2"), c.oval(630, 770, 560, 96, WHITE)
    c.poly([*bent((880, 730), (1010, 560), (1160, 750)), (880, 750)], "#f2efeb"), c.poly([*bent((120, 740), (250, 620), (400, 750)), (120, 760)], "#dcd8d4")
    c.poly([(520, 740), (560, 560), (720, 540), (800, 740)], "#4b5f78"), c.poly([(700, 740), (760, 690), (900, 728), (900, 756), (700, 756)], "#3d4f65")
    c.person(630, 620, 380, PALE, "#8a4a2a", "#5e7591", long_hair=True, arms=((540, 560), (740, 560)))
    c.poly([(500, 560), (640, 590), (640, 650), (496, 616)], CREAM), c.poly([(640, 590), (782, 560), (788, 616), (640, 650)], WHITE)
    for number in range(4):
        c.line([(520, 578 + number * 12), (624, 600 + number * 12)], GREY, 3), c.line([(658, 600 + number * 12), (768, 576 + number * 12)], GREY, 3)
    c.oval(518, 600, 20, 15, PALE), c.oval(766, 600, 20, 15, PALE)
    for _ in range(90):
        c.oval(c.random.uniform(220, 1060), c.random.uniform(700, 850), 5, 3, c.random.choice((GREY, WHITE, "#d9d5d0")))
    return c


def parvin_bakery_oven():
    c = Canvas(background="#d9b48a")
    c.masonry(0, 0, 1280, 854, "#c58a62", "#b0764f", (120, 60)), c.rect(0, 690, 1280, 164, "#8f6a4b")
    c.poly([*bent((560, 700), (560, 180), (880, 180)), *bent((880, 180), (1200, 180), (1200, 700))], "#6b4230")
    c.poly([*bent((620, 660), (620, 250), (880, 250)), *bent((880, 250), (1140, 250), (1140, 660))], "#2a1712")
    c.poly([*bent((650, 600), (760, 300), (880, 360)), *bent((880, 360), (1010, 290), (1110, 600))], RED)
    c.poly([*bent((720, 600), (800, 400), (880, 450)), *bent((880, 450), (960, 400), (1040, 600))], ORANGE), c.oval(880, 580, 90, 70, YELLOW)
    for row in range(4):
        for number in range(17):
            x = 640 + number * 30 + row % 2 * 15
            c.oval(x, 590 + row * 22, 20, 14, c.random.choice((STONE, GREY, ROCK, SLATE, SAND)))
    c.rect(560, 668, 640, 34, "#8c5a40", 4)
    c.person(280, 800, 560, PALE, "#2c211d", WHITE, arms=((420, 640), (560, 624)))
    c.rect(196, 560, 170, 294, "#b84a3a", 8)
    c.poly([(206, 356), (354, 356), (370, 286), (190, 286)], WHITE)
    c.line([(360, 646), (740, 610)], WOOD, 20), c.poly([(700, 590), (1010, 560), (1020, 626), (704, 632)], "#a8714b")
    c.poly([*bent((716, 592), (860, 530), (1030, 556)), *bent((1030, 590), (880, 600), (722, 616))], "#e0a552")
    for number in range(14):
        c.oval(752 + number * 19, 582 - number * 1.6 + number % 3 * 6, 8, 5, "#b97a34")
    c.oval(420, 640, 30, 26, PALE), c.oval(556, 628, 30, 26, PALE)
    return c


def tidal_pool_lesson():
    c = Canvas()
    c.bands(0, 300, ["#bcdde4", "#d3e7e2", "#efecd6"])
    c.sea(250, ("#4d93a0", "#5a9ea8"))
    c.masonry(0, 330, 1280, 100, stone=(120, 50)), c.rect(0, 318, 1280, 20, "#d8ccb6")
    c.rect(0, 430, 1280, 424, "#5fb0b4"), c.rect(0, 640, 1280, 214, "#4fa0a8")
    people = ((180, TAN, "#9a9a96"), (390, PALE, GREY), (610, BROWN, BLACK), (830, TAN, "#77716a"), (1050, PALE, WOOD))
    for number, (x, skin, hair) in enumerate(people):
        y, tall = 690 + number % 2 * 50, 420
        c.oval(x, y + 6, 120, 22, "#8acbca")
        c.person(x, y, tall, skin, hair, "#4a5f73", arms=((x - 150, y - 36), (x + 150, y - 36)) if number % 2 else None)
        c.rect(x - 70, y - 232, 140, 226, ORANGE, 24), c.rect(x - 8, y - 232, 16, 226, "#b8642a"), c.rect(x - 70, y - 130, 140, 20, YELLOW)
        c.rect(x - 130, y, 260, 18, "#56a7ad", 8)
    for number in range(22):
        x, y = c.random.uniform(0, 1200), c.random.uniform(740, 840)
        c.line([(x, y), (x + 80, y)], "#9fd6d2", 5)
    c.gull(320, 110), c.gull(980, 90, 12)
    return c


def tansy_point_lens():
    c = Canvas(background="#33444c")
    c.rect(0, 0, 1280, 300, "#3d525b")
    for number, radius in enumerate((250, 200, 150, 100)):
        c.ring(1060, 240, radius, 14, ("#6a9aa0", "#88b8b8", "#a8d4d0", "#d5efe6")[number])
    c.poly([(160, 560), (1120, 560), (1220, 854), (60, 854)], "#9a6a43"), c.poly([(220, 590), (1060, 590), (1130, 830), (150, 830)], "#4c7a5c")
    for number in range(5):
        x = 240 + number * 190
        c.poly([(x, 640), (x + 110, 640), (x + 130, 780), (x - 6, 780)], "#3c6349")
    c.poly([*bent((360, 500), (640, 230), (920, 500)), *bent((860, 560), (640, 360), (420, 560))], "#a9dcd8")
    c.poly([*bent((392, 506), (640, 270), (888, 506)), *bent((870, 530), (640, 320), (410, 530))], "#d8f3ec")
    c.curve((400, 530), (640, 300), (880, 530), WHITE, 6)
    c.poly([(600, 384), (630, 372), (610, 430), (580, 440)], YELLOW), c.poly([(650, 372), (672, 376), (660, 430), (640, 424)], "#e99a86")
    for side, x in ((1, 330), (-1, 950)):
        c.line([(x - side * 330, 330), (x - side * 60, 460)], NAVY, 110), c.line([(x - side * 120, 430), (x - side * 70, 456)], WHITE, 112)
        c.oval(x, 490, 92, 74, WHITE)
        for number in range(4):
            c.line([(x + side * 30, 450 + number * 32), (x + side * (128 - number * 8), 466 + number * 34)], WHITE, 32)
            c.line([(x + side * 50, 468 + number * 32), (x + side * 118, 482 + number * 33)], GREY, 4)
        c.line([(x + side * 20, 440), (x + side * 96, 396)], "#efece4", 36)
    return c


def ropewalk_roof_bees():
    c = Canvas()
    c.bands(0, 400, ["#9fd0dc", "#bcdfe0", "#dcebdd", "#f5ecd0"])
    c.oval(1080, 120, 54, 54, YELLOW), c.hills(400, 130, "#7ba295", "bees")
    c.rect(0, 396, 1280, 150, SEA)
    for x, y in ((100, 430), (420, 470), (700, 440), (1000, 480), (260, 510)):
        c.line([(x, y), (x + 120, y)], FOAM, 4)
    c.poly([(820, 450), (826, 380), (880, 450)], WHITE), c.poly([(800, 454), (900, 454), (884, 470), (816, 470)], RED)
    c.rect(0, 536, 1280, 30, "#cdbfa7"), c.rect(0, 560, 1280, 294, "#b6a68f")
    for y in (620, 700, 790):
        c.line([(0, y), (1280, y)], "#a89780", 4)
    for number, colour in enumerate((RED, YELLOW, "#4a86b5", WHITE, GRASS, "#8a5c94")):
        x, y = 90 + number * 190, 470 + number % 2 * 24
        c.rect(x + 10, y + 250, 14, 60, WOOD), c.rect(x + 116, y + 250, 14, 60, WOOD)
        c.rect(x, y + 30, 140, 104, colour, 4), c.rect(x, y + 142, 140, 110, colour, 4), c.rect(x, y + 134, 140, 8, shade(colour, 0.7))
        c.rect(x - 10, y + 8, 160, 24, "#8d8f92", 5), c.rect(x + 40, y + 226, 60, 12, INK, 5), c.rect(x - 4, y + 250, 148, 14, WOOD)
        for _ in range(5):
            bee = (x + c.random.uniform(-10, 150), y + c.random.uniform(-90, 240))
            c.oval(bee[0] - 3, bee[1] - 7, 7, 5, WHITE), c.oval(*bee, 9, 6, ORANGE), c.rect(bee[0] - 2, bee[1] - 6, 4, 12, INK)
    return c


def year_nine_gauge():
    c = Canvas()
    c.bands(0, 400, ["#a9bfc6", "#bccccb", "#d4d8cc"])
    c.sea(360), c.masonry(820, 150, 460, 704), c.rect(800, 128, 480, 34, "#d2c6b2"), c.gauge(900, 162, 690, 120, 62)
    c.rect(800, 690, 480, 164, "#2d6673"), c.line([(800, 690), (1280, 690)], FOAM, 8)
    c.masonry(0, 650, 800, 204)
    c.rect(0, 632, 812, 28, "#d2c6b2")
    for x, coat, skin, hair, arms in ((180, YELLOW, BROWN, BLACK, None), (390, RED, PALE, ORANGE, ((330, 480), (470, 500))), (620, "#4a86b5", TAN, BLACK, ((560, 560), (850, 330)))):
        c.person(x, 640, 450, skin, hair, coat, arms=arms)
        c.ring(x, 268, 72, 18, shade(coat), 190, 350)
    c.poly([(350, 470), (470, 486), (456, 580), (338, 562)], WOOD), c.poly([(358, 484), (460, 498), (450, 566), (350, 552)], WHITE)
    for number in range(4):
        c.line([(370, 502 + number * 15), (438, 511 + number * 15)], GREY, 3)
    c.line([(468, 500), (430, 528)], YELLOW, 6), c.oval(470, 500, 18, 16, PALE)
    for _ in range(40):
        x, y = c.random.uniform(0, 1280), c.random.uniform(0, 600)
        c.line([(x, y), (x - 8, y + 26)], "#dbe6e6", 2)
    return c


def tollivants_counter():
    c = Canvas(background="#5b4033")
    c.rect(0, 0, 1280, 300, "#6a4b3b")
    for shelf in (150, 300):
        c.rect(0, shelf, 1280, 18, "#3f2b22")
    for number in range(13):
        x = 50 + number * 98
        c.rect(x, 86 + number % 3 * 8, 56, 64 - number % 3 * 8, (RED, SEA, CREAM, YELLOW, SLATE)[number % 5], 6)
        if number % 2:
            c.oval(x + 30, 256, 34, 42, (ORANGE, WHITE, GRASS)[number % 3])
    c.rect(560, 330, 160, 60, CREAM, 4), c.rect(580, 346, 120, 8, INK), c.rect(596, 366, 88, 8, INK)
    c.person(430, 660, 430, PALE, "#d5d3ce", "#4f6a5a", arms=((330, 610), (520, 612)))
    c.oval(430, 218, 30, 26, "#d5d3ce")
    c.person(850, 660, 470, TAN, "#3a2a22", WHITE, arms=((740, 612), (960, 606))), c.rect(790, 440, 120, 240, DEEP, 10)
    c.rect(800, 380, 12, 70, DEEP), c.rect(888, 380, 12, 70, DEEP)
    c.rect(0, 620, 1280, 40, "#b98355", 4), c.rect(0, 660, 1280, 194, "#8f5f3e")
    for number in range(7):
        x = 100 + number * 180
        c.rect(x - 5, 640, 10, 40, INK), c.coil(x, 748, 76, (SAND, CREAM, ORANGE, "#8fb3b8")[number % 4])
    c.oval(330, 612, 26, 18, PALE), c.oval(520, 612, 26, 18, PALE), c.oval(740, 612, 28, 19, TAN), c.oval(960, 608, 28, 19, TAN)
    c.rope(bent((560, 618), (630, 560), (700, 618)), 22)
    return c


def eye_splice_hands():
    c = Canvas(background="#6b4f3c")
    for number in range(6):
        c.rect(0, number * 142, 1280, 138, ("#7a5a44", "#745540", "#80604a")[number % 3])
        c.curve((0, number * 142 + 60), (600, number * 142 + 110), (1280, number * 142 + 50), "#68493a", 4)
    c.rope([*bent((-20, 600), (200, 620), (420, 540)), *bent((420, 540), (600, 470), (720, 320))], 66)
    c.rope([*bent((720, 320), (840, 120), (1010, 200)), *bent((1010, 200), (1170, 300), (1020, 420)), *bent((1020, 420), (880, 520), (700, 480))], 66)
    c.rope(bent((700, 480), (620, 500), (560, 600)), 30, CREAM), c.rope(bent((690, 470), (600, 420), (560, 330)), 30, CREAM), c.rope(bent((700, 490), (640, 560), (680, 660)), 30, CREAM)
    c.line([(1290, 800), (960, 660), (800, 600)], DEEP, 150), c.line([(880, 626), (790, 590)], TAN, 120), c.hand(740, 540, 150, TAN, 1)
    c.line([(-20, 180), (200, 260), (320, 310)], DEEP, 150), c.line([(270, 290), (370, 330)], TAN, 120), c.hand(440, 350, 150, TAN, -1)
    c.line([(500, 350), (580, 340)], TAN, 36)
    return c
