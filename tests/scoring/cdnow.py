"""The CDNOW one-in-ten sample, from the lifetimes package and from the shared data.

Fader and Hardie (2001), "Forecasting Repeat Sales at CDNOW". Eight of its rows have amount 0;
the papers count them as orders, our gate to the methods does not, so they are given a cent.
All eight are first orders: the money of repeat orders is as published.
"""

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from scoring.tables import gate_sales

CALIBRATION_END = date(1997, 9, 30)  # 39 weeks


def packaged(name):
    """Return the path of a data file of lifetimes, which need not be imported for that."""
    return Path(find_spec("lifetimes").origin).with_name("datasets") / name


def cdnow_frame():
    columns = ["master", "customer", "date", "quantity", "amount"]
    text = {"customer": str, "date": str}
    frame = pd.read_csv(
        packaged("CDNOW_sample.txt"), sep=r"\s+", header=None, names=columns, dtype=text
    )
    return _ready(frame.assign(date=pd.to_datetime(frame["date"])))


def shared_cdnow_frame(data):
    frame = pd.read_csv(data / "cdnow_sample.csv", dtype={"customer_id": str})
    frame = frame.rename(columns={"customer_id": "customer", "value": "amount"})
    customer = frame["customer"].str.zfill(4)  # "1" there is "0001" in the package's file
    return _ready(frame.assign(date=pd.to_datetime(frame["date"]), customer=customer))


def _ready(frame):
    assert (frame["amount"] == 0).sum() == 8
    return frame[["date", "customer", "amount"]].assign(amount=frame["amount"].clip(lower=0.01))


def cdnow_sales():
    return gate_sales(cdnow_frame()).strict()
