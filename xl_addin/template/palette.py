"""The colours of the workbook: one blue, one amber, greys.

Blue against amber stays apart for readers who confuse red and green, and in a grey print.
"""

INK = "#1F2933"
MUTED = "#667085"
HAIRLINE = "#E4E7EC"
PANEL = "#F5F7FA"
WHITE = "#FFFFFF"
NAVY = "#173F5F"
BLUE = "#2C6FA6"
SKY = "#8FBCDD"
PALE = "#DCEAF5"
AMBER = "#E09F3E"
RUST = "#B8500F"
SAND = "#FBF1DD"
GREY = "#C5CBD3"

TAB_COLOURS = {
    "guide": NAVY,
    "input": AMBER,
    "result": BLUE,
    "diagnosis": RUST,
    "record": GREY,
    "hidden": MUTED,
}

# From the best customers in deep blue to those who are leaving in amber and grey: fill, letters.
SEGMENT_COLOURS = {
    "champions": (NAVY, WHITE),
    "loyal": (BLUE, WHITE),
    "potential_loyalist": (SKY, INK),
    "new": ("#BBD7EC", INK),
    "promising": (PALE, INK),
    "need_attention": ("#F8E8C8", INK),
    "about_to_sleep": ("#F1D49B", INK),
    "at_risk": (AMBER, INK),
    "cant_lose": (RUST, WHITE),
    "hibernating": (GREY, INK),
}

# Quieter than segments: a list holds hundreds of letters.
CLASS_COLOURS = {
    "A": ("#BBD7EC", NAVY),
    "B": (PALE, NAVY),
    "C": (PANEL, MUTED),
    "D": ("#F8DDBF", RUST),
    "X": ("#BBD7EC", NAVY),
    "Y": (PALE, NAVY),
    "Z": (SAND, RUST),
    "N": (HAIRLINE, MUTED),
}
