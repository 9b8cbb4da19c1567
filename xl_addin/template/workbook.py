"""All sheets of the template, written by XlsxWriter."""

import datetime as dt
import io
from collections.abc import Callable

from xlsxwriter.workbook import Workbook

from xl_addin.book.layouts import SHEETS
from xl_addin.template import palette
from xl_addin.template.chapter_pages import decisions, diagnosis, receivables
from xl_addin.template.concentration_page import concentration
from xl_addin.template.dashboard_page import dashboard
from xl_addin.template.functions_page import functions
from xl_addin.template.guide_pages import help_page, start
from xl_addin.template.hidden_pages import hidden_pages
from xl_addin.template.input_pages import answers, audit, decision_matrix, input_sheet
from xl_addin.template.ltv_pages import ltv, ltv_model
from xl_addin.template.map_page import rfm_map
from xl_addin.template.offer_pages import offer_matrix, offer_plan
from xl_addin.template.page import Page
from xl_addin.template.result_pages import abc, abc_xyz, history, log, product_abc, rfm, xyz
from xl_addin.template.segment_pages import migration, segment_map
from xl_addin.template.settings_page import settings
from xl_addin.template.styles import Styles
from xl_addin.template.theme import theme
from xl_addin.template.words import Words
from xl_addin.texts import LANGUAGES, texts

_MADE = dt.datetime(2026, 1, 1)  # the same in every build
_CALCULATION = 191029  # the calculation engine of Excel 2019 and 365: nothing to redo on opening

PAGES: dict[str, Callable[[Page], None]] = {
    "Start": start,
    "Dashboard": dashboard,
    "Settings": settings,
    "DecisionMatrix": decision_matrix,
    "SegmentMap": segment_map,
    "Customers": input_sheet,
    "Sales": input_sheet,
    "Products": input_sheet,
    "Offers": input_sheet,
    "Invoices": input_sheet,
    "Terms": input_sheet,
    "Answers": answers,
    "DataAudit": audit,
    "RFM": rfm,
    "RFMMap": rfm_map,
    "Migration": migration,
    "ABC": abc,
    "ProductABC": product_abc,
    "XYZ": xyz,
    "ABCXYZ": abc_xyz,
    "LTV": ltv,
    "Concentration": concentration,
    "LTVModel": ltv_model,
    "Receivables": receivables,
    "Decisions": decisions,
    "OfferMatrix": offer_matrix,
    "OfferPlan": offer_plan,
    "Diagnosis": diagnosis,
    "Functions": functions,
    "History": history,
    "Log": log,
    "Help": help_page,
}


def write_sheets(language: str, version: str) -> bytes:
    """Return the .xlsx of one language: every sheet, name, table, chart; no VBA, no ribbon yet."""
    target = io.BytesIO()
    book = _book(target, language)
    # The other languages are written for their words alone, and their books forgotten.
    books = {each: _book(io.BytesIO(), each) for each in LANGUAGES} | {language: book}
    words = {each: _pages(books[each], each) for each in LANGUAGES}
    hidden_pages(book, language, version, words)
    book.close()
    return target.getvalue()


def _book(target: io.BytesIO, language: str) -> Workbook:
    book = Workbook(target, {"in_memory": True})
    book.use_custom_theme(theme())
    book.set_properties({"title": texts(language)("sheets.Start.title"), "created": _MADE})
    book.set_calc_mode("auto", _CALCULATION)
    book.calc_on_load = False  # else Excel computes on opening, and blocked macros show #NAME?
    book.set_size(2400, 1500)
    book.set_tab_ratio(80)
    book.set_vba_name("ThisWorkbook")
    return book


def _pages(book: Workbook, language: str) -> Words:
    """Write every visible sheet; return its words."""
    say, styles, words = texts(language), Styles(book, language), Words(language)
    for layout in SHEETS:
        sheet = book.add_worksheet(say(f"sheets.{layout.key}.tab"))
        sheet.set_vba_name(f"ws{layout.key}")
        sheet.set_tab_color(palette.TAB_COLOURS[layout.chapter])
        sheet.hide_gridlines(2)
        PAGES[layout.key](Page(book, sheet, layout, say, styles, words))
    return words
