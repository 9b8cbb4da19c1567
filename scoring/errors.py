"""Every problem, refusal and note of the scoring room, and its English text.

A text stands here once, under its code; what to do about it stands under code + ".fix".
Other languages give a mapping of the same codes. Rows inside are 0-based positions;
texts count from 1.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

PLACES_SHOWN = 10
FOUND_LENGTH = 40

MESSAGES: dict[str, str] = {
    # How a place is written.
    "place.cell": "{table}, column {column}, row {row}",
    "place.row": "row {row}",
    "place.column": "{table}, column {column}",
    "place.table": "{table}",
    "place.found": "{place} ('{found}')",
    "place.also": "Also {places}.",
    "place.more": "And {count} more.",
    "table.sales": "Sales",
    "table.customers": "Customers",
    "table.products": "Products",
    "table.offers": "Offers",
    "table.invoices": "Invoices",
    "table.terms": "Terms",
    "table.answers": "Answers",
    "table.segment_map": "Segment map",
    "field.map_segment": "segment",
    "field.map_rank": "rank",
    "field.map_rule": "scores",
    # Faults of a whole table or column.
    "column.missing": "the column is missing; columns found: {columns}.",
    "column.missing.fix": "Add the column, or name one of the columns so.",
    "column.twice": "{count} columns have this name.",
    "column.twice.fix": "Keep one of them and rename the others.",
    "rows.none": "there are no rows with data.",
    "rows.none.fix": "Paste at least one row below the headers.",
    "rows.none_good": "no row is left: every row has something to mend.",
    "rows.none_good.fix": "Mend the rows listed and try again.",
    "number.ambiguous": "'{found}' reads both as {small} and as {large}.",
    "number.ambiguous.fix": "Say which mark is the decimal one, or store the column as numbers.",
    "number.two_marks": "'{found}': the column has both decimal commas and points.",
    "number.two_marks.fix": "Say which mark is the decimal one, or write all in one way.",
    "date.ambiguous": "'{found}' reads both as {day_first} and as {month_first}.",
    "date.ambiguous.fix": "Say whether the day or the month stands first.",
    "date.year_side": "'{found}' reads both as {year_first} and as {day_first}.",
    "date.year_side.fix": "Say whether the year, the day or the month stands first.",
    "date.two_orders": "'{found}': the column has dates with the day first and with the month "
    "first.",
    "date.two_orders.fix": "Say which stands first, or write all dates in one way.",
    "currency.sign": "the amount '{found}' is in another currency than its row says.",
    "currency.sign.fix": "Correct the amount or the currency of the row.",
    "currency.mixed": "the rows are in several currencies: {counts}.",
    "currency.mixed.fix": "Say which currency to take; money of two is never added up.",
    # Faults of single rows.
    "cell.blank": "the cell is empty.",
    "cell.blank.fix": "Fill it in, or delete the row.",
    "cell.error": "{found} is an Excel error.",
    "cell.error.fix": "Mend the formula, or type the value.",
    "cell.other": "'{found}' cannot be used here.",
    "cell.other.fix": "Type a plain text, number or date.",
    "date.text": "'{found}' is not a date.",
    "date.empty": "'{found}' is the empty date of another program.",
    "date.empty.fix": "Fill the date in, or delete the row.",
    "date.text.fix": "Store it as an Excel date, or write 2024-03-31 or 31.03.2024.",
    "date.calendar": "'{found}' is not in the calendar.",
    "date.calendar.fix": "Correct the day or the month.",
    "date.number": "'{found}' is a number, not a date.",
    "date.number.fix": "Give the column a date format, or write 2024-03-31.",
    "date.flag": "'{found}' is not a date.",
    "date.flag.fix": "Type the date, such as 2024-03-31.",
    "date.range": "'{found}' is not between {earliest} and {latest}.",
    "date.range.fix": "Correct the year.",
    "number.share": "'{found}' is a share, not money.",
    "number.share.fix": "Give the money itself, or another column.",
    "number.text": "'{found}' is not a number.",
    "number.letter": "'{found}' holds the letter {letter} in place of a digit.",
    "number.letter.fix": "Type the number again.",
    "number.text.fix": "Type a plain number, such as 1234.50.",
    "number.date": "'{found}' is a date, not a number.",
    "number.date.fix": "Type the number again and give the cell a number format.",
    "number.flag": "'{found}' is not a number.",
    "number.flag.fix": "Type a plain number, such as 1234.50.",
    "number.range": "'{found}' is too large to be true.",
    "number.range.fix": "Correct the number; up to {limit} is accepted.",
    "text.date": "'{found}' is a date, not a name or number.",
    "text.date.fix": "Give the cell the text format and type it again.",
    "text.flag": "'{found}' is not a name or number.",
    "text.flag.fix": "Give the cell the text format and type it again.",
    "text.exponent": "'{found}' is a long number that was shortened: its digits are lost.",
    "text.exponent.fix": "Export the column as text; a file saved again in Excel has lost it.",
    "text.precision": "'{found}' has more than 15 digits as a number: the last are lost.",
    "text.precision.fix": "Store the column as text and paste the numbers again.",
    "flag.value": "'{found}' is neither yes nor no.",
    "flag.value.fix": "Write yes or no, 1 or 0.",
    "key.twice": "'{found}' stands in an earlier row already.",
    "key.twice.fix": "Keep one row for each.",
    "row.twice": "the row repeats an earlier one in every column.",
    "row.twice.fix": "It was left out, as asked for.",
    "currency.other": "'{found}' is another currency than {wanted}.",
    "currency.other.fix": "It was left out, as asked for.",
    "number.negative": "{found} is below 0.",
    "number.negative.fix": "Enter 0 or more.",
    "offer.twice": "'{found}' stands in an earlier row of this customer already.",
    "offer.twice.fix": "Keep one row for each customer and product.",
    "question.range": "{found} is not the number of a question.",
    "question.range.fix": "Enter a whole number from 1 to {last}.",
    "answer.value": "'{found}' is not an answer.",
    "answer.value.fix": "Write +, +/- or -.",
    "answer.twice": "question {found} stands in an earlier row of this respondent already.",
    "answer.twice.fix": "Keep one row for each respondent and question.",
    # Repairs: read without doubt, and told.
    "repair.date_text": "texts read as dates: {count}.",
    "repair.date_text_dmy": "texts read as dates, the day first: {count}.",
    "repair.date_text_mdy": "texts read as dates, the month first: {count}.",
    "repair.date_short": "years of two digits read as 1970 to 2069: {count}.",
    "repair.date_period": "months and quarters read as their last day: {count}.",
    "repair.date_serial": "bare day numbers read as dates: {count}.",
    "repair.date_compact": "numbers such as 20240131 read as dates: {count}.",
    "repair.date_empty": "empty dates of another program read as blank: {count}.",
    "repair.number_text": "texts read as numbers: {count}.",
    "repair.number_marks": "texts with marks of thousands, signs, currencies or exponents read as "
    "numbers: {count}.",
    "repair.key_number": "numbers read as texts, as the rest of the column: {count}.",
    # A segment map of the user's own.
    "map.rule": "'{found}' is neither a code nor a range of scores.",
    "map.rule.fix": "Write codes such as 555 5[4-5]*, or ranges such as R4-5 F3, with ; between.",
    "map.score": "'{found}' is not within the scores 1 to {top}.",
    "map.score.fix": "Write scores from 1 to {top}.",
    "map.falling": "'{found}' begins with its higher score.",
    "map.falling.fix": "Write the lower score first, such as 4-5.",
    "map.rank": "'{found}' is no rank.",
    "map.rank.fix": "Write a whole number from 1, the best, to {worst}, or leave the cell blank.",
    "map.ranks": "'{found}' differs from the rank in an earlier row of this segment.",
    "map.ranks.fix": "Give a segment one rank.",
    "map.labels": "'{found}' are not the scores 1 to {top}, each once.",
    "map.labels.fix": "Label rows and columns with the scores, or leave the labels out.",
    # Settings and methods.
    "setting.range": "Setting {setting} is {found}.",
    "setting.range.fix": "Enter a value in {allowed}.",
    "setting.whole": "Setting {setting} is {found}.",
    "setting.whole.fix": "Enter a whole number in {allowed}.",
    "setting.choice": "Setting {setting} is {found}.",
    "setting.choice.fix": "Choose one of: {allowed}.",
    "setting.rising": "Setting {setting} is {found}.",
    "setting.rising.fix": "Enter values that rise, inside {allowed}.",
    "setting.falling": "Setting {setting} is {found}.",
    "setting.falling.fix": "Enter values that fall, inside {allowed}.",
    "setting.missing": "Setting {setting} is missing.",
    "setting.missing.fix": "Enter {allowed}.",
    "little.seasons": "{method} needs full years of sales: {needs}; it has {has}.",
    "little.seasons.fix": "Bring a longer history.",
    "setting.months": "Setting {setting} is {found}: no month is left.",
    "setting.months.fix": "Leave out fewer months.",
    "setting.no_cuts": "Setting {setting}: fixed borders are chosen, but none is given.",
    "setting.no_cuts.fix": "Enter the borders of {allowed}, or choose another binning.",
    "little.orders": "{method} needs at least {needs} order with an amount above 0; it has {has}.",
    "little.orders.fix": "Bring sales with amounts above 0, or widen the window.",
    "little.costs": "{method}: M as margin needs costs for {needs} % of the sales; {has} % have "
    "them.",
    "little.costs.fix": "Fill the column cost or margin of the sales, or let M be the sum.",
    "little.rhythm": "{method} by personal rhythm needs at least {needs} customer with orders on "
    "two days; it has {has}.",
    "little.rhythm.fix": "Bring a longer history, or choose independent bins.",
    # Lifetime value: why a model has no answer, and notes on the answer.
    "little.repeaters": "{method} needs {needs} customers who bought again; found {has}.",
    "little.repeaters.fix": "Bring a longer history, or use the simple formula.",
    "fit.stopped": "{model}: the search found no best parameters.",
    "fit.stopped.fix": "Bring a longer history, or use the simple formula.",
    "fit.loose": "{model}: the data do not determine {parameters}.",
    "fit.loose.fix": "Bring a longer history or more customers, or use the simple formula.",
    "fit.no_mean": "{model}: the mean order has no finite value ({parameters}).",
    "fit.no_mean.fix": "Look for a few orders far larger than all others.",
    "note.ltv_simple": "LTV by the simple formula, not discounted. A life of {years} years, at "
    "most the horizon ({churn} % leave in a year); alive: an order in the last {months} months.",
    "note.ltv_simple_horizon": "LTV by the simple formula, not discounted. Too short a history to "
    "see who leaves: {years} years, the horizon; alive: an order in the last {months} months.",
    "note.ltv_ticket_mean": "Expected tickets are each customer's mean order.",
    "note.ltv_ticket_replaced": "Customers who gave back all or more than they bought, given the "
    "mean ticket {ticket}: {count}.",
    "note.ltv_one_order": "Customers with one order: {count}. BG/NBD holds them for alive until "
    "they come back; look at their expected orders.",
    "note.ltv_chosen": "Model chosen by how well it foresaw the orders of the holdout: {model}.",
    "note.ltv_uncompared": "No model is named, and none could be held against later orders: "
    "{model} was taken.",
    "note.ltv_likeliest": "Model chosen of BG/NBD, MBG/NBD and Pareto/NBD, the likeliest one: "
    "{model}.",
    "note.ltv_prior": "{model} is fitted with a weak prior on leaving, as the settings ask: the "
    "parameters of leaving are partly assumed.",
    "note.ltv_bound_equal": "{model}: all customers order at nearly one rate; how rates differ "
    "does not show (r at its limit).",
    "note.ltv_bound_few": "{model}: nearly all orders come from a few customers (r at its limit).",
    "note.ltv_bound_stay": "{model}: nobody is seen to leave (leaving at its limit).",
    "note.ltv_bound_leave": "{model}: nearly all leave at once (leaving at its limit).",
    "note.ltv_bound_alike": "{model}: how customers differ in leaving does not show; one chance "
    "to leave fits all.",
    "note.ltv_bound_polar": "{model}: customers leave at once or never (a and b near 0).",
    "note.ltv_bound_scale": "{model}: a parameter is at the limit of the search.",
    "note.ltv_alike": "{model} is fitted anew with one chance to leave for all.",
    "note.ltv_nbd": "{model} is no better than NBD, in which nobody leaves (likelihood ratio "
    "{gain}, needed {needs}): NBD answers, all customers count as active.",
    "note.ltv_nothing": "No LTV: all that was sold was taken back the same day.",
    "note.ltv_sampled": "The model is checked on a sample of {taken} of {customers} customers; "
    "LTV_CHECK in a cell looks at all.",
    "note.ltv_unscored": "Customers without an order, without LTV: {count}.",
    "note.ltv_revenue": "LTV counts revenue: no margin is set and the sales have no costs.",
    "note.ltv_revenue_costs": "LTV counts revenue: no margin is set and only {share} % of the "
    "revenue has costs.",
    "note.ltv_margin": "LTV counts a margin of {margin} %: that of the sales with costs, {share} % "
    "of the revenue.",
    "ltv.endless": "Setting {setting} is {found}: the sum for ever has no end.",
    "ltv.endless.fix": "Enter a discount {allowed}, or a horizon.",
    "ltv.split": "The calibration ends on {found}.",
    "ltv.split.fix": "Choose a day before {allowed}, and after the first sales.",
    "little.rows": "{method} needs at least {needs} sale up to the as-of date; it has {has}.",
    "little.rows.fix": "Choose a later as-of date, or bring earlier sales.",
    "little.ages": "{method} by cohorts needs {needs} months that 20 customers have lived through; "
    "found {has}.",
    "little.ages.fix": "Bring a longer history, or use the simple formula.",
    "note.ltv_cohort_far": "The horizon of {horizon} months is more than twice the {seen} months "
    "seen: most of the value is carried on, not observed.",
    "note.ltv_cohort_flat": "The margin of a month does not fade with age: it is carried on at the "
    "mean of the last year seen, for as long as the horizon.",
    "note.ltv_cohort_ends": "Too few months with a margin above 0 to carry on: none is expected "
    "beyond the months seen.",
    # Checks of a lifetime model; the limits stand in the sentence.
    "note.ltv_check_fit_inner": "{model}: the search found the best parameters, and the data "
    "determine them all.",
    "note.ltv_check_fit_other": "{model}: the data do not determine its parameters ({at}). {used} "
    "is judged instead.",
    "note.ltv_check_fit_none": "{model}: the data do not determine its parameters ({at}), nor "
    "those of another model. Use the simple formula.",
    "note.ltv_check_sample": "{count} of {customers} customers bought again in calibration. "
    "{good} or more is good; with less than {bad} a model says little.",
    "note.ltv_check_total": "Orders of the holdout: {expected} forecast, {actual} came: {bias} %. "
    "Within {good} % is good, beyond {bad} % do not use the forecast.",
    "note.ltv_check_money": "Money of the holdout: {expected} forecast, {actual} came: {bias} %. "
    "Within {good} % is good, beyond {bad} % do not use the forecast.",
    "note.ltv_check_tracking": "Repeat orders since the first sale: {expected} by the model, "
    "{actual} came: {bias} %. Within {good} % is good, beyond {bad} % is bad.",
    "note.ltv_check_weekly": "Week by week in the holdout (steps of {weeks}) the model is off by "
    "{error} % of the mean; chance makes {chance} %. Up to {good} points more is good, beyond "
    "{bad} is bad.",
    "note.ltv_check_by_orders": "By number of orders before, the forecast is off by {error} %; "
    "chance makes {chance} %. Up to {good} points more is good, beyond {bad} is bad.",
    "note.ltv_check_deciles": "By tenths of the forecast, it is off by {error} %; chance makes "
    "{chance} %. Up to {good} points more is good, beyond {bad} is bad.",
    "note.ltv_check_frequencies": "Customers by repeat orders, bins {pools}: chi-square "
    "{statistic}, df {df}, p {p}; {distance} % stand in another bin. Good if p is 0.05 or more, "
    "or up to {good} % differ; bad beyond {bad} %. With many customers look at the share, not at "
    "p.",
    "note.ltv_check_errors": "A customer's orders are missed by {error} on average (root mean "
    "square {root}); by the best naive rule by {other}. Up to {good} % of it is good, beyond "
    "{bad} % the rule is better.",
    "note.ltv_check_ranking": "The tenth with the highest forecasts orders {lift} times the mean; "
    "by the best naive rule {other} times. Rank correlation {spearman}, Gini {gini} % of the "
    "perfect order. {good} % of the rule's lift is good, below {bad} % is bad.",
    "note.ltv_check_choice": "{model} makes the orders of the holdout more likely than the other "
    "models, or as likely with fewer parameters.",
    "note.ltv_check_choice_other": "{best} does better than {model}: it makes the orders of the "
    "holdout more likely, or as likely with fewer parameters (log-likelihood {more}). Consider "
    "it.",
    "note.ltv_check_leaving": "Customers are seen to leave: {model} is better than NBD, where "
    "nobody does (p {p}, below {limit}).",
    "note.ltv_check_leaving_none": "No sign that customers leave: NBD does as well as {model} (p "
    "{p}, not below {limit}). Do not read P(alive) as more than a rank.",
    "note.ltv_check_leaving_unknown": "{model} could not be held against NBD.",
    "note.ltv_check_tickets": "Orders and their mean money: Pearson {pearson}, Spearman "
    "{spearman}, of logarithms {log_log}; Gamma-Gamma takes them for independent. Up to {good} is "
    "good, beyond {bad} is bad; by number of orders the mean order is up to {widest} % off.",
    "note.ltv_check_units": "Error of the total with orders merged by day, week, month: {biases}. "
    "Day and week within {good} points of each other are good, beyond {bad} bad; a month is "
    "coarse and only warns.",
    "note.ltv_check_stability": "Repeat orders of a new customer in a year, by four ends of "
    "calibration: {low} to {high}, {spread} % apart. Up to {good} % is good, beyond {bad} % bad.",
    "setting.cells": "Setting {setting}: missing, twice or unknown: {found}.",
    "setting.cells.fix": "Keep one row for each of: {allowed}.",
    "setting.count": "Setting {setting} has {found} values.",
    "setting.count.fix": "Enter as many as there are: {allowed}.",
    # Notes: legal but worth knowing.
    "note.ids_cleaned": "Texts freed of blanks or invisible characters: {count}.",
    "note.currency_blank": "Rows that name no currency, counted as {currency}: {count}.",
    "note.dates_swapped": "Dates whose day and month may have changed places: {count}. All dates "
    "of the column fall on days 1 to 12, all its texts on later days, as when a program expects "
    "the other order; compare one with its document.",
    "note.rows_twice": "Rows that repeat an earlier one in every column: {count}; counted as they "
    "stand.",
    "note.due_early": "Invoices due before the day of their issue: {count}.",
    "note.paid_early": "Invoices paid before the day of their issue: {count}.",
    "note.after_as_of": "Sales rows after {as_of}, not used: {count}.",
    "note.before_window": "Sales rows before {start}, outside the window: {count}.",
    "note.rfm_few": "Customers: {customers}, fewer than {bins} scores: differences say little.",
    "note.rfm_empty_bins": "No customer has score {scores} in {axis}: many share one value.",
    "note.rfm_empty_fixed": "No customer has score {scores} in {axis}: look at the borders.",
    "note.rfm_fewer_bins": "{axis} has {has} scores instead of {wanted}: many share one value.",
    "note.rfm_parted": "Customers of equal {axis} with different scores: {count}. The ties low "
    "gives equal scores.",
    "note.rfm_small_groups": "Groups with fewer customers than the {bins} scores of {axis}: "
    "{count}. Fewer scores, or independent bins, say more.",
    "note.rfm_months": "Sales of the months left out ({months}), not used: {count}, worth {money}.",
    "note.rfm_costs": "Sales rows without a cost, counted with a margin of {margin} %: {count}.",
    "note.rfm_rhythm": "Customers with orders on one day only, measured by the usual interval of "
    "{days} days: {count}.",
    "note.rfm_trend_short": "No trend: the sales reach back less than five months.",
    "note.rfm_unscored": "Customers without an order, not scored: {count}.",
    "note.abc_not_positive": "Items that earn nothing or less, class D: {count}.",
    "note.abc_no_a": "No item is class A by this method.",
    "note.abc_margin_few": "Only {share} % of the revenue has costs: no classes by margin.",
    "note.abc_no_cost": "Sales rows without a cost, not in the margin: {count}, worth {money}.",
    "note.abc_no_product": "Sales rows without a product, in no class: {count}, worth {money}.",
    "note.xyz_incomplete": "The period from {start} to {as_of} is not complete and is left out.",
    "note.xyz_short": "Complete periods: {has} of the {wanted} asked for.",
    "note.xyz_negative": "Periods with more returns than sales, counted as 0: {count}.",
    "note.xyz_one_class": "{share} % are class {name}: try the preset {preset}; the largest "
    "class then holds {after} %.",
    "note.xyz_one_class_quarter": "{share} % are class {name}: try the period quarter with the "
    "preset quarter; the largest class then holds {after} %.",
    "note.xyz_one_class_year": "{share} % are class {name}: try the period year with the preset "
    "year; the largest class then holds {after} %.",
    "note.xyz_one_class_only": "{share} % are class {name}, and no preset parts them.",
    "note.xyz_season": "Sales divided by a seasonal index: customers with their own {own}, with "
    "that of all customers {group}, without one {none}.",
    "note.xyz_season_one": "The index of all customers stands on one season only.",
    "note.catch_all": "'{id}' has {share} % of the rows: probably not one customer.",
    "note.orphans": "Customers with sales that the table Customers lacks: {count}.",
    "note.inn_check": "INN that fail their check digit: {count}, first '{found}' of {customer}.",
    "note.inn_zero": "INN that lost a leading zero: {count}, first '{found}' of {customer}. Give "
    "the column the text format.",
    "note.inn_length": "INN of neither 10 nor 12 digits: {count}, first '{found}' of {customer}.",
    "note.empty_months": "Months without sales between the first and the last sale: {count}.",
    # Offers and the questionnaire.
    "note.offers_unread_dates": "Offers with a date that cannot be read, such as '{found}': "
    "{count}; in progress without a date. Write 2024-03-31 or 31.03.2024.",
    "note.offers_unknown_words": "Offers with an unknown status, such as '{found}': {count}; "
    "in progress.",
    "note.offers_dashes": "Offers that hold only a dash, read as blank: {count}.",
    "note.offers_contradicted": "Offers not called sold although there is a sale: {count}; sold.",
    "note.offers_no_sale": "Offers called sold without a sale in the table: {count}.",
    "note.offers_no_products": "No product has an offer or target segments: nothing to show.",
    "note.offers_other_products": "Products sold that have neither offers nor target segments: "
    "{count}, worth {money}; not in the matrix.",
    "note.offers_unknown_targets": "Target segments that no customer has: {count} ({names}).",
    "note.offers_untargeted": "Customers without any target product, not in the matrix: {count}.",
    "note.offers_no_segment": "Customers without a segment, in a group of their own: {count}.",
    "note.maturity_none": "No question is answered yet.",
    "note.maturity_blank": "Questions without an answer, not in the score: {count} of {asked}.",
    "note.maturity_differ": "Questions that respondents answer differently: {count}; "
    "the median counts.",
    "note.invoices_later": "Invoices issued after {as_of}, not used: {count}.",
    "note.paid_later": "Invoices paid after {as_of}, counted as open: {count}.",
    "note.invoices_zero": "Invoices of 0, not counted: {count}.",
    "note.credit_left": "Customers with credit notes beyond what they owe: {count}, by {money}.",
    "note.payments_few": "Customers with fewer than {needs} invoices due, no index: {count}.",
    "note.conc_groups": "Customers merged into groups: {count}, in {groups}.",
    "note.conc_negative": "Customers with more returns than sales, counted as 0: {count}.",
    "note.conc_no_costs": "The sales have no costs: margin is not known.",
    "note.conc_few_costs": "Only {share} % of the revenue has costs: margin is not known.",
    "note.conc_no_fixed_cost": "Fixed costs are not set: their coverage is not known.",
    "note.conc_short": "The sales begin on {first}: less than the {months} months looked at.",
    "note.risk_unknown": "Customers of unknown risk, R0: {count}, owing {money}.",
    "note.terms_form": "Payment forms not understood, read as blank: {count} ({found}).",
    "note.matrix_steps": "Decision matrix: better terms for a higher risk in {cells}.",
}

Messages = Mapping[str, str]
Placer = Callable[["Problem", int | None], str]  # a row, or None for the whole column


@dataclass(frozen=True, slots=True)
class Note:
    """Something legal but worth knowing about a result, with its values as text."""

    code: str
    details: Mapping[str, str] = field(default_factory=dict)

    def text(self, messages: Messages = MESSAGES) -> str:
        """Return the note as one sentence."""
        return messages[self.code].format(**self.details)


@dataclass(frozen=True, slots=True)
class Repair:
    """Cells of a column that were read although written otherwise: how many, the first of them.

    row is the 0-based position of the first in the frame, found what stood there.
    """

    code: str
    table: str
    column: str
    count: int
    row: int
    found: str

    def text(self, place: "Placer | None" = None, messages: Messages = MESSAGES) -> str:
        """Return where the first stands, what was read, and how many there are."""
        first = Problem(self.code, self.table, self.column, np.array([self.row]), (self.found,))
        where = place(first, self.row) if place else _place(first, self.row, messages)
        shown = messages["place.found"].format(place=where, found=self.found)
        return f"{shown}: {messages[self.code].format(count=self.count)}"


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """One kind of fault in one column: where it stands, and what stood there.

    rows are 0-based positions in the frame, (n,), rising; none means the whole column or
    table. found holds what stood in the first ten of them. whole says that the table cannot
    be used at all although rows are named (a number that reads both ways, say).
    """

    code: str
    table: str
    column: str
    rows: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    found: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False

    @property
    def count(self) -> int:
        """Number of rows at fault; 0 when the whole column or table is."""
        return self.rows.size

    @property
    def fatal(self) -> bool:
        """Whether the whole table is at fault, not single rows of it."""
        return self.whole or self.rows.size == 0

    def fix(self, messages: Messages = MESSAGES) -> str:
        """Return what to do about it, as one sentence."""
        return messages[f"{self.code}.fix"].format(**self.details)

    def text(
        self,
        place: Placer | None = None,
        messages: Messages = MESSAGES,
        limit: int = PLACES_SHOWN,
    ) -> str:
        """Return what was found and where: at most limit places, the rest counted.

        place writes a place its own way, Sales!D7 say; None writes table, column and row.
        """
        where = place or (lambda problem, row: _place(problem, row, messages))
        values = {**self.details, "found": self.found[0] if self.found else ""}
        first = where(self, int(self.rows[0]) if self.rows.size else None)
        parts = [f"{first}: {messages[self.code].format(**values)}"]
        shown = min(limit, PLACES_SHOWN, self.count)
        if shown > 1:
            others = [self._also(i, place, messages) for i in range(1, shown)]
            parts.append(messages["place.also"].format(places=", ".join(others)))
        if (more := self.count - shown) > 0:
            parts.append(messages["place.more"].format(count=more))
        return " ".join(parts)

    def _also(self, index: int, place: Placer | None, messages: Messages) -> str:
        row = int(self.rows[index])
        short = place(self, row) if place else messages["place.row"].format(row=row + 1)
        if index < len(self.found) and self.found[index]:
            return messages["place.found"].format(place=short, found=self.found[index])
        return short


def _place(problem: Problem, row: int | None, messages: Messages) -> str:
    """Write a place in words: Sales, column amount, row 14."""
    table = messages.get(f"table.{problem.table}", problem.table)
    column = messages.get(f"field.{problem.column}", problem.column)
    if not column:
        return messages["place.table"].format(table=table)
    if row is None:
        return messages["place.column"].format(table=table, column=column)
    return messages["place.cell"].format(table=table, column=column, row=row + 1)


class ScoringError(ValueError):
    """Something a person can mend; every subclass names who: data, setting or more data."""

    def __init__(self, code: str, details: Mapping[str, str]) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = dict(details)

    def text(self, messages: Messages = MESSAGES) -> str:
        """Return what was found and what to do."""
        found, fix = messages[self.code], messages[f"{self.code}.fix"]
        return f"{found.format(**self.details)} {fix.format(**self.details)}"

    def __str__(self) -> str:
        return self.text()


class TableError(ScoringError):
    """The data of a table need mending; carries all problems at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems[0].code, problems[0].details)
        self.problems = tuple(problems)
        self.args = (self.problems,)  # pickle rebuilds an error from its args

    def text(
        self,
        messages: Messages = MESSAGES,
        place: Placer | None = None,
        limit: int = PLACES_SHOWN,
    ) -> str:
        """Return every problem on its own line: at most limit places, the rest counted."""
        lines, rest = problem_lines(self.problems, messages, place, limit)
        if rest:
            lines.append(messages["place.more"].format(count=rest))
        return "\n".join(lines)


def problem_lines(
    problems: Sequence[Problem],
    messages: Messages = MESSAGES,
    place: Placer | None = None,
    limit: int = PLACES_SHOWN,
) -> tuple[list[str], int]:
    """Return one line per problem up to limit places, and how many are left untold.

    A problem with many places leaves at least one to each of those that follow.
    """
    lines: list[str] = []
    left = limit
    for at, problem in enumerate(problems):
        if left <= 0:
            break
        room = max(left - (len(problems) - at - 1), 1)
        lines.append(f"{problem.text(place, messages, room)} {problem.fix(messages)}")
        left -= min(max(problem.count, 1), room)
    return lines, sum(max(problem.count, 1) for problem in problems[len(lines) :])


class SettingError(ScoringError):
    """A setting is outside what the method can do."""

    def __init__(self, code: str, setting: str, found: str, allowed: str) -> None:
        super().__init__(code, {"setting": setting, "found": found, "allowed": allowed})
        self.setting, self.found, self.allowed = setting, found, allowed
        self.args = (code, setting, found, allowed)


class TooLittleDataError(ScoringError):
    """A method has not enough data to say anything."""

    def __init__(self, code: str, method: str, needs: int, has: int) -> None:
        super().__init__(code, {"method": method, "needs": str(needs), "has": str(has)})
        self.method, self.needs, self.has = method, needs, has
        self.args = (code, method, needs, has)


class FitError(ScoringError):
    """A model did not settle on the data: says which, and which parameters are loose."""

    def __init__(self, code: str, model: str, parameters: str = "") -> None:
        super().__init__(code, {"model": model, "parameters": parameters})
        self.model, self.parameters = model, parameters
        self.args = (code, model, parameters)


def shown(value: str) -> str:
    """Return a text fit for a message: invisible characters spelled out, 40 characters."""
    visible = "".join(
        f"\\u{ord(char):04x}" if unicodedata.category(char) in _INVISIBLE else char
        for char in value[: FOUND_LENGTH + 1]
    )
    return visible if len(visible) <= FOUND_LENGTH else visible[: FOUND_LENGTH - 1] + "…"


_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
