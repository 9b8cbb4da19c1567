"""A sample of 44 customers for the functions that fit a model: one needs 30 who bought again.

Drawn once from the model itself: order rates, chances to leave and mean orders all vary.
"""

import datetime as dt

_FIRST_DAY = dt.datetime(2023, 7, 1)
# One customer each: day of the order, counted from the first day, and its amount.
_ORDERS = """
81:80 159:90
0:180 27:110 41:110
56:310 64:510 195:380
68:210 135:70 243:210 249:140 289:80 307:90
0:400 70:340 83:400
81:130
13:190
50:190 51:510
17:110 40:410
60:130 89:110
29:370 251:440
73:410 130:280 239:250 248:210 286:290 295:260 319:330
12:250 24:220
80:190 167:140
76:120 165:100
9:230 13:260
42:210 101:180
61:240 63:130
74:100 78:190 81:160 122:210
47:320 49:470
85:240 96:250
86:170 105:180
26:310
38:280 109:300 176:360
79:150 125:260
20:40 173:80
54:200 215:160 262:200
32:260 53:50
8:130 22:150 37:390 50:90
57:420
28:560
1:570 123:480
14:150
15:270 66:300
28:190 59:170
3:90 6:90 13:50 45:40 47:60 58:50 109:40 111:70 212:40 216:80
18:210 335:190
48:180 104:120 198:130 281:230
70:180 295:110
16:210 29:130 165:360
74:220 75:160
82:150 91:100
32:110 88:150
79:170 80:350 83:380 96:240 97:440 107:320 122:340 126:280
"""


def repeat_buyers() -> tuple[list[str], list[dt.datetime], list[float]]:
    """Return customer, date and amount of every order."""
    customers, days, amounts = [], [], []
    for number, line in enumerate(_ORDERS.strip().splitlines(), start=1):
        for order in line.split():
            day, amount = map(int, order.split(":"))
            customers.append(f"R{number:02d}")
            days.append(_FIRST_DAY + dt.timedelta(days=day))
            amounts.append(float(amount))
    return customers, days, amounts
