"""Every sentence that the kiosk's script may show, in the order a visitor meets them."""

from __future__ import annotations

KIOSK_TEXTS = (
    # Choosing a service
    "Choose a service",
    "Waiting:",
    "Wait:",
    "about %(minutes)s min",
    "%(low)s–%(high)s min",
    "No more tickets today",
    "Other services",
    "%(page)s / %(pages)s",
    "Back",
    # Choosing a stage, or confirming
    "What have you come for?",
    "To hand in documents",
    "To collect the result",
    "Your service",
    "Waiting now",
    "Expected wait",
    "Longest wait by the standard",
    "%(minutes)s min",
    "no forecast yet",
    "Take a ticket",
    # The ticket
    "One moment, please",
    "Your number",
    "Your ticket is being printed",
    "Take your ticket",
    "Ahead of you",
    "Watch the board: your number will appear there",
    "The ticket was not printed, but you are in the queue",
    "Remember your number or take a photo of it",
    "Scan the code: your phone will show your turn",
    "If you need a paper ticket, ask the staff",
    "Done",
    # No ticket
    "No ticket was given",
    (
        "All tickets for this service have been given out today. Choose another service or "
        "ask the staff."
    ),
    "This service is not offered now. Choose another service or ask the staff.",
    "Something went wrong on our side. Please try again or ask the staff.",
    "Try again",
    # Closed
    "The office is closed",
    "The office is on a break",
    "Tickets are no longer given out today",
    "All tickets for today have been given out",
    "Opens",
    "Ask the staff when the office opens",
    # No server
    "The kiosk has no connection",
    "Please ask the staff for your place in the queue. This screen will return by itself.",
    # Idle
    "Are you still here?",
    "The screen starts afresh in %(seconds)s s",
    "I am here",
    # Tools
    "Contrast",
    "Larger",
    "Lower",
    "Read aloud",
    "Stop",
    # Pairing
    "This screen is not paired yet",
    "Type the token that “kezek tokens create --role kiosk” printed",
    "Pair this screen",
    "This token is not known. Check every letter or make a new one.",
)
