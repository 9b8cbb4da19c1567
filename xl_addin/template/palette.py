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
    "audit": RUST,
    "result": BLUE,
    "value": BLUE,
    "solvency": "#5E96C3",
    "offers": SKY,
    "diagnosis": "#BBD7EC",
    "record": GREY,
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
    "lost": ("#98A2B3", WHITE),
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

RISK_COLOURS = {
    "R1": ("#BBD7EC", NAVY),
    "R2": (PALE, NAVY),
    "R3": ("#F8E8C8", RUST),
    "R4": (RUST, WHITE),
    "R0": (HAIRLINE, MUTED),
}

VERDICT_COLOURS = {
    "keep": (PANEL, MUTED),
    "tighten": ("#F8DDBF", RUST),
    "loosen": ("#BBD7EC", NAVY),
    "no_terms": (HAIRLINE, MUTED),
}

RATING_COLOURS = {
    "pass": (PALE, NAVY),
    "attention": ("#F8E8C8", INK),
    "fail": (RUST, WHITE),
}

MARK_COLOURS = {"major": ("#F8E8C8", INK)}

# What is sold is quiet; what is in progress or was never offered is the work that waits.
OFFER_COLOURS = {
    "sold": (PALE, NAVY),
    "in_progress": (SKY, INK),
    "not_offered": ("#F1D49B", INK),
    "refused": (GREY, INK),
}

ANSWER_COLOURS = {
    "+": ("#BBD7EC", NAVY),
    "+/-": ("#F8E8C8", INK),
    "-": ("#F8DDBF", RUST),
}
GAP_COLOURS = {0.75: ("#F8DDBF", RUST), 0.25: ("#F8E8C8", INK)}  # least gap to the managed answer

FORM_COLOURS = {
    "open": ("#BBD7EC", NAVY),
    "trial": (PALE, NAVY),
    "secured": (SAND, INK),
    "partial": ("#F8E8C8", INK),
    "prepay": ("#F8DDBF", RUST),
    "exit": (RUST, WHITE),
}
