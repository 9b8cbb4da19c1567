"""The named segment maps, in the language of segment_rules.

A: "classic 11", all 125 codes of R, F and M, as in the README of the public repository
hangnt1623/Python_E-commerce_RFM-Analysis-for-Customer-Segmentation; one point more gives a worse
name in 30 places (METHODS 2.2). B: the 25 cells of R and F that a great many public notebooks
use; no hole, no step for the worse. C: overlapping ranges of R and FM as Putler publishes them;
the first match wins, which leaves four of its segments without a cell of their own.
"""

from scoring.settings.rfm import SegmentRow
from scoring.value.segment_maps import RANKS, SegmentMap
from scoring.value.segment_rules import read_rows

_RULES = {
    "A": {
        "champions": "555 554 544 545 454 455 445",
        "loyal": "543 444 435 355 354 345 344 335",
        "potential_loyalist": (
            "553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 352 351 342"
            " 341 333 323"
        ),
        "new": "512 511 422 421 412 411 311",
        "promising": "525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313",
        "need_attention": "535 534 443 434 343 334 325 324",
        "about_to_sleep": "331 321 312 221 213 231 241 251",
        "at_risk": (
            "255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125"
            " 124"
        ),
        "cant_lose": "155 154 144 214 215 115 114 113",
        "hibernating": "332 322 233 232 223 222 132 123 122 212 211",
        "lost": "111 112 121 131 141 151",
    },
    "B": {
        "champions": "R5 F4-5",
        "loyal": "R3-4 F4-5",
        "potential_loyalist": "R4-5 F2-3",
        "new": "R5 F1",
        "promising": "R4 F1",
        "need_attention": "R3 F3",
        "about_to_sleep": "R3 F1-2",
        "at_risk": "R1-2 F3-4",
        "cant_lose": "R1-2 F5",
        "hibernating": "R1-2 F1-2",
    },
    "C": {
        "champions": "R4-5 FM4-5",
        "loyal": "R2-5 FM3-5",
        "potential_loyalist": "R3-5 FM1-3",
        "new": "R4-5 FM0-1",
        "promising": "R3-4 FM0-1",
        "need_attention": "R2-3 FM2-3",
        "about_to_sleep": "R2-3 FM0-2",
        "at_risk": "R0-2 FM2-5",
        "cant_lose": "R0-1 FM4-5",
        "hibernating": "R1-2 FM1-2",
        "lost": "R0-2 FM0-2",
    },
}
SEGMENT_ROWS: dict[str, tuple[SegmentRow, ...]] = {
    name: tuple(SegmentRow(segment, RANKS[segment], rule) for segment, rule in rules.items())
    for name, rules in _RULES.items()
}
SEGMENT_MAPS: dict[str, SegmentMap] = {
    name: read_rows(rows, name=name) for name, rows in SEGMENT_ROWS.items()
}
