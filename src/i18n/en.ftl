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
# -- signing in, passwords, second factor --
sign-in = Sign in
sign-in-title = Sign in to Steward
sign-in-user-title = Sign in to your account
sign-in-login = Login
sign-in-user-login = Login
sign-in-user-login-hint = As in your letter: login@account
sign-in-password = Password
sign-in-refused = This login and password do not match.
sign-in-switched-off = Signing in is switched off for this login. Ask your administrator.
sign-in-code-title = Confirm it is you
sign-in-code = Code
sign-in-code-hint = Six digits from your authenticator app, or one of your recovery codes
sign-in-start-again = Start again
sign-in-wrong-code = This code is wrong, or was used before. Try the next one.
sign-in-too-many-codes = Too many wrong codes. Try again in 15 minutes.
signed-out = You are signed out.
setup-title = Set Steward up
setup-intro = You are the first here. This makes you the owner, who may do everything.
setup-button = Create the owner
setup-done = Steward is ready.
set-password-title = Set a password
set-password-for = For the login
set-password-button = Set password
password-new = New password
password-new-hint = A few unrelated words make a good one
password-again = New password again
password-current = Current password
password-not-same = The two passwords differ.
password-too-short = The password has { $length ->
    [one] { $length } character
   *[other] { $length } characters
}; at least { $shortest } are needed.
password-too-common = This password is easy to guess: it is common, or follows a pattern.
password-of-own-words = This password is made of your login, name, e-mail or account.
password-wrong = This is not your current password.
password-set = The password is set. Sign in with it.
password-changed = The password is changed. Your other sessions have ended.
dead-link-title = This link no longer works
dead-link-why = It was used, is too old, or a newer one replaced it. Ask your administrator for another.
second-factor-title = Second factor
second-factor-intro = Besides the password, signing in asks for a code from an app on your phone. Scan the picture with the app, then type the code that it shows.
second-factor-qr = QR code with the secret that is written below
second-factor-secret = Or type this secret into the app:
second-factor-code = Code from the app
second-factor-button = Switch on
second-factor-is-on = The second factor is on.
second-factor-is-off = The second factor is off.
second-factor-codes-left = { $count ->
    [0] No recovery codes are left.
    [one] { $count } recovery code is left.
   *[other] { $count } recovery codes are left.
}
recovery-codes-title = Keep these recovery codes
recovery-codes-intro = The second factor is on. Without the phone, each of these codes lets you in once. They are not shown again: print them or keep them in a safe place.
continue = Continue

# -- administrators --
admin-login = Login
admin-email = Email
admin-first-name = First name
admin-last-name = Last name
admin-language = Language
admin-tz = Time zone
admin-theme = Theme
admin-role = Role
admin-active = Active
admin-password = Password
admin-second-factor = Second factor
kind-admin = administrator
action-password = Password changed
action-second-factor = Second factor switched on
action-reset = Access reset
