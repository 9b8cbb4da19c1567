"""Ids that look like one another: they differ by letters that look alike, quotes, case."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Cyrillic letters, after casefolding, that look like Latin ones, as capitals or as small letters.
_ALIKE = dict(zip("авекмнорстухзіј", "abekmhopctyx3ij", strict=True))
_NOTHING = "«»\"“”„'’`.,;:()-–—_/\\"


@dataclass(frozen=True, slots=True)
class Twins:
    """Ids that look like one another; the first is the most frequent one."""

    ids: tuple[str, ...]
    rows: tuple[int, ...]  # the first row of each, 0-based


def similar_ids(ids: Sequence[str], codes: NDArray[np.int32]) -> list[Twins]:
    """Return the groups of distinct ids that differ only by what the eye passes over.

    That is: Cyrillic letters in the shape of Latin ones, case, quotes, ё and е, blanks and
    marks, the order of words, leading zeros. codes: (n,), below 0 where blank, into ids.
    """
    bones = skeletons(ids)
    if len(set(bones)) == len(bones):
        return []
    groups: dict[str, list[int]] = {}
    for at, bone in enumerate(bones):
        if bone:
            groups.setdefault(bone, []).append(at)
    counts = np.bincount(codes[codes >= 0], minlength=len(ids))
    firsts = np.full(len(ids), -1, np.int64)
    rows = np.flatnonzero(codes >= 0)[::-1]
    firsts[codes[rows]] = rows
    twins = []
    for group in groups.values():
        if len(group) > 1:
            ordered = sorted(group, key=lambda at: (-counts[at], firsts[at]))
            places = tuple(int(firsts[at]) for at in ordered)
            twins.append(Twins(tuple(ids[at] for at in ordered), places))
    return twins


def skeletons(ids: Sequence[str]) -> list[str]:
    """Return ids without what the eye passes over; ids that look alike have one skeleton."""
    if not ids:
        return []
    joined = "\n".join(ids)
    if joined.count("\n") >= len(ids):
        joined = "\n".join(each.replace("\n", " ") for each in ids)
    if not joined.isascii():
        joined = unicodedata.normalize("NFKC", joined)
    joined = joined.casefold().replace("ё", "е")
    for mark in _NOTHING:
        joined = joined.replace(mark, " ")
    if not joined.isascii():
        for letter, twin in _ALIKE.items():
            joined = joined.replace(letter, twin)
    lines = joined.split("\n")
    if lines == joined.split():  # each is one word
        return [line.lstrip("0") or "0" for line in lines]
    return [_ordered(line) for line in lines]


def _ordered(line: str) -> str:
    words = line.split()
    if len(words) > 1:
        return " ".join(sorted(words))
    return (words[0].lstrip("0") or "0") if words else ""
