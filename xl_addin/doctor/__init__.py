"""Checks whether this machine, and a workbook, are ready for Excel."""

from xl_addin.doctor.check import Check
from xl_addin.doctor.machine import Machine, check_machine, this_machine
from xl_addin.doctor.workbook import check_workbook

__all__ = ["Check", "Machine", "check_machine", "check_workbook", "this_machine"]
