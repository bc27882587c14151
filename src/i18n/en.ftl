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

# -- accounts --
account-new = New account
account-search = Title, login name or id
accounts-none-yet = No accounts yet. Create a tariff first, then the first account.
account-created = “{ $title }” was created. Its users come next.
account-saved = “{ $title }” was saved.
account-settings = Settings
account-users = Users
account-groups = Groups
account-roles = Roles
account-parts = Parts of the account
account-active = Active
account-active-hint = An inactive account is set up, but nobody can sign in to it.
account-frozen = Frozen
account-deleted = Deleted
account-title = Title
account-title-hint = What people read.
account-name = Login name
account-name-hint = a–z, 0–9, dot, underscore and hyphen. Unique.
account-name-users = { $count ->
    [one] { $count } user signs in as
   *[other] { $count } users sign in as
}
account-name-asks = { $count ->
    [0] Confirm the new login name below.
    [one] Changing the login name changes the login of { $count } user. Confirm it below.
   *[other] Changing the login name changes the logins of { $count } users. Confirm it below.
}
account-name-question = Change the login name?
account-name-confirm = Yes, from now on everybody signs in as
account-tariff = Tariff
account-tz = Time zone
account-now-there = Now { $there } there, { $here } for you.
account-account-postgresql = Postgres DB
account-account-postgresql-hint = Orders and products.
account-account-cache-clickhouse = ClickHouse DB
account-account-cache-clickhouse-hint = History, statistics, reports.
account-external-data-connectors = External data
account-web-version-policy = Policy
account-web-version-policy-hint = Which channels keep web versions of messages, and for how long.
account-save-email-web-versions = Keep web versions of all emails
account-save-email-web-versions-hint = Also those that the policy would not keep.
account-enable-pixel = Enable pixel
account-enable-pixel-hint = Opens and visits are tracked. Needs the cookie domain.
account-enable-smart-settings = Enable smart settings
account-enable-smart-settings-hint = Hidden copy, unconditional sending, choice of virtual sender.
account-enable-push = Enable push channel
account-enable-push-hint = Web push. Needs the cookie domain.
account-enable-track-email-replies = Capture email replies
account-custom-push-domain = Cookie domain
account-custom-push-domain-hint = A public host name such as track.example.com.
account-reports-day = Send weekly reports on
account-reports-hour = Send daily reports at
account-reports-hour-hint = In the account’s time zone.
account-next-daily = Next daily: { $day }, { $there } there, { $here } for you.
account-next-weekly = Next weekly: { $day }, { $there } there, { $here } for you.
account-force-2fa-auth = Force 2FA for users
account-force-2fa-auth-hint = Who has no second factor yet sets one up at the next request.
account-enrolled = { $count ->
    [0] No users yet.
    [one] { $enrolled } of { $count } user has a second factor.
   *[other] { $enrolled } of { $count } users have a second factor.
}
account-state-means = Freezing stops changes, its users still sign in. Deactivating ends their sessions now. Deleting keeps everything for 30 days.
account-activate = Activate “{ $title }”?
account-activate-means = { $count ->
    [0] It has no users yet.
    [one] Its { $count } user can sign in again.
   *[other] Its { $count } users can sign in again.
}
account-activate-done = “{ $title }” is active.
account-activate-already = “{ $title }” is active already.
account-deactivate = Deactivate “{ $title }”?
account-deactivate-means = { $count ->
    [0] It has no users yet. Nobody can sign in to it until it is activated.
    [one] Its { $count } user is signed out now and cannot sign in until it is activated.
   *[other] Its { $count } users are signed out now and cannot sign in until it is activated.
}
account-deactivate-done = “{ $title }” is inactive. Its users are signed out.
account-deactivate-already = “{ $title }” is inactive already.
account-notify-users = Tell the users
account-notify-users-hint = One letter each, in the user’s language.
account-freeze = Freeze “{ $title }”?
account-freeze-means = { $count ->
    [0] Nothing in it can be created or changed until it is unfrozen.
    [one] Its { $count } user can sign in and look, but nothing can be created or changed until it is unfrozen.
   *[other] Its { $count } users can sign in and look, but nothing can be created or changed until it is unfrozen.
}
account-freeze-done = “{ $title }” is frozen.
account-freeze-already = “{ $title }” is frozen already.
account-payment-url = Payment link
account-payment-url-hint = Shown to the users while the account is frozen. Optional.
account-reason = Reason
account-reason-hint = Shown to the users. Optional.
account-unfreeze = Unfreeze “{ $title }”?
account-unfreeze-means = { $count ->
    [0] The payment link and the reason are cleared.
    [one] Its { $count } user can create and edit again. The payment link and the reason are cleared.
   *[other] Its { $count } users can create and edit again. The payment link and the reason are cleared.
}
account-unfreeze-done = “{ $title }” is no longer frozen.
account-unfreeze-already = “{ $title }” is not frozen.
account-delete = Delete “{ $title }”?
account-delete-means = { $count ->
    [0] Its settings, groups and roles go. For 30 days it can be restored as it was; its login name stays taken until then.
    [one] { $count } user, the groups, roles and settings go, and the user is signed out now. For 30 days all can be restored as it was; the login name stays taken until then.
   *[other] { $count } users, the groups, roles and settings go, and the users are signed out now. For 30 days all can be restored as it was; the login name stays taken until then.
}
account-delete-type = To be sure, type its login name:
account-typed-name = Login name
account-delete-done = “{ $title }” was deleted. It can be restored for 30 days.
account-delete-already = “{ $title }” is deleted already.
account-restore = Restore “{ $title }”?
account-restore-means = { $count ->
    [0] It comes back as it was.
    [one] It comes back as it was, with its { $count } user.
   *[other] It comes back as it was, with its { $count } users.
}
account-restore-done = “{ $title }” is back.
account-restore-already = “{ $title }” is not deleted.
account-is-frozen = The account is frozen. Unfreeze it first.
account-is-inactive = The account is inactive. Activate it first.
account-is-deleted = The account is deleted. Restore it first.
refused-no-tariff = Choose a tariff.
refused-no-domain-for-pixel = Enter the cookie domain, since the pixel is on.
refused-no-domain-for-push = Enter the cookie domain, since push is on.
refused-typed-name = Type { $name } to delete the account.
section-databases = Databases
section-web-version = Web version
section-additional = Additional
section-notifications = Notifications
section-authorization = Authorization
section-state = State
state-active = Active
state-inactive = Inactive
state-frozen = Frozen
state-frozen-since = Frozen since { $day }
state-limit = Limit reached
state-deleted = Deleted
any-state = Any state
any-tariff = Any tariff
any-zone = Any time zone
created-between = Created between
created-and = and
on-this-page = On this page
day-1 = Monday
day-2 = Tuesday
day-3 = Wednesday
day-4 = Thursday
day-5 = Friday
day-6 = Saturday
day-7 = Sunday
action-activate = Activate
action-deactivate = Deactivate
action-freeze = Freeze
action-unfreeze = Unfreeze
action-restore = Restore
