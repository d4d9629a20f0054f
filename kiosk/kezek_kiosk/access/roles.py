"""Who may do what: the roles of people and devices, and what each role is allowed."""

from __future__ import annotations

from enum import Enum


class Role(Enum):
    """The role of an account or a token; the value is what files and the API carry."""

    KIOSK = "kiosk"
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


STAFF_ROLES = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN})
"""The roles of people; the other one is a device's."""

MAY_ISSUE = frozenset(Role)
"""Staff too: not every visitor can use the kiosk."""

MAY_PRINT = frozenset({Role.KIOSK, Role.ADMIN})
MAY_REPRINT = frozenset({Role.KIOSK, Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN})
MAY_SERVE = STAFF_ROLES
MAY_SERVE_ANY_WINDOW = frozenset({Role.SUPERVISOR, Role.ADMIN})
MAY_SET_CLOCK = frozenset({Role.SUPERVISOR, Role.ADMIN})
"""Says what day and time it is, where the machine does not know."""
MAY_TAKE_BACK_CLOSINGS = frozenset({Role.SUPERVISOR, Role.ADMIN})
MAY_CANCEL_BURSTS = frozenset({Role.SUPERVISOR, Role.ADMIN})
MAY_READ_REPORTS = frozenset({Role.SUPERVISOR, Role.ADMIN})
MAY_TRY_HARDWARE = frozenset({Role.ADMIN})
"""Presses virtual devices; in a demo office everybody may."""
MAY_COMPLAIN = frozenset(Role)
"""A complaint is registered by staff, or by the visitor at the kiosk."""
MAY_LOOK_UP = frozenset(Role)
"""Where a request stands: staff, and the kiosk for whoever shows the receipt."""
MAY_SEE_PEOPLE = frozenset({Role.SUPERVISOR, Role.ADMIN})
"""Names and contacts of one person, and their erasure."""
MAY_ANSWER_COMPLAINTS = frozenset({Role.SUPERVISOR, Role.ADMIN})
"""Nobody answers a complaint of the own window."""
MAY_SURVEY = frozenset(Role)
"""A tablet at the window asks; staff may take down what a visitor says."""
