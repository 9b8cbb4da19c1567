"""Value: who buys when, how often and for how much; RFM, segments, ABC, XYZ."""
