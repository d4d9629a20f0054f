"""What to tell people when something is refused: one English sentence for each code.

The sentence is the msgid of the catalogue ``translations/errors``; Kazakh and Russian stand there.
A sentence with facts (``%(name)s``) is used only when the error brings them all.
"""

from __future__ import annotations

from typing import Final

UNPRINTABLE_SIGN = (
    "The sign %(sign)s cannot be printed on paper. Type it in Cyrillic or Latin letters."
)

SENTENCES: Final[dict[str, tuple[str, ...]]] = {
    # What the queue refuses.
    "unknown_service": ("This office does not offer that service. Choose one from the list.",),
    "unknown_window": ("This office has no window with that number. Check the number.",),
    "unknown_ticket": (
        "There is no ticket with that number. Check the number or take a new ticket.",
    ),
    "unknown_category": (
        "That category is not used here. Go on without it or ask a member of staff.",
    ),
    "unknown_stage": ("The service has no such stage here. Choose another one.",),
    "unknown_print_job": ("There is no such print job. Print the ticket again.",),
    "office_closed": (
        "The office is closed now. It opens: %(opens)s.",
        "The office is closed now. The opening hours are at the entrance.",
    ),
    "day_limit_reached": (
        "All tickets of this service for today are taken. Come on the next working day.",
    ),
    "number_taken": (
        "Another visitor is called by number %(number)s now. Give this visitor a new ticket.",
        "Another visitor is called by this number now. Give this visitor a new ticket.",
    ),
    "wrong_state": (
        (
            "Ticket %(number)s: %(state_word)s. This cannot be done now; "
            "choose one of the commands that the page offers."
        ),
        "This cannot be done now. Choose one of the commands that the page offers.",
    ),
    "no_show_too_early": (
        (
            "Call %(number)s again in %(call_in_seconds)s s. "
            "“Did not come” is possible in %(possible_in_seconds)s s."
        ),
        (
            "Call %(number)s again now (%(calls_missing)s more). "
            "“Did not come” is possible in %(possible_in_seconds)s s."
        ),
        "Call %(number)s again now (%(calls_missing)s more), then mark “Did not come”.",
        (
            "%(number)s may still be on the way. "
            "“Did not come” is possible in %(possible_in_seconds)s s."
        ),
        (
            "The visitor was not called often or long enough. "
            "Call again and wait a little, then mark “Did not come”."
        ),
    ),
    "stale_command": (
        (
            "The visitor at the window has changed meanwhile, so nothing was done. "
            "Look at the page and press again."
        ),
    ),
    "window_busy": ("A visitor is still at this window. Finish that visit first.",),
    "window_paused": ("The window is paused. Resume work before you call the next visitor.",),
    "window_empty": ("Nobody is at this window. Call the next visitor first.",),
    "idempotency_conflict": (
        "This key was used before, for another request. Send the request with a new key.",
    ),
    "bad_feedback": (
        UNPRINTABLE_SIGN,
        "Something is missing or cannot be right. Check what you entered.",
    ),
    "unknown_complaint": (
        "There is no complaint with that number. Check the number on the paper.",
    ),
    "person_erased": (
        "The personal data of this paper were erased, so it cannot be printed any more.",
    ),
    "complaint_resolved": ("This complaint has been answered already, so nothing was changed.",),
    "survey_answered": ("You have answered for this visit already. Thank you.",),
    "survey_closed": ("Answers are taken after a visit, for a short time only.",),
    "unknown_request": ("There is no request with that number here. Compare it with the receipt.",),
    "not_ready": (
        "There is nothing to collect for this request now. Ask the staff, or come on its day.",
    ),
    "request_number": (
        "That is no request number. Type the nine digits as they stand on the receipt.",
    ),
    "mistyped_number": (
        "A digit of the number is wrong. Compare it with the receipt and type it again.",
    ),
    "unknown_document": (
        "The standard asks for no such document. Tick the documents of the list again.",
    ),
    "documents_not_shown": (
        "A document that the standard asks for was not shown. Ask the visitor, then tick it.",
    ),
    "person_needed": (
        UNPRINTABLE_SIGN,
        (
            "A text that the paper needs is missing, or has signs that cannot be printed. "
            "Type it in Cyrillic or Latin letters."
        ),
    ),
    "reason_needed": (
        "Write the reason in one line of at most %(most_signs)s signs.",
        "The reasons are missing. Write them down, the visitor has a right to know them.",
    ),
    "bad_date": ("The date cannot be right. Check it and enter it again.",),
    "fee_unknown": (
        (
            "The monthly calculation index of %(year)s is not entered here. Check the day of "
            "payment; if it is right, call the administrator: the health page says what to enter."
        ),
        "The state duty of that day is not known. Check the day of payment.",
    ),
    "no_extension": ("The standard does not allow this extension. Answer within the term.",),
    "not_allowed_by_standard": (
        "The term ended on %(due_on)s. A term that is over is not extended.",
        "The result is kept here until it goes to the authority: %(hand_over_on)s.",
        "The standard of the request does not allow this. Look at what it says.",
    ),
    "wrong_request_state": (
        "Request %(number)s: %(state_word)s. This cannot be done with it now.",
        "This cannot be done with the request now. Look at where it stands.",
    ),
    "stale_request": ("The request has changed meanwhile, so nothing was done. Look at it again.",),
    "clock_known": ("The clock is right, nobody has to enter the time. Nothing was changed.",),
    "nothing_to_take_back": (
        "Nobody of that day can be let wait again. Look at the list of those closed out.",
    ),
    "too_many_rows": (
        (
            "There are more waits than a file of this kind holds (%(most)s). "
            "Choose fewer days or more conditions, or save the list as CSV."
        ),
    ),
    "lease_lost": (
        "Another printer has taken over this print job. Nothing needs to be done here.",
    ),
    "office_file": ("The description of the office has a mistake. Call the administrator.",),
    "database_missing": ("The database is missing. Call the administrator to restore the backup.",),
    "database_exists": ("There is an office in this directory already. Choose another directory.",),
    "archive": (
        "The old years could not be moved into a file; nothing was moved. Call the administrator.",
    ),
    "archive_missing": (
        (
            "What you ask for lies in an archive of old years that is not there: %(missing)s. Call "
            "the administrator to bring the file back, or ask for later days."
        ),
    ),
    "archive_damaged": (
        (
            "What you ask for lies in an archive of old years that is damaged: %(damaged)s. Call "
            "the administrator to bring that file back from a backup, or ask for later days. "
            "The queue goes on."
        ),
    ),
    "archive_on_server": ("This office is on a database server, so nothing is moved into a file.",),
    "carry": (
        (
            "The office could not be moved into another database; it works on where it was. Call "
            "the administrator."
        ),
    ),
    "office_in_target": (
        "The other database holds this office already. Choose an empty database.",
    ),
    "office_served": ("A server works on this office. Stop it, then move the office.",),
    "move": ("The office is at that place already. Choose another one.",),
    "database_corrupt": ("The database is damaged. Call the administrator to restore the backup.",),
    "database_too_new": (
        "A newer version of the program wrote the database. Call the administrator to install it.",
    ),
    "storage_full": (
        "The disk is full, so nothing was saved. Call the administrator, then try again.",
    ),
    "storage_failed": (
        "The change could not be saved. Try again; if that does not help, call the administrator.",
    ),
    "database_unreachable": (
        (
            "The database server does not answer. Try again in a moment; if that does not help, "
            "call the administrator."
        ),
    ),
    "statement_failed": (
        (
            "The program itself has a fault, so nothing was saved. "
            "Tell the administrator the number %(incident)s."
        ),
        "The program itself has a fault, so nothing was saved. Call the administrator.",
    ),
    "library_missing": ("A part of the program is not installed. Call the administrator.",),
    "discipline_failed": (
        (
            "Nobody was called: the rule %(rule)s chose ticket %(ticket)s, which does not wait for "
            "this window. Call the administrator: the rule is chosen in kezek.toml."
        ),
        (
            "Nobody was called: the rule %(rule)s, which says who is next, failed. Call the "
            "administrator: the rule is chosen in kezek.toml."
        ),
        "Nobody was called: the rule that says who is next failed. Call the administrator.",
    ),
    # What the server refuses.
    "bad_request": (
        (
            "The request has %(mistakes)s mistakes. Expected for %(field)s: %(expected)s; "
            "came: %(came)s. %(what_to_do)s"
        ),
        (
            "The request cannot be understood. Expected for %(field)s: %(expected)s; "
            "came: %(came)s. %(what_to_do)s"
        ),
        "The request cannot be understood. Check what was sent.",
    ),
    "not_json": ("The request must be JSON with Content-Type: application/json.",),
    "too_large": ("The request is too large. Send less than %(limit_kib)s KiB.",),
    "not_found": ("There is no such page. Go back to the start.",),
    "method_not_allowed": ("This address cannot be asked in that way. Go back to the start.",),
    "sign_in_needed": ("Sign in first.",),
    "token_refused": (
        "The token of this device is not valid. Ask the administrator for a new one.",
    ),
    "forbidden": ("Your role does not allow this. Ask the supervisor.",),
    "other_window": (
        "This is another operator's window. Yours is window %(own)s.",
        "This visitor belongs to another operator's window.",
    ),
    "no_window_chosen": ("Choose your window first.",),
    "host_refused": (
        (
            "This server does not answer to the name %(host)s. Open it at its address, or let the "
            "administrator add the name to server.names in kezek.toml."
        ),
        "This server does not answer to that name. Open it at its address.",
    ),
    "https_needed": (
        "This server is called over https. Put https:// before the address and try again.",
    ),
    "origin_refused": (
        "The request came from another site. Open the page at this server's own address.",
    ),
    "page_expired": ("This page is out of date. Load it again and repeat what you did.",),
    "sign_in_refused": ("The name and the PIN do not match. Type both again.",),
    "old_pin_refused": ("The present PIN is wrong. Type it again.",),
    "same_pin": ("The new PIN is the present one. Choose another one.",),
    "pins_differ": ("The new PIN was not typed twice alike. Type it twice again.",),
    "sign_in_delayed": ("Too many wrong PINs. Try again in %(wait_seconds)s s.",),
    "too_many_requests": ("Too many requests from this device. Wait a minute and try again.",),
    "request_too_slow": (
        "The request did not arrive in time. Check the network and send it again.",
    ),
    "head_too_long": ("The head of the request is too long. Shorten the address and the cookies.",),
    "length_needed": ("The request does not say its length. Send it with Content-Length.",),
    "connections_taken": (
        "Too many connections are open. Close what is not needed and try again in a moment.",
    ),
    "streams_full": ("Too many screens are open. This page tries again by itself.",),
    "account_exists": ("There is an account with this name already. Choose another name.",),
    "unknown_account": ("There is no account with this name. Check the name.",),
    "unknown_token": ("There is no such token. Check its number.",),
    "sign_in_busy": (
        (
            "Too many people are signing in at this moment. The PIN was not checked yet; "
            "try again in %(wait_seconds)s s."
        ),
    ),
    "guessable_pin": (
        (
            "This PIN is one of the first that anybody would try: repeated or consecutive digits, "
            "a common PIN, or the name. Choose another one."
        ),
    ),
    "weak_pin": ("The PIN must have at least %(shortest)s characters. Choose a longer one.",),
    "rule_setting": (
        (
            "%(key)s in the settings says %(value)s, but there is no such rule. Call the "
            "administrator: docs/settings.md tells what may stand there."
        ),
        "The settings name a rule that is not there. Call the administrator.",
    ),
    "database_address": (
        "The settings name a database that cannot be used. Call the administrator.",
    ),
    "settings_file": ("The settings have a mistake. Call the administrator.",),
    "clock_not_simulated": ("This server keeps real time. Leave out the header Kezek-Now.",),
    "clock_backwards": ("The simulated clock only moves forward. Send a later instant.",),
    "failure": (
        (
            "Something failed on the server. Try again; if that does not help, "
            "tell the administrator the number %(incident)s."
        ),
        "Something failed on the server. Try again or call the administrator.",
    ),
}

STATE_WORDS: Final = {
    "waiting": "is waiting",
    "called": "is called",
    "serving": "is being served",
    "served": "has been served",
    "no_show": "did not come",
    "cancelled": "is cancelled",
    "held": "is put off",
    # Of a request.
    "accepted": "it is accepted",
    "sent": "it is at the authority",
    "returned": "the authority sent it back",
    "corrected": "it is corrected",
    "ready": "the result is ready",
    "issued": "the result is given out",
    "refused": "the service is refused",
    "unclaimed": "the result is not collected",
    "handed_over": "the result is handed to the authority",
}
"""The words for the state of a ticket or a request inside a sentence; msgids too."""

STATUSES: Final[dict[str, int]] = {
    "unknown_ticket": 404,
    "unknown_window": 404,
    "unknown_print_job": 404,
    "unknown_complaint": 404,
    "not_found": 404,
    "method_not_allowed": 405,
    "unknown_service": 422,
    "unknown_category": 422,
    "unknown_stage": 422,
    "bad_feedback": 422,
    "weak_pin": 422,
    "guessable_pin": 422,
    "same_pin": 422,
    "pins_differ": 422,
    "bad_request": 400,
    "clock_not_simulated": 400,
    "not_json": 415,
    "too_large": 413,
    "sign_in_needed": 401,
    "token_refused": 401,
    "sign_in_refused": 401,
    "old_pin_refused": 401,
    "forbidden": 403,
    "other_window": 403,
    "no_window_chosen": 403,
    "host_refused": 421,
    "https_needed": 403,
    "origin_refused": 403,
    "page_expired": 403,
    "office_closed": 409,
    "day_limit_reached": 409,
    "number_taken": 409,
    "wrong_state": 409,
    "no_show_too_early": 409,
    "stale_command": 409,
    "window_busy": 409,
    "window_paused": 409,
    "window_empty": 409,
    "idempotency_conflict": 409,
    "person_erased": 409,
    "complaint_resolved": 409,
    "survey_answered": 409,
    "survey_closed": 409,
    "unknown_request": 404,
    "not_ready": 409,
    "request_number": 422,
    "mistyped_number": 422,
    "unknown_document": 422,
    "documents_not_shown": 422,
    "person_needed": 422,
    "reason_needed": 422,
    "bad_date": 422,
    "fee_unknown": 422,
    "no_extension": 409,
    "not_allowed_by_standard": 409,
    "wrong_request_state": 409,
    "stale_request": 409,
    "clock_known": 409,
    "nothing_to_take_back": 409,
    "too_many_rows": 409,
    "lease_lost": 409,
    "clock_backwards": 409,
    "sign_in_delayed": 429,
    "too_many_requests": 429,
    "request_too_slow": 408,
    "length_needed": 411,
    "head_too_long": 431,
    "connections_taken": 503,
    "sign_in_busy": 503,
    "streams_full": 503,
    "archive_missing": 503,
    "archive_damaged": 503,
    "database_unreachable": 503,
    "storage_full": 507,
    "storage_failed": 507,
    "statement_failed": 500,
}
"""The HTTP status of each code; any other code is the server's own failure: 500."""
