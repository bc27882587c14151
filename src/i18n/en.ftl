# English. The same keys as ru.ftl; a test compares them.
# A key `X-hint` is the hint below the control labelled `X`; `X-button` the button of the page that asks `X`.

# -- the panel --
skip = Skip to the content
menu = Menu
menu-main = Main menu
menu-accounts = Accounts
menu-resources = Resources
menu-record = Activity
menu-audit = Audit trail
menu-tariffs = Tariffs
menu-web-version-policies = Web-version policies
menu-databases = Databases
menu-external-data = External data
sign-out = Sign out
second-factor-missing = Your sign-in has no second factor yet.
second-factor-set-up = Set it up
role-owner = owner
role-manager = manager
role-support = support
role-auditor = auditor

# -- buttons and words that many pages share --
create = Create
save = Save
cancel = Cancel
back = Back
delete = Delete
show = Show
search = Search
never = never
history = History
section-main = Main
last-changed = Last changed by { $by }, { $at }
several-none = There are none to choose from yet.
used-by-accounts = Accounts that use it, six at most:
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

# -- counts --
count-users = { $count ->
    [one] { $count } user
   *[other] { $count } users
}
count-changes = { $count ->
    [one] { $count } field
   *[other] { $count } fields
}
count-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

# -- lists --
list-none = Nothing here
list-range = { $from }–{ $to } of { $total }
list-some = { $count } of { $total }
list-nothing-found = Nothing matches this search.
list-show-all = Show all
pages = Pages
page-first = First
page-previous = Previous
page-next = Next
page-last = Last
rows-a-page = Rows a page:
column-name = Name
column-title = Title
column-kind = Kind
column-host = Host
column-database = Database
column-tls = TLS
column-accounts = Accounts
column-email = Email
column-sms = SMS
column-push = Push
column-messenger = Messenger
column-limit-users = Users at most
column-limit-emails = Emails a month
column-when = When
column-who = Who
column-what = What
column-changes = Changes
column-from = From

# -- refused forms; each says what to do --
errors-heading = This was not saved. Please correct:
error-title-mark = Error:{ " " }
refused-empty = Fill this in.
refused-too-long = Shorten this to { $longest } characters; it has { $length }.
refused-control-characters = Take out line breaks and other control characters.
refused-taken = This name is taken; choose another.
refused-name-characters = Use only the letters a–z, digits, dots, underscores and hyphens.
refused-name-length = Use { $shortest } to { $longest } characters.
refused-name-ends = Begin and end with a letter or a digit.
refused-number = Enter a whole number from { $least } to { $most }.
refused-limit = Enter a whole number, or leave it empty for no limit.
refused-choice = Choose one of the options.
refused-email = Enter one email address, such as anna@example.com.
refused-phone = Enter a phone number with its country code, such as +44 20 7946 0958.
refused-zone = Choose a time zone, such as Europe/Berlin.
refused-host = Enter a public host name, such as example.com, without scheme or port.
refused-web-address = Enter an address that begins with https:// or http://.

# -- stale edits --
stale-by = Saved by
stale-what-now = What you typed is below, unsaved. Saving replaces what they saved.
stale-field = Field
stale-yours = Yours
stale-theirs = Theirs

# -- failed requests --
error-not-found = There is no such page
error-forbidden = You are not permitted to do this
error-csrf = This form is too old or not from this site. Go back, reload the page and try again
error-malformed = The request could not be understood
error-method = This address cannot be used in this way
error-too-large = What was sent is too large
error-misdirected = Steward does not answer at this address
error-stale = Somebody else saved this while you were editing
error-unavailable = The database does not answer. Nothing was changed; try again in a minute
error-internal = Something went wrong. Nothing was changed
error-home = To the start page
error-id = Request

# -- audit trail --
audit-who = Who: the exact login
audit-none-yet = Nothing has happened yet.
action-create = Created
action-update = Changed
action-delete = Deleted
action-refused = Refused
kind-page = page
kind-tariff = tariff
kind-database = database
kind-external-data = external data
kind-web-version-policy = web-version policy

# -- tariffs --
tariffs-none-yet = No tariffs yet. Create the first one: every account needs one.
tariff-search = Name or title
tariff-new = New tariff
tariff-name = Name
tariff-title = Title
tariff-limits = Limits
tariff-limits-hint = Leave a limit empty for no limit.
tariff-max-users = Users
tariff-max-profiles = Profiles
tariff-max-databases = Databases
tariff-max-storage-bytes = Storage, bytes
tariff-emails-per-month = Emails a month
tariff-sms-per-month = SMS a month
tariff-pushes-per-month = Pushes a month
tariff-api-requests-per-day = API requests a day
tariff-warn-percent = Warn at, %
tariff-warn-percent-hint = The share of a limit from which the account is warned.
tariff-created = Tariff “{ $name }” is created.
tariff-saved = Tariff “{ $name }” is saved.
tariff-deleted = Tariff “{ $name }” is deleted.
tariff-delete = Delete tariff “{ $name }”?
tariff-delete-button = Delete tariff
tariff-in-use = Tariff “{ $name }” is in use and cannot be deleted

# -- databases and external data --
connectors-none-yet = No connectors yet. Create the first one, so that accounts can choose it.
connector-search = Name, host or database
connector-new = New connector
connector-name = Name
connector-kind = Kind
connector-connection = Connection
connector-host = Host
connector-host-hint = A host name or an IP address, without a port.
connector-port = Port
connector-port-hint = Empty for the usual one: PostgreSQL 5432, ClickHouse (HTTP) 8123 or with TLS 8443, MySQL 3306, SQL Server 1433.
connector-database = Database
connector-user = User
connector-password = Password
connector-password-hint = May be empty. It is stored encrypted and never shown again.
connector-password-stored = { connector-password }
connector-password-stored-hint = One is stored. Leave this empty to keep it; after changing host, port, user or TLS, type it anew.
connector-password-remove = Remove the stored password
connector-tls = TLS
tls-off = off
tls-required = required
tls-verified = required, certificate verified
refused-connector-host = Enter a host name or an IP address, without scheme or port.
refused-connector-address = Choose another host: link-local and cloud metadata addresses are not allowed.
refused-password-anew = Type the password anew: host, port, user or TLS changed.
refused-password-both = Either type a new password or remove the stored one.
refused-kind-in-use = Keep the kind: accounts use this database as it is.
connector-created = Connector “{ $name }” is created.
connector-saved = Connector “{ $name }” is saved.
connector-deleted = Connector “{ $name }” is deleted.
connector-delete = Delete connector “{ $name }”?
connector-delete-button = Delete connector
connector-in-use = Connector “{ $name }” is in use and cannot be deleted
database-name = { connector-name }
database-kind = { connector-kind }
database-host = { connector-host }
database-port = { connector-port }
database-database = { connector-database }
database-user = { connector-user }
database-password = { connector-password }
database-tls = { connector-tls }
external-data-name = { connector-name }
external-data-kind = { connector-kind }
external-data-host = { connector-host }
external-data-port = { connector-port }
external-data-database = { connector-database }
external-data-user = { connector-user }
external-data-password = { connector-password }
external-data-tls = { connector-tls }

# -- web-version policies --
web-version-policies-none-yet = No web-version policies yet. Create the first one, so that accounts can choose it.
web-version-policy-search = Name
web-version-policy-new = New web-version policy
web-version-policy-name = Name
web-version-policy-channels = Channels
web-version-policy-channels-hint = Which messages stay readable on the web, and for how many days (1 to 3650).
web-version-policy-not-kept = not kept
web-version-policy-email-kept = Keep emails
web-version-policy-email-days = Emails, days
web-version-policy-sms-kept = Keep SMS
web-version-policy-sms-days = SMS, days
web-version-policy-push-kept = Keep pushes
web-version-policy-push-days = Pushes, days
web-version-policy-messenger-kept = Keep messenger messages
web-version-policy-messenger-days = Messenger messages, days
web-version-policy-created = Web-version policy “{ $name }” is created.
web-version-policy-saved = Web-version policy “{ $name }” is saved.
web-version-policy-deleted = Web-version policy “{ $name }” is deleted.
web-version-policy-delete = Delete web-version policy “{ $name }”?
web-version-policy-delete-button = Delete policy
web-version-policy-in-use = Web-version policy “{ $name }” is in use and cannot be deleted

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
