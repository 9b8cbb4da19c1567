"""Engines that carry the xlwings object model where no Excel runs."""
