# English. The same keys as ru.ftl; a test compares them.
count-users = { $count ->
    [one] { $count } user
   *[other] { $count } users
}
count-changes = { $count ->
    [one] { $count } field
   *[other] { $count } fields
}

# -- letters and outbox --
menu-outbox = Outbox
outbox-search = Recipient or subject
outbox-any-status = Any status
outbox-none-yet = No letters yet. A letter appears here as soon as one is to be sent, such as a welcome letter to a new user.
outbox-no-server = No mail server is set, so letters stay here and are not sent. Set STEWARD_SMTP_URL and start Steward again.
column-letter = Letter
column-recipient = Recipient
column-status = Status
column-attempts = Attempts
column-sent-or-next = Sent or next attempt
column-last-error = Reason
kind-letter = letter
action-send-again = sent again
action-cancel-letter = cancelled
letter-status = Status
letter-about = Letter
letter-kind = Kind
letter-kind-welcome = Welcome letter
letter-kind-deactivated = Account deactivated
letter-status-queued = Queued
letter-status-sent = Sent
letter-status-failed = Failed
letter-status-cancelled = Cancelled
letter-reason-account-deleted = The account was deleted.
letter-reason-account-inactive = The account is inactive.
letter-reason-user-deleted = The user was deleted.
letter-reason-user-disabled = The user is disabled.
letter-reason-superseded = A newer letter took its place.
letter-from = From
letter-to = To
letter-subject = Subject
letter-sent-at = Sent
letter-next-attempt = Next attempt
letter-give-up = Tried until
letter-user = User
letter-open-user = Open the user
letter-text = Text
letter-html = Show the HTML version
letter-link-hidden = The secret part of the link is not shown to anybody but the recipient.
letter-again = Send again
letter-cancel = Cancel the letter
letter-will-go = The letter will be sent.
letter-cancelled = The letter is cancelled.
letter-is-sent = This letter has been sent already.
letter-link-gone = The link of this letter no longer exists. Issue a new letter from the user’s page.
letter-is-going = This letter is being sent at this moment.
letter-not-waiting = Only a queued letter can be cancelled.
mail-greeting = Hello, { $name }!
mail-welcome-subject = Access to { $account }: set your password
mail-welcome-for = This letter is for { $login }, a user of “{ $account }”. Sign in with this login after setting a password.
mail-welcome-link = Set a password
mail-welcome-until = The link works once, until { $until }. A newer letter makes it void.
mail-welcome-unexpected = If you did not expect this letter, ignore it: without the link nothing changes.
mail-request = The letter was requested from
mail-platform = Browser and system
mail-place = Place
mail-time = Time
mail-unknown = unknown
mail-deactivated-subject = { $account }: the account is deactivated
mail-deactivated = The account “{ $account }” has been deactivated. Until it is activated again you cannot sign in as { $login }.
mail-deactivated-ask = If you have questions, ask whoever is responsible for the account in your company.
