"""Titles, labels and sentences of the service memo, in three languages."""

from __future__ import annotations

from kezek_core.standards import ExcludedDay, TermStart, Weekday
from kezek_queue.translated import text

TITLE = text("Visitor's memo: how to get the service")

SERVICE = text("Service")
PROVIDER = text("Provider")
ADDRESS = text("Address")
ROOM = text("room {room}")
OFFICE_HOURS = text("Office hours")
STANDARD_HOURS = text("Hours by the standard")
WEBSITE = text("Website")
PORTAL = text("Through the electronic government portal")
PHONES = text("Telephone")
TERM = text("Term of the service")
FEE = text("Fee")
PAY_TO = text("Payment details")
RESULT = text("Result")
KEPT = text("The result is kept for")
REFUSAL = text("Refusal")
NO_REFUSAL = text("none is provided for")

WAIT = text("Longest wait")
WAITS = {
    "submission": text("{minutes} min to hand in"),
    "pickup": text("{minutes} min to collect"),
    "service": text("{minutes} min at the window"),
}

FREE = text("free of charge")
PAID = text("to be paid for")
TODAY = text("{tenge} today")
TAXPAYER = text("taxpayer no.")
ACCOUNT = text("account")
BANK = text("bank code")
PURPOSE = text("purpose")

VALID = text("valid for {span}")

STEPS = text("How to get the service")
STEP_PAY = text("Pay the state duty and bring the receipt")
STEP_TICKET = text("Take a ticket at the kiosk: {title}, letter {letter}")
STEP_BOARD = text("Wait for your number on the board and go to the window shown")
WINDOWS = text("{step} (no.\u00a0{windows})")
STEP_HAND_IN = text("Hand in the documents")
STEP_RECEIPT = text("Get the receipt: it states the day of issue")
STEP_NOTE = text("Get the registration note: it states the day of issue")
STEP_COLLECT = text("Come with it on that day and collect the result")

EXTENSIONS = text("The term may be extended")
EXTENDED_BY = text("By {span} if {reason}")
DOCUMENTS = text("Documents to bring")
STATE_HELD = text("Data that the authority takes itself: no need to bring the papers")
GROUNDS = text("Grounds for refusal")
COMPLAINTS = text("Where to complain")
COMPLAIN_HERE = text("Here: at any window or at the kiosk, you get a slip")
COURT = text("To a court")

SEVERAL_PLACES = text(
    "The addresses and telephones of all {count} places stand in the appendix of the standard. "
    "Ask at a window."
)
SOURCE = text("Basis: {act}, edition of {edition}")

ROUND_THE_CLOCK = text("round the clock")
DAILY = text("daily")
WEEKDAYS = {
    Weekday.MONDAY: text("Mon"),
    Weekday.TUESDAY: text("Tue"),
    Weekday.WEDNESDAY: text("Wed"),
    Weekday.THURSDAY: text("Thu"),
    Weekday.FRIDAY: text("Fri"),
    Weekday.SATURDAY: text("Sat"),
    Weekday.SUNDAY: text("Sun"),
}
SEASONS = {
    "summer": text("in summer"),
    "winter": text("in winter"),
}
"""The seasons of the shipped acts; the name ``all`` says nothing, another one stands as it is."""

COUNTED_FROM = {
    TermStart.SUBMISSION: text("from the handing in of the documents"),
    TermStart.APPLICATION: text("from the application"),
    TermStart.REGISTRATION: text("from the registration of the application"),
}
EXCLUDED = {
    (ExcludedDay.ACCEPTANCE_DAY,): text("the day of acceptance not counted"),
    (ExcludedDay.ISSUE_DAY,): text("the day of issue not counted"),
    (ExcludedDay.ACCEPTANCE_DAY, ExcludedDay.ISSUE_DAY): text(
        "the days of acceptance and issue not counted"
    ),
}
