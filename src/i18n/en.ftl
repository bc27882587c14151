# English. The same keys as ru.ftl; a test compares them.
# A key `X-hint` is the hint below the control labelled `X`; `X-button` the button of the page that asks `X`.

# -- the panel --
skip = Skip to the content
skip-list = Skip to the list
menu = Menu
menu-main = Main menu
menu-overview = Overview
menu-accounts = Accounts
menu-resources = Resources
menu-record = Activity
menu-audit = Audit trail
menu-tariffs = Tariffs
menu-web-version-policies = Web-version policies
menu-databases = Databases
menu-external-data = External data
menu-ldap = LDAP
menu-senders = Senders
menu-stop-lists = Stop lists
menu-notifiers = Notifiers
menu-access = Access
menu-admins = Administrators
menu-settings = Settings
menu-brand = Brand
menu-directory = Administrators’ directory
sign-out = Sign out
second-factor-missing = Two-factor authentication is off.
second-factor-set-up = Turn it on
role-owner = owner
role-manager = manager
role-support = support
role-auditor = auditor
role-may-owner = everything, administrators included
role-may-manager = accounts, users, shared resources, letters and sessions
role-may-support = see all, send letters, end sessions, lift slow-downs, make support visits
role-may-auditor = see all, change nothing
right-view = See everything
right-own = Change one’s own profile
right-edit-accounts = Edit accounts
right-edit-users = Edit users
right-edit-resources = Edit shared resources
right-send-letters = Send letters
right-end-sessions = End sessions
right-log-in-as = Log in as a user
right-act-as-user = Make changes as a user
right-edit-admins = Manage administrators
right-edit-tokens = Manage API tokens
right-edit-settings = Change settings
any-role = Any role

# -- buttons and words that many pages share --
create = Create
save = Save
save-another = Save and add another
must = * is required
cancel = Cancel
back = Back
close = Close
delete = Delete
show = Search
search = Search
never = never
read-only-role = You can look, not change: your role is { $role }.
secret-show = Show
secret-hide = Hide
toast-close = Close this message
copy-id = Copy the id
copy-login = Copy the login
history = History
section-main = Main
last-changed = Last changed by { $by }, { $at }
several-none = There is nothing to choose from yet.
used-by-accounts = Accounts that use it (at most six are named):
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
count-ldap-groups = { $count ->
    [one] { $count } mapped group
   *[other] { $count } mapped groups
}
count-messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
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
list-nothing-found-means = Try another search, or fewer filters.
list-show-all = Clear filters
pages = Pages
page-first = First
page-previous = Previous
page-next = Next
page-last = Last
rows-a-page = Rows per page:
export-list = Export:
export-csv = Everything that this list finds, as CSV. Texts that a spreadsheet could take for a formula begin with an apostrophe.
export-xlsx = Everything that this list finds, as a workbook. More than 10,000 rows are made into one by a job.
column-name = Name
person-name = Name
column-title = Title
column-kind = Kind
column-events = Events
column-sent = Last sent
column-failures = Failures since
column-waiting = Waiting
column-host = Host
column-database = Database
column-tls = TLS
column-tried = Last test
column-base-dn = Base DN
column-security = Protection
column-accounts = Accounts
column-account = Account
column-channel = Channel
column-type = Type
column-reported = Last report
any-channel = Any channel
any-type = Any type
column-email = Email
column-sms = SMS
column-push = Push
column-messenger = Messenger
column-tariff = Tariff
column-tz = Time zone
column-users = Users
column-created = Created
column-updated = Changed
column-actions = Actions
column-limit-users = User limit
column-limit-emails = Emails per month
column-reach = Reach
column-emails = Emails
column-phones = Phones
column-domains = Domains
column-when = When
column-who = Who
column-what = What
column-changes = Changes
column-from = IP address
column-role = Role
column-device = Device
column-browser = Browser
column-ip = IP address
column-place = Place
column-since = Since
column-last-seen = Last seen
column-outcome = Outcome

# -- refused forms; each says what to do --
errors-heading = There is a problem
error-title-mark = Error:{ " " }
refused-empty = Fill in this field.
refused-too-long = Shorten this to { $longest } characters; it has { $length }.
refused-control-characters = Remove line breaks and other control characters.
refused-reference-taken = The account { $title } (id { $id }) already has this reference.
refused-taken = This name is already taken; choose another.
refused-name-characters = Use only the letters a–z, digits, dots, underscores and hyphens.
refused-name-length = Use { $shortest } to { $longest } characters.
refused-name-ends = Begin and end with a letter or a digit.
refused-number = Enter a whole number from { $least } to { $most }.
refused-limit = Enter a whole number, or leave it empty for no limit.
refused-choice = Choose one of the options.
refused-email = Enter one email address, such as anna@example.com.
refused-email-local = Check the part before the @: letters a–z, digits and signs such as . _ - + in at most 64 characters, with no dot at either end and no two in a row.
refused-email-literal = Enter a domain name after the @, such as example.com: an IP address is not accepted there.
refused-email-domain = Check the part after the @: “{ $domain }” is not a domain name.
refused-email-long = Enter a shorter email address: { $longest } characters is the most.
refused-colour = Enter a colour as #rrggbb, such as #0b6b63.
refused-phone = Enter a phone number with its country code, such as +44 20 7946 0958.
refused-phone-characters = Enter only the digits of the number, with its country code; letters and extensions are not accepted.
refused-zone = Choose a time zone, such as Europe/Berlin.
refused-host = Enter a public host name, such as example.com, without a scheme or port.
refused-web-address = Enter an address that begins with https:// or http://.

# -- stale edits --
stale-by = Changed by
stale-oneself = you, in another window
stale-what-now = What you typed is below and not saved yet. Choose a value for each field, then save again.
stale-was = As it was
stale-field = Field
stale-yours = Yours
stale-theirs = Theirs

# -- failed requests --
error-not-found = There is no such page
error-forbidden = You do not have permission to do this
error-csrf = This form has expired or does not come from this site. Go back, reload the page and try again
error-unproven = Confirm it’s you first
form-again = This form was opened in another tab or a while ago, so nothing was done. It has been refreshed: please send it again.
form-without-cookies = Your browser sent no cookie along, so nothing was done. Allow cookies for this site, then send the form again.
error-malformed = The request could not be understood
error-method = This address does not accept that kind of request
error-too-large = The request is too large
error-too-slow = The request took too long to arrive. Nothing was changed. Please try again
error-misdirected = Steward does not answer at this address
error-too-many = Too many attempts from this network. Try again in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}
error-too-many-until = Too many attempts from this network. Try again in { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}, at { $until }
error-right = This takes the right “{ $right }”. Your role, { $role }, does not include it.
error-right-roles = Roles with this right: { $roles }.
error-reference-gone = Something chosen here has been deleted or renamed in the meantime. Go back, reload the page and choose again
gone = This was deleted while you were editing it
gone-by = Deleted by
gone-what-now = Nothing was saved. What you typed is below: to use it, create a new one and copy it from here.
gone-typed = What you typed
error-stale-asked = This was changed after you opened the page. Nothing was done: check it and confirm again
error-stale = This was changed while you were editing
error-unavailable = The database does not answer. Nothing was changed; try again in a minute
error-internal = Something went wrong. Nothing was changed
error-unsure = Something went wrong while this was being saved, and it is not known whether it was. Look before you try again
error-home = Back to the overview
error-home-portal = Back to your account
error-sign-in = Go to sign-in
error-id = Request

# -- audit trail --
audit-who = Administrator, user or token
mark-owner = New owner
mark-network = New network
mark-refusals = Refused again and again
mark-factor = Second factor removed
audit-marked = Marked only
audit-mark = Deserves a look
audit-record = Record { $count }
audit-number = Number
audit-request = Request
audit-same-request = Other records of the same request
audit-takes-back = Takes back
audit-taken-back-by = Taken back by
audit-from = From
audit-to = to
audit-account = Account by number
audit-object = Object by number
audit-ip = Address or network
audit-visit-number = Visit by number
audit-refused = Refused only
audit-network-wide = Address or network (more than 1,000 addresses of it are on record: name a smaller network)
audit-lately = The last 7 days.
audit-look-back = Look further back
audit-none-then = Nothing in this time
audit-none-then-means = Nothing on record in it fits what is asked for. There may be something before.
any-action = Anything done
any-actor-kind = By anybody
column-action = What was done
column-by = By what
actor-kind-admin = administrator
actor-kind-token = API token
actor-kind-user = user
actor-kind-system = Steward itself
actor-kind-nobody = nobody signed in
export-jsonl = Everything that this list finds, an object a line.
audit-none = Nothing here yet
audit-none-yet = Whatever is changed will be listed here.
action-create = Created
action-update = Changed
action-delete = Deleted
action-refused = Refused
action-export = Exported
action-test = Connection tested
action-test-user = User looked for
action-assign = Accounts assigned
action-add-entries = Entries added
action-remove-entries = Entries removed
action-import-entries = Import of entries begun
action-look-up = Looked up
action-hold = Hold ordered
action-release = Release ordered
action-purge-queue = Purge of the queue ordered
action-order = Order settled by the platform
action-report = Reported by the platform
kind-page = page
kind-list = list
list-format = Format
list-filter = Filter
list-rows = Rows
kind-tariff = tariff
kind-view = view
kind-database = database
kind-external-data = external data
kind-ldap = directory
kind-ldap-group = group of a directory
kind-sender = sender
kind-virtual-sender = virtual sender
kind-stop-list = stop list
kind-notifier = notifier
kind-web-version-policy = web-version policy

# -- tariffs --
tariffs-none-yet = A tariff says how much an account may use. Every account needs one.
tariff-search = Name or title
tariff-new = New tariff
tariff-create = Create a tariff
tariffs-none = No tariffs yet
tariff-name = Name
tariff-title = Title
tariff-limits = Limits
unlimited = Unlimited
tariff-limits-hint = Leave a field empty for no limit. A limit that stops refuses what is beyond it: users here, all else at the platform, which asks before it goes on. Any other limit is only told.
tariff-over-asks = { $count ->
    [one] { $count } account uses more than this: { $names }.
   *[other] { $count }{ $more } accounts use more than this: { $names }.
}
tariff-over-confirm = Yes, these accounts may be over the limits
account-over-asks = { $limit ->
    [max_users] The account has more users than this tariff allows.
    [max_profiles] The account has more profiles than this tariff allows.
    [max_databases] The account has more databases than this tariff allows.
    [max_storage_bytes] The account uses more storage than this tariff allows.
    [emails_per_month] The account has sent more emails this month than this tariff allows.
    [sms_per_month] The account has sent more SMS this month than this tariff allows.
    [pushes_per_month] The account has sent more pushes this month than this tariff allows.
   *[other] The account has made more API requests today than this tariff allows.
}
account-over-confirm = Yes, the account may be over the limits of its new tariff
job-over-limits = Would be over a limit of the tariff
tariff-max-users = Users
tariff-max-profiles = Profiles
tariff-max-databases = Databases
tariff-max-storage-bytes = Storage, bytes
tariff-emails-per-month = Emails per month
tariff-sms-per-month = SMS per month
tariff-pushes-per-month = Pushes per month
tariff-api-requests-per-day = API requests per day
tariff-hard-users = Stop at the limit of users
tariff-hard-profiles = Stop at the limit of profiles
tariff-hard-databases = Stop at the limit of databases
tariff-hard-storage-bytes = Stop at the limit of storage
tariff-hard-emails = Stop at the limit of emails
tariff-hard-sms = Stop at the limit of SMS
tariff-hard-pushes = Stop at the limit of pushes
tariff-hard-api-requests = Stop at the limit of API requests
tariff-warn-percent = Warn at, %
tariff-warn-percent-hint = The account is warned once this share of a limit is used.
tariff-created = Tariff “{ $name }” is created.
tariff-saved = Tariff “{ $name }” is saved.
tariff-deleted = Tariff “{ $name }” is deleted.
tariff-delete = Delete tariff “{ $name }”?
tariff-delete-button = Delete tariff
tariff-in-use = Tariff “{ $name }” is in use and cannot be deleted

# -- databases and external data --
connectors-none-yet = A connector says where a database is, so that accounts can choose it.
connector-search = Name, host or database
connector-new = New connector
connector-create = Create a connector
connectors-none = No connectors yet
connector-form = Connection test
connector-name = Name
connector-kind = Kind
connector-connection = Connection
connector-host = Host
connector-host-hint = A host name or an IP address, without a port.
connector-port = Port
connector-port-hint = Leave empty for the default: PostgreSQL 5432, ClickHouse (HTTP) 8123 or with TLS 8443, MySQL 3306, SQL Server 1433.
connector-database = Database
connector-user = User
connector-password = Password
connector-password-hint = Optional. Stored encrypted and never shown again.
connector-password-stored = { connector-password }
connector-password-stored-hint = A password is stored. Leave this empty to keep it; after changing the host, port, user, TLS or authority, enter it again.
connector-password-remove = Remove the stored password
connector-tls = TLS
connector-tls-hint = Required: encrypted, but the server’s identity is not checked. Verified: encrypted, and the certificate must match the host.
connector-ca = Private authority
connector-ca-hint = The certificate of the authority that issued the server’s certificate, in PEM. Leave empty if it is a public one.
tls-off = off
tls-required = required
tls-verified = verified
trial-heading = Test
trial-button = Test connection
trial-hint = Connects with what is entered above and changes nothing. At most once in 10 seconds; each test is in the audit trail.
trial-ok = The connection works.
trial-too-soon = It was tested just now. Try again in { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}.
trial-password-again = Enter the password again before you save: it is never shown.
trial-last = Last tested
trial-server = Server
trial-tls = Encryption
trial-tls-none = none
trial-round-trip = Round trip
trial-read-only = Changes
trial-read-only-yes = read-only
trial-read-only-no = allowed
cause-name-not-found = No address was found for this host name.
cause-refused-by-rule = Connections to this host are not allowed here.
cause-no-answer = No answer came in time.
cause-port-closed = Nothing accepts connections at this port.
cause-tls-not-offered = The server does not offer TLS.
cause-tls-demanded = The server takes the password only over TLS.
cause-tls-unknown-issuer = The server’s certificate is by an authority that is not trusted here. If it is your own, enter its certificate.
cause-tls-other-name = The server’s certificate is for another host name.
cause-tls-expired = The server’s certificate has expired.
cause-tls-not-yet-valid = The server’s certificate is not valid yet.
cause-tls-is-authority = The server shows the certificate of an authority instead of one of its own.
cause-tls-other = A connection with TLS could not be set up.
cause-wrong-credentials = The server refused the user or the password.
cause-no-such-database = The server has no such database.
cause-no-such-base = The directory has no entry at the base DN.
cause-not-this-kind = What answered is not a server of this kind.
cause-no-sign-in = The server offers no way to sign in with a password that Steward knows.
cause-nobody-seen = The directory shows nobody below the base DN with this filter and login attribute.
cause-two-entries = The directory has more than one entry with this login.
cause-no-login = The directory does not show the login attribute of the entry.
cause-too-many-groups = The directory has the user in more groups than Steward looks at.
tried-ok = works
tried-name-not-found = host not found
tried-refused-by-rule = not allowed
tried-no-answer = no answer
tried-port-closed = port closed
tried-tls-refused = TLS failed
tried-wrong-credentials = user or password refused
tried-no-such-database = no such database
tried-no-such-base = no such base DN
tried-not-this-kind = another kind of server
tried-no-sign-in = no way to sign in
tried-nobody-seen = nobody is shown
tried-two-entries = several entries
tried-no-login = login not shown
tried-too-many-groups = too many groups
tried-absent = not found
tried-nothing-given = the map gives nothing
tried-disabled = disabled
tried-expired = expired
tried-must-change-password = password to be changed
refused-connector-host = Enter a host name or an IP address, without a scheme or port.
refused-connector-address = Choose another host: link-local and cloud metadata addresses are not allowed.
refused-connector-number = Write an IPv4 address as four decimal numbers, such as 10.0.0.5.
refused-ca = Enter certificates in PEM, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.
refused-ca-key = This is a private key. Enter only the certificate of the authority.
refused-password-anew = Enter the password again: the host, port, user, TLS or authority was changed.
refused-password-both = Either enter a new password or remove the stored one.
refused-kind-in-use = The kind cannot be changed: accounts use this database.
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
database-ca = { connector-ca }
database-outcome = Result
external-data-name = { connector-name }
external-data-kind = { connector-kind }
external-data-host = { connector-host }
external-data-port = { connector-port }
external-data-database = { connector-database }
external-data-user = { connector-user }
external-data-password = { connector-password }
external-data-tls = { connector-tls }
external-data-ca = { connector-ca }
external-data-outcome = Result

# -- directories --
ldap-none-yet = A directory is where an organisation keeps its people: Active Directory, OpenLDAP.
ldap-search = Name, host or base DN
ldap-new = New directory
ldap-create = Create a directory
ldap-none = No directories yet
ldap-form = Directory
ldap-people = People
ldap-name = Name
ldap-host = Host
ldap-host-hint = A host name or an IP address, without a port.
ldap-port = Port
ldap-port-hint = Leave empty for the default: 636 with LDAPS, else 389.
ldap-secondary-host = Secondary host
ldap-secondary-host-hint = Asked where the first does not answer. It must hold the same directory.
ldap-secondary-port = Secondary port
ldap-security = Protection
ldap-security-hint = LDAPS encrypts from the first byte, StartTLS after a word in the clear; the certificate must match the host. With none, passwords can be read on their way.
ldap-ca = Private authority
ldap-ca-hint = The certificate of the authority that issued the server’s certificate, in PEM. Leave empty if it is a public one.
ldap-bind-dn = Sign in as
ldap-bind-dn-hint = The entry with which Steward searches, such as cn=steward,dc=example,dc=org, or in Active Directory name@realm. Leave empty to search as nobody.
ldap-password = Password
ldap-password-hint = Stored encrypted and never shown again.
ldap-password-stored = { ldap-password }
ldap-password-stored-hint = A password is stored. Leave this empty to keep it; after changing a host, a port, the protection, the authority or the name, enter it again.
ldap-password-remove = Remove the stored password
ldap-base-dn = Search below
ldap-base-dn-hint = The base DN, such as ou=people,dc=example,dc=org.
ldap-user-filter = User filter
ldap-user-filter-hint = Only entries that it matches are users. Leave empty for all.
ldap-login-attribute = Login attribute
ldap-login-attribute-hint = uid; in Active Directory sAMAccountName.
ldap-email-attribute = Email attribute
ldap-first-name-attribute = First name attribute
ldap-last-name-attribute = Last name attribute
ldap-outcome = Result
ldap-login = Login
ldap-mapped-groups = Mapped groups
ldap-groups = Group map
ldap-groups-mean = Whoever is in a group of the directory gets the groups and roles named here, and loses them with the membership; nested groups count. Names are those of the account that uses the directory: an account without a group or role of a name gives none. What is not named here stays as it is set by hand.
ldap-groups-search = DN, group or role
ldap-groups-none = No groups are mapped yet
ldap-groups-none-yet = Until a group of the directory gives something, nobody new gets in through it.
ldap-group-new = New mapped group
ldap-group-create = Map a group
ldap-group-form = Mapped group
ldap-group-gives = What it gives
ldap-group-dn = Group of the directory
ldap-group-dn-hint = Its distinguished name, such as cn=staff,ou=groups,dc=example,dc=org.
ldap-group-groups = Groups
ldap-group-groups-hint = Names of the account’s groups, one a line.
ldap-group-roles = Roles
ldap-group-roles-hint = Names of the account’s roles, one a line.
ldap-group-master = Master user
ldap-group-known = In the directory
ldap-group-known-found = found
ldap-group-known-missing = no such group
ldap-group-known-unknown = not checked
ldap-group-stable-id = Permanent id
ldap-group-created = Group “{ $name }” is mapped.
ldap-group-saved = Mapped group “{ $name }” is saved.
ldap-group-deleted = Group “{ $name }” is no longer mapped.
ldap-group-delete = Take “{ $name }” out of the map?
ldap-group-delete-button = Take out of the map
ldap-user-title = Test a user
ldap-user-means = Looks for somebody in the directory and tells what they would get. It needs no password of theirs and changes nothing; that you asked is on the record.
ldap-user-login = Login
ldap-user-login-hint = Without the account’s name.
ldap-user-button = Look for the user
ldap-user-result = Result
ldap-user-ok = This person could sign in, with the right password.
ldap-user-nothing-given = The person is there, but the map names none of their groups: as a new user they would not be let in.
ldap-user-disabled = The person is there, but disabled in the directory.
ldap-user-expired = The person is there, but the entry has expired in the directory.
ldap-user-must-change-password = The person must first change the password in the directory.
ldap-user-absent = The directory has nobody with this login below the base DN and by the user filter.
ldap-user-host = Answered by
ldap-user-entry = Entry
ldap-user-id = Permanent id
ldap-user-person = Name
ldap-user-email = Email
ldap-user-groups = Groups in the directory
ldap-user-groups-none = This person is in no group.
ldap-user-how = How
ldap-user-how-direct = member
ldap-user-how-nested = through another group
ldap-user-how-primary = primary group
ldap-user-mapped = In the map
ldap-user-given = What the map gives
security-ldaps = LDAPS
security-starttls = StartTLS
security-none = none
refused-ldap-dn = Enter a distinguished name, such as dc=example,dc=org.
refused-ldap-attribute = Enter the name of an attribute, such as uid.
refused-ldap-filter = Enter an LDAP filter, such as (objectClass=person).
refused-ldap-group-nothing = Enter a group or a role, or switch on master user: a line that gives nothing has no effect.
refused-ldap-group-names = At most { $most } names.
refused-ldap-secondary-port = Enter the secondary host as well, or leave its port empty.
refused-ldap-password-anew = Enter the password again: a host, a port, the protection, the authority or the name was changed.
refused-ldap-of-administrators = Administrators sign in through this directory: only an owner changes where it leads.
refused-ldap-password-empty = Enter the password: with a name and no password nobody signs in to a directory.
ldap-created = Directory “{ $name }” is created.
ldap-saved = Directory “{ $name }” is saved.
ldap-deleted = Directory “{ $name }” is deleted.
ldap-delete = Delete directory “{ $name }”?
ldap-delete-means = { $count ->
    [one] { $count } mapped group goes with it.
   *[other] { $count } mapped groups go with it.
}
ldap-delete-button = Delete directory
ldap-in-use = Directory “{ $name }” is in use and cannot be deleted
trial-secondary = Secondary host
trial-people = Users
trial-people-found = found
trial-people-none = nobody is found below the base DN with this filter and login attribute
trial-sign-in = Sign-in
trial-sign-in-done = accepted
trial-sign-in-nobody = not needed: no user is entered
trial-sign-in-untried = not tried: nothing can be asked here that sends nothing
restore-late = It was deleted more than 30 days ago and can no longer be restored.

# -- senders --
senders-none = No senders yet
senders-none-yet = A sender is what the platform sends through: a mail server, a service, an SMS gateway. Accounts send through those that they are assigned.
sender-search = Name, type, host or URL
sender-of-account = Account name or ID
sender-new = New sender
sender-create = Create a sender
sender-choose = Choose how it sends. The type cannot be changed later.
sender-form = Sender
sender-now = Now
sender-sending = Sending
sender-rates = Limits
sender-name = Name
sender-channel-type = Channel
sender-type = Type
sender-active = Active
sender-active-hint = An inactive sender stays where it is used and is passed over.
sender-accounts = Assigned accounts
sender-accounts-new = { sender-accounts }
sender-accounts-new-hint = One a line: ID, account name or title. More can be added later.
sender-accounts-none = No accounts assigned yet
sender-accounts-none-yet = Nobody sends through it until accounts are added.
sender-accounts-added = Accounts added
sender-accounts-removed = Accounts taken away
sender-add = Add accounts
sender-add-hint = Paste IDs, account names or titles, one a line.
sender-add-button = Add
sender-remove = Take away
sender-remove-button = Take the ticked ones away
sender-assigned = { $added ->
    [0] { $removed ->
        [0] Nothing had to be changed.
        [one] { $removed } account is taken away.
       *[other] { $removed } accounts are taken away.
    }
    [one] { $added } account is added.
   *[other] { $added } accounts are added.
}
sender-account-is-deleted = Account “{ $name }” is deleted and cannot be assigned.
sender-ips = IP addresses
sender-ips-hint = Public IPv4 and IPv6 addresses to send from, one a line. No address is in two senders.
sender-domain-type = Domain shown
sender-domain-type-from = that of the From address
sender-domain-type-ptr = the name of the IP address (PTR)
sender-host = Host
sender-host-hint = A host name or an IP address, without a port.
sender-port = Port
sender-port-hint = Leave empty for the default: TLS 465, STARTTLS 587, none 25.
sender-url = URL
sender-url-hint = Where the gateway is, as its operator says.
sender-tls = Protection
sender-tls-hint = TLS encrypts from the first byte, STARTTLS after a word in the clear; the certificate must match the host. With none, passwords can be read on their way.
sender-tls-off = none
sender-tls-starttls = STARTTLS
sender-tls-tls = TLS
sender-ca = Private authority
sender-ca-hint = The certificate of the authority that issued the server’s certificate, in PEM. Leave empty if it is a public one.
sender-region = Region
sender-region-hint = Such as eu-west-1.
sender-key-id = Access key ID
sender-user = User
sender-user-optional = { sender-user }
sender-user-optional-hint = Leave empty where nobody signs in.
sender-password = Password
sender-password-hint = Stored encrypted and never shown again.
sender-password-stored = { sender-password }
sender-password-stored-hint = A password is stored. Leave this empty to keep it; after changing where it goes or the user, enter it again.
sender-secret = Secret access key
sender-secret-hint = Stored encrypted and never shown again.
sender-secret-stored = { sender-secret }
sender-secret-stored-hint = A key is stored. Leave this empty to keep it; after changing the region or the key ID, enter it again.
sender-api-token = API token
sender-api-token-hint = Stored encrypted and never shown again.
sender-api-token-stored = { sender-api-token }
sender-api-token-stored-hint = A token is stored. Leave this empty to keep it; after changing the URL, the authority or the user, enter it again.
sender-max-per-message = SMS per message
sender-max-per-message-hint = Into how many SMS a long text is divided at most, 1 to 10.
sender-await-delivery = Wait for delivery, seconds
sender-await-delivery-hint = 0 to 3600. Leave empty for what the gateway does by itself.
sender-per-second = Messages per second
sender-per-second-hint = Leave empty for no limit.
sender-per-day = Messages per day
sender-per-day-hint = Leave empty for no limit.
sender-channel-email = Email
sender-channel-sms = SMS
sender-channel-custom = Custom
sender-type-akmta = AKMTA
sender-type-smtp = SMTP
sender-type-amazon-ses = Amazon SES
sender-type-sendsay = Sendsay
sender-type-bulksms-com = BulkSMS.com
sender-type-devino = Devino
sender-type-infobip = Infobip
sender-type-sms-http = SMS over HTTP
sender-type-custom = Custom
sender-about-akmta = The platform’s own mail server, with its IP addresses.
sender-about-smtp = A mail server that is signed in to.
sender-about-amazon-ses = Amazon’s service, by an access key.
sender-about-sendsay = Sendsay’s service, by login and password.
sender-about-bulksms-com = BulkSMS’s gateway, by login and password.
sender-about-devino = Devino’s gateway, by an API token.
sender-about-infobip = Infobip’s gateway, by an API token.
sender-about-sms-http = Another gateway that takes requests over HTTP.
sender-about-custom = A channel of your own, known to the platform.
sender-state-active = Active
sender-state-inactive = Inactive
sender-state-held = Held
sender-state-silent = Silent
sender-state-deleted = Deleted
sender-waits-hold = To be held
sender-waits-release = To be released
sender-minutes-ago = { $minutes ->
    [0] just now
   *[other] { $minutes } min ago
}
sender-nothing-reported = The platform has reported nothing yet
sender-reported-state = State reported
sender-at = As of
sender-queue = Queue
sender-queue-open = Open
sender-queue-unknown = The platform has not reported what waits.
sender-queue-empty = Nothing waits.
sender-queue-by-account = What waits, by account
sender-queued = Waiting
sender-orders = Orders to the platform
sender-orders-none = None yet.
sender-order = Order
sender-order-hold = Hold
sender-order-release = Release
sender-order-purge = Purge
sender-order-all = all accounts
sender-order-waits = The same order is waiting for the platform already.
sender-order-settled = This order is settled already: { $outcome }.
sender-result = Result
sender-purged = Thrown away
sender-said = The platform says
sender-outcome = Result
sender-outcome-waits = waits for the platform
sender-outcome-done = done
sender-outcome-failed = failed
sender-outcome-withdrawn = withdrawn: another order took its place
sender-hold = Hold the queue of “{ $name }”?
sender-hold-means = Nothing leaves through it until it is released; what comes waits. It happens when the platform fetches the order.
sender-hold-button = Hold
sender-hold-asked = The order to hold is waiting for the platform.
sender-release = Release the queue of “{ $name }”?
sender-release-means = What waits is sent. It happens when the platform fetches the order.
sender-release-button = Release
sender-release-asked = The order to release is waiting for the platform.
sender-is-held = The queue is held already.
sender-is-not-held = The queue is not held.
sender-purge = Purge the queue of “{ $name }”
sender-purge-means = What waits is thrown away and cannot be brought back. It happens when the platform fetches the order.
sender-purge-button = Purge
sender-purge-one = Of one account
sender-purge-all = Of all accounts; how much that is has not been reported
sender-purge-all-of = { $count ->
    [0] Of all accounts; nothing waited when it was reported last
    [one] Of all accounts: { $count } message
   *[other] Of all accounts: { $count } messages
}
sender-purge-asked = The order to purge is waiting for the platform.
sender-scope = Whose messages
sender-account = Account
sender-account-hint = Account name or ID, where one is meant.
sender-is-deleted = The sender is deleted. Restore it first.
sender-created = Sender “{ $name }” is created.
sender-saved = Sender “{ $name }” is saved.
sender-deleted = Sender “{ $name }” is deleted. It can be restored for 30 days.
sender-delete = Delete sender “{ $name }”?
sender-delete-button = Delete sender
sender-delete-keeps = For 30 days it can be restored; until then it keeps its name and its IP addresses.
sender-in-use = Sender “{ $name }” is in use and cannot be deleted
sender-restore = Restore sender “{ $name }”?
sender-restore-means = It comes back as it was, with its accounts.
sender-restore-button = Restore
sender-restored = Sender “{ $name }” is restored.
sender-not-deleted = Sender “{ $name }” is not deleted.
refused-sender-channel = This type sends through another channel.
refused-sender-type-stays = The type of a sender cannot be changed. Create another.
refused-sender-not-of-type = Senders of this type have no such field.
refused-sender-ip = “{ $address }” is not an IP address.
refused-sender-ip-public = Mail cannot come from { $address }: it is not a public address.
refused-sender-ip-twice = { $address } is entered twice.
refused-sender-ip-taken = { $address } belongs to another sender, perhaps to a deleted one that can still be restored.
refused-sender-ips = At most { $most } addresses.
refused-sender-url = Enter an address that begins with https:// or http://, without a user in it.
refused-sender-url-https = Enter an address that begins with https://, without a user in it.
refused-sender-region = Enter a region of AWS, such as eu-west-1.
refused-sender-key-id = A key ID is made of letters and digits.
refused-sender-user-empty = Enter the user that the password is for.
refused-sender-secret-anew = Enter this again: where it goes, or as whom, was changed.
refused-sender-untried = There is nothing to connect to for a sender of this type.
refused-sender-account = There is no account “{ $name }”.
refused-sender-account-several = Several accounts are called “{ $name }”: enter the ID.
refused-sender-account-both = Account “{ $name }” is to be added and taken away at once.
refused-sender-accounts = At most { $most } accounts at a time, a line each.
refused-sender-accounts-none = Enter or tick at least one account.
refused-sender-purge-scope = Say whose messages: those of one account, or of all.
refused-sender-purge-both = Either one account or all of them.
refused-sender-purge-account = There is no account of this name or ID.
refused-report-ahead = This is more than 5 minutes ahead.
refused-report-at = Enter a time such as 2026-03-01T09:30:00Z.
refused-report-account = There is no account with the id { $id }.
refused-report-lines = At most { $most } lines.

# -- virtual senders --
virtual-senders = Virtual senders
virtual-senders-none = No virtual senders yet
virtual-senders-none-yet = A virtual sender decides by rules through which senders the account’s messages go. Without one, nothing says how they are shared.
virtual-sender-create = Create a virtual sender
virtual-sender-new = New virtual sender
virtual-sender-saved = Virtual sender “{ $name }” is saved.
virtual-sender-created = Virtual sender “{ $name }” is created.
virtual-sender-deleted = Virtual sender “{ $name }” is deleted.
virtual-sender-delete = Delete the virtual sender “{ $name }”?
virtual-sender-delete-button = Delete the virtual sender
virtual-sender-cloned = This is “{ $name }”, with the same rules. Give it a name of its own.
virtual-sender-clone = Clone
virtual-sender-clone-name = Clone of { $name }
virtual-sender-form = Virtual sender
virtual-sender-name = Name
virtual-sender-groups = Groups that may use it
virtual-sender-groups-hint = None ticked: all groups.
virtual-sender-all-groups = All
virtual-sender-spread = What decides within a rule
virtual-sender-spread-hint = With the recipient, the same person always gets the same sender; with the message, the shares are met more exactly.
virtual-sender-spread-message = The message: each is shared out by its own ID
virtual-sender-spread-recipient = The recipient: always the same sender
virtual-sender-when-off = When all senders of a rule are off
virtual-sender-when-off-hint = Going on moves the messages to other senders without anybody asking, and their reputation with them.
virtual-sender-when-off-hold = Hold the messages until one is on
virtual-sender-when-off-next = Go on with the next rule that matches
virtual-sender-email-rules = Rules for email
virtual-sender-sms-rules = Rules for SMS
virtual-sender-rules = Rules
virtual-sender-rules-hint = The first rule that matches decides. Drag a rule, or press Alt with the arrow up or down in it.
virtual-sender-channels = Channels
virtual-sender-default = All others
virtual-sender-no-rules = No rules
virtual-sender-off = Switched off or held: { $name }
virtual-sender-dead-rules = { $count ->
    [one] { $count } rule can never match.
   *[other] { $count } rules can never match.
}
virtual-sender-try-channel = { try-channel }
virtual-sender-try-group = { try-group }
virtual-sender-try-from = { try-from }
virtual-sender-try-to = { try-to }
count-rules = { $count ->
    [one] { $count } rule
   *[other] { $count } rules
}
rules-begin = Begin with a rule for all
rules-remove = Remove all rules
rule-add = Add a rule
rule-number = Rule { $rule }
rule-default = All others
rule-default-about = Takes every message that no rule above has taken. It stays last.
rule-up = Move up
rule-down = Move down
rule-remove = Remove the rule
rule-type = Condition
rule-type-default = All others
rule-type-group-id = Group
rule-type-from-domain = From domain
rule-type-to-domain = To domain
rule-type-from-email = From email
rule-of-group = Group { $name }
rule-value = Domains or addresses
rule-value-example = example.com, *.example.org
rule-shadowed = { $rule ->
    [1] This rule can never match: rule 1 takes all of it.
   *[other] This rule can never match: rule { $rule } and those before it take all of it.
}
share-sender = Sender
share-sender-none = Choose a sender
share-percent = Share, percent
share-from-email = From email
share-replyto-email = Reply-To email
share-from-name = From name
share-add = Add a sender
share-remove = Remove the sender
share-evenly = Share evenly
share-total = { $sum } % in all
try-heading = Try it
try-about = Tries the rules as they stand in the form. Nothing is saved or sent.
try-channel = Channel
try-group = Group
try-group-none = None
try-group-closed = This group may not use the virtual sender: its box above is not ticked.
refused-try-phone = “{ $name }” is not a phone number with its country code.
try-from = From
try-from-hint = An address, or a domain alone.
try-to = Recipients
try-to-hint = Up to 20, one a line. Leave empty for the made-up ones alone.
try-button = Try it
try-compare = Compare with what is saved
try-picks = These recipients
try-to-one = Recipient
try-passed = Passed over by
try-end = Goes to
try-key = Chosen by { $key }
try-passed-off = its senders are all off
try-passed-group-id = the group is not { $name }
try-passed-from-domain = From is not at { $value }
try-passed-to-domain = the recipient is not at { $value }
try-passed-from-email = From is not { $value }
try-passed-default = passed over
try-sent = Rule { $rule }: { $name }
try-held = Rule { $rule }: held, its senders are all off
try-nowhere = Nowhere: no rule has a sender that is on
try-no-sender = Held or nowhere
try-sample = { $count } made-up recipients at { $domains }
try-sample-sms = { $count } made-up recipients
try-expected = Expected
try-got = Got
try-chart = Chart
try-moved = Against what is saved, { $part } would go another way
try-moved-from = From
try-moved-to = To
try-moved-part = Part
sender-account-in-use = Account { $name } still sends through it: rule { $rule } of the virtual sender “{ $virtual }”.
group-in-use = Group “{ $name }” is in use and cannot be deleted
used-by-virtual-senders = Virtual senders that name it (at most six are shown):
refused-virtual-sender-group = There is no group “{ $name }” in this account.
refused-condition-domain = “{ $name }” is not a domain.
refused-condition-email = “{ $name }” is not an address.
refused-condition-empty = Nothing is given.
refused-rules-too-many = At most { $most } rules.
refused-rule-no-default = Rule { $rule }: the last rule must be the one for all others.
refused-rule-default-last = Rule { $rule }: the one for all others must be the last.
refused-rule-twice = Rule { $rule } asks for the same as rule { $before }.
refused-rule-type = Rule { $rule }: there is no condition “{ $type }” in this channel.
refused-rule-value = Rule { $rule }: this condition takes no domains or addresses; empty that field.
refused-rule-no-group = Rule { $rule }: choose a group.
refused-rule-group = Rule { $rule }: there is no group “{ $name }” in this account.
refused-rule-domain = Rule { $rule }: “{ $name }” is not a domain. A domain has a dot, and a star stands only before one: *.example.com.
refused-rule-email = Rule { $rule }: “{ $name }” is not an address.
refused-rule-values = Rule { $rule }: at most { $most } domains or addresses.
refused-rule-empty = Rule { $rule }: enter domains or addresses.
refused-rule-id = Rule { $rule }: there is no rule with the ID { $id }, or it is there twice.
refused-rule-no-senders = Rule { $rule }: choose at least one sender.
refused-rule-senders = Rule { $rule }: at most { $most } senders.
refused-rule-total = Rule { $rule }: the shares make { $sum } %, and must make 100 %.
refused-rule-no-sender = Rule { $rule }: a share has no sender; choose one or remove the share.
refused-rule-percent = Rule { $rule }: a share is a whole number from 1 to 100.
refused-rule-address = Rule { $rule }: From and Reply-To must be email addresses.
refused-rule-sms-address = Rule { $rule }: an SMS has no From or Reply-To address.
refused-rule-from-name = Rule { $rule }: the From name has at most 80 characters.
refused-rule-sender = Rule { $rule }: the sender “{ $name }” is not there or not assigned to this account.
refused-rule-sender-off = Rule { $rule }: the sender “{ $name }” is switched off.
refused-rule-sender-channel = Rule { $rule }: the sender “{ $name }” is of another channel.
refused-rule-sender-twice = Rule { $rule }: the sender “{ $name }” is there twice.
# -- stop lists --
stop-lists-none = No stop lists
stop-lists-none-yet = A stop list holds who is not written to.
stop-lists-mean = Nobody on a global list is written to by any account. A list keeps hashes: no page says who is on it, but whether a value is can be asked.
stop-list-search = Name or description
stop-list-new = New stop list
stop-list-create = Create a stop list
stop-list-name = Name
stop-list-description = Description
stop-list-description-hint = What it is for, up to 500 characters.
stop-list-is-global = Global
stop-list-is-global-hint = It holds for all accounts. Steward heeds it as well: reports, alerts and notices do not go to who is on it.
stop-list-global = Global
stop-list-not-global = Not global
stop-list-state-live = In use
stop-list-state-deleted = Deleted
stop-list-holds = On this list
stop-list-holds-hashes = Entries are kept as keyed hashes; nobody can read an address out of them.
stop-list-add = Add entries
stop-list-add-button = Add
stop-list-values = Emails, phones, domains or MD5s
stop-list-values-hint = One a line, up to 1,000. A domain is itself alone; written .example.com or *.example.com it is all below it as well.
stop-list-kind = MD5s are of
stop-list-kind-hint = An MD5 does not say what it was made of. Of the other lines it can be seen.
stop-list-kind-of = Kind
stop-list-kind-email = Email
stop-list-kind-phone = Phone
stop-list-kind-domain = Domain
stop-list-kind-md5 = MD5
stop-list-reason = Reason
stop-list-reason-hint = For whoever looks an entry up. Do not write the address itself.
stop-list-added-many = { $added ->
    [one] “{ $name }”: { $added } entry added, { $updated } updated, { $duplicated } there already.
   *[other] “{ $name }”: { $added } entries added, { $updated } updated, { $duplicated } there already.
 }
stop-list-added = Added
stop-list-updated = Updated
stop-list-removed = Removed
stop-list-entries = Entries (hash)
stop-list-listed = Listed
stop-list-look-up = Look up
stop-list-value = Email, phone, domain or MD5
stop-list-value-hint = In any spelling. It is on the record that you asked, by a hash and not by the value.
stop-list-look-up-button = Look up
stop-list-found = Result
stop-list-is-listed = Yes: it is listed.
stop-list-not-listed = No: it is on no list.
stop-list-recorded = On the record as
stop-list-list = List
stop-list-by = Listed by
stop-list-by-itself = itself
stop-list-by-domain = its domain
stop-list-since = Since
stop-list-source = Source
stop-list-source-administrator = Administrator
stop-list-source-api = API
stop-list-source-import = Import
stop-list-source-hard-bounce = Hard bounce
stop-list-source-complaint = Complaint
stop-list-too-many = 60 look-ups a minute are the most. Try again in { $seconds } s.
stop-list-remove = Remove entry
stop-list-remove-means = Whoever it is may be written to again. The reason is on the record.
stop-list-why = Why it is removed
stop-list-why-hint = Up to 200 characters, without the address itself.
stop-list-sure = Remove it although it is a complaint
stop-list-sure-hint = Whoever it is has complained. Writing to them again may cost the platform its standing.
stop-list-removed-one = One entry of “{ $name }” is removed.
stop-list-entry-gone = This entry has been removed already.
stop-list-remains = The first list is always there and cannot be deleted.
stop-list-is-deleted = The stop list is deleted. Restore it first.
stop-list-created = Stop list “{ $name }” is created.
stop-list-saved = Stop list “{ $name }” is saved.
stop-list-deleted = Stop list “{ $name }” is deleted. It can be restored for 30 days.
stop-list-delete = Delete stop list “{ $name }”?
stop-list-delete-button = Delete stop list
stop-list-delete-keeps = Who is on it may be written to from now on. For 30 days it can be restored with all its entries.
stop-list-in-use = Stop list “{ $name }” is in use and cannot be deleted
stop-list-restore = Restore stop list “{ $name }”?
stop-list-restore-means = It comes back as it was, with its entries.
stop-list-restore-button = Restore
stop-list-restored = Stop list “{ $name }” is restored.
stop-list-not-deleted = Stop list “{ $name }” is not deleted.
stop-list-export = Hashes
stop-list-rows = Rows
stop-list-from-id = From entry
stop-list-import = Import
stop-list-import-means = A text or CSV file up to 100 MB: one email, phone, domain or MD5 a line, in the first column. Nothing of a value is kept but its hash.
stop-list-file = File
stop-list-file-hint = CSV or TXT in UTF-8, up to 100 MB.
stop-list-file-too-large = The file is larger than 100 MB.
stop-list-import-button = Import
stop-list-import-nothing = { $lines ->
    [0] There is no value in this file.
    [one] There is no value in this file: its one line is neither an email address, a phone number, a domain nor an MD5.
   *[other] There is no value in this file: its { $lines } lines are neither email addresses, phone numbers, domains nor MD5s.
 }
stop-list-import-entries = { $count ->
    [one] { $count } value read
   *[other] { $count } values read
 }
stop-list-import-became = What became of them
stop-list-imported = Imported
stop-list-duplicated = There already
stop-list-refused = Lines refused
stop-list-lines = Lines
stop-list-task = The job
stop-list-refused-lines = Lines that were refused
stop-list-line = Line
refused-stop-email = This is not an email address.
refused-stop-phone = This is not a phone number with its country code.
refused-stop-domain = This is neither an email address, a phone number, a domain nor an MD5.
refused-stop-lines = { $count ->
    [one] Neither an email address, a phone number, a domain nor an MD5 in line { $lines }.
   *[other] Neither an email address, a phone number, a domain nor an MD5 in lines { $lines }.
 }
refused-stop-many = At most { $most } at a time.
refused-stop-reason = A reason does not name the address, number or domain itself.
refused-stop-complaint = Tick this to remove a complaint.
refused-stop-list-name = The first list keeps its name.
refused-stop-list-global = The first list is always global.

# -- web-version policies --
web-version-policies-none-yet = A policy says which messages stay readable on the web, and for how long.
web-version-policy-search = Name
web-version-policy-new = New web-version policy
web-version-policy-create = Create a policy
web-version-policies-none = No web-version policies yet
web-version-policy-name = Name
web-version-policy-channels = Channels
web-version-policy-channels-hint = Which messages can be read on the web, and for how many days (1 to 3650).
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

# -- jobs: work on many --
menu-tasks = Jobs
jobs-none = No jobs yet
jobs-none-yet = Tick rows of the accounts or of an account's users, choose what to do with them, and the job appears here.
column-job = Job
column-done = Done
column-refused = Refused
column-total = Total
column-reason = Reason
column-finished = Finished
any-status = Any status
any-kind = Any objects
any-outcome = Any outcome
kind-job = job
action-cancel = Cancelled
job-status = Status
job-status-waiting = Waiting
job-status-running = Running
job-status-completed = Completed
job-status-failed = Failed
job-status-cancelled = Cancelled
job-kind-accounts = Accounts
job-kind-platform = Platform
job-platform-failed = The platform says: { $error }
job-platform-id = Id at the platform
job-platform-reported = Last reported
job-lost = The platform has not reported it for an hour.
job-kind-users = Users
job-outcome-done = Done
job-outcome-already = Already so
job-outcome-refused = Refused
job-outcome-open = Not reached
job-accounts-activate = Activate
job-accounts-activate-ask = { $count ->
    [one] Activate { $count } account?
   *[other] Activate { $count } accounts?
}
job-accounts-activate-means = Their users can sign in again.
job-accounts-deactivate = Deactivate
job-accounts-deactivate-ask = { $count ->
    [one] Deactivate { $count } account?
   *[other] Deactivate { $count } accounts?
}
job-accounts-deactivate-means = Their users are signed out and cannot sign in.
job-accounts-freeze = Freeze
job-accounts-freeze-ask = { $count ->
    [one] Freeze { $count } account?
   *[other] Freeze { $count } accounts?
}
job-accounts-freeze-means = Their users can still sign in, read-only. Where a payment link or a reason is given, accounts that are frozen already get these too.
job-accounts-unfreeze = Unfreeze
job-accounts-unfreeze-ask = { $count ->
    [one] Unfreeze { $count } account?
   *[other] Unfreeze { $count } accounts?
}
job-accounts-set = Change settings
job-accounts-set-ask = { $count ->
    [one] Change settings of { $count } account?
   *[other] Change settings of { $count } accounts?
}
job-accounts-delete = Delete
job-accounts-delete-ask = { $count ->
    [one] Delete { $count } account?
   *[other] Delete { $count } accounts?
}
job-accounts-delete-means = Their users are signed out now. For 30 days the accounts can be restored, each or all together by undoing the job.
job-users-activate = Activate
job-users-activate-ask = { $count ->
    [one] Activate { $count } user?
   *[other] Activate { $count } users?
}
job-users-deactivate = Deactivate
job-users-deactivate-ask = { $count ->
    [one] Deactivate { $count } user?
   *[other] Deactivate { $count } users?
}
job-users-deactivate-means = They are signed out and cannot sign in.
job-users-welcome = Send welcome letter
job-users-welcome-ask = { $count ->
    [one] Send a welcome letter to { $count } user?
   *[other] Send a welcome letter to { $count } users?
}
job-users-welcome-means = With a link that sets a password, good for 24 hours. A link that was sent before stops working.
job-users-must-change-password = Ask for a new password
job-users-must-change-password-ask = { $count ->
    [one] Ask { $count } user for a new password?
   *[other] Ask { $count } users for a new password?
}
job-users-must-change-password-means = They set it at their next sign-in.
job-users-end-sessions = End sessions
job-users-end-sessions-ask = { $count ->
    [one] End the sessions of { $count } user?
   *[other] End the sessions of { $count } users?
}
job-users-add-role = Add a role
job-users-add-role-ask = { $count ->
    [one] Add a role to { $count } user?
   *[other] Add a role to { $count } users?
}
job-users-remove-role = Remove a role
job-users-remove-role-ask = { $count ->
    [one] Remove a role from { $count } user?
   *[other] Remove a role from { $count } users?
}
job-users-add-group = Add to a group
job-users-add-group-ask = { $count ->
    [one] Add { $count } user to a group?
   *[other] Add { $count } users to a group?
}
job-users-remove-group = Remove from a group
job-users-remove-group-ask = { $count ->
    [one] Remove { $count } user from a group?
   *[other] Remove { $count } users from a group?
}
job-users-delete = Delete
job-users-delete-ask = { $count ->
    [one] Delete { $count } user?
   *[other] Delete { $count } users?
}
job-users-delete-means = This cannot be undone. Audit entries and sign-in history are kept.
job-role = Role
job-group = Group
job-user-without-group = A user is in at least one group.
job-undoing = Undo: { $act }
job-would-change = Will be changed
job-would-stay = Already so
job-would-refuse = Will be refused
job-at-least = There are more: counting stopped after a few seconds, and the numbers here are the least there are.
job-examples = The first of them
job-leave = Leave as it is
job-tariff = Tariff
job-web-version-policy = Policy
job-login-as-notice = Tell users about support visits
job-force-2fa-auth = Require 2FA
job-payment-url = Payment link
job-reason = Reason
job-set-nothing = Choose at least one setting to change.
job-letters-per-minute = Letters per minute
job-letters-per-minute-hint = At most 6,000. The job takes as long as its letters need.
job-typed-count = How many will be changed
job-typed-count-hint = Type the number to confirm.
job-refused-number = Type { $count } to confirm.
job-drifted = The list has changed since this page was opened. Look at the numbers again.
job-none-ticked = No row is ticked. Tick rows in the list, or choose all that match.
job-collecting = { $count } chosen so far
job-progress = { $worked } of { $total } ({ $percent }%)
job-progress-label = Progress
job-left-seconds = { $count ->
    [one] about { $count } second left
   *[other] about { $count } seconds left
}
job-left-minutes = { $count ->
    [one] about { $count } minute left
   *[other] about { $count } minutes left
}
job-reloads = This page reloads every three seconds while the job runs.
job-reloads-stop = Stop reloading
job-cancel = Cancel job
job-cancelled = The job is cancelled. What it did until then stays.
job-is-over = This job is over.
job-undo = Undo
job-undoes = Undoes job
job-undone-by = Undone by job
job-undo-running = A job can be undone once it is over.
job-undo-done = This job is undone already.
job-undo-nothing = This job changed nothing.
job-undo-undo = An undo is not undone; run the job again.
job-undo-never = What this job did cannot be undone.
job-refusals = Why objects were refused
job-list = List
job-file = Download the file
job-file-not-yet = The file is not ready yet. Its job is still at work.
job-file-none = There is no file: the job did not make all of it. Export the list again.
job-file-gone = The file was kept for { $count } days and is gone. Export the list again.
job-file-not-yours = The file is for whoever asked for it, and for owners.
job-file-too-long = The file would be larger than a workbook can be. Narrow the list, or export it as CSV.
job-objects = Objects
job-no-objects = No objects.
job-item-changed = It was changed after you chose it.
job-item-gone = It is no longer there.
job-unknown-kind = This version of Steward does not know such jobs.
job-no-longer-permitted = { $name } may no longer do this.
undo = Undo
undo-taken-back = It is as it was before.
undo-already = It is as it was before already.
audit-undoes = takes back record { $count }
undo-of = Undo record { $count }
undo-was = It was
undo-became = It became
undo-now = It is now
undo-then = With the undo
undo-goes-back = goes back to what it was
undo-as-before = is as it was before already
undo-choose = choose what it is to be
undo-no-field = is no field any more, and stays
undo-other = Take instead:
undo-what-now = Choose for each such field what it is to be. All others go back to what they were.
undo-brings-back = It is brought back as it was.
undo-left = All was left as it is.
undo-stale = It was changed again a moment ago. Look at it, and press once more.
undo-not-alone = It cannot be taken back alone: something else would change with it. Change it on its own page.
undo-is-deleted = It is deleted. Bring it back first.
undo-deleted-again = It was deleted again since. Bring it back by that record.
undo-names = A name with a comma in it makes this record ambiguous. Change it where it is edited.
audit-file-unread = A filter could not be read, or the network is too wide. Correct it on the list before you export.
undo-gone = What was changed is no longer there.
undo-unknown = An older or newer version wrote this; nothing here can take it back.
undo-created = What was made is deleted on its own page, which asks first.
undo-restored = It is deleted again on its own page, which asks first.
undo-purged = It is gone for good.
undo-deleted = It is gone with what belonged to it. What it was can be read here.
undo-name-given-up = The name may be somebody else’s by now. It is changed on the account’s page.
undo-nothing = Nothing was changed by it.
undo-visit = A support visit that was, was.
undo-letter = A letter that is gone cannot be called back.
undo-secret = Of a secret nothing is kept that could be gone back to.
undo-sessions = Whoever it was about signs in again.
undo-order = It is an order to the platform; order the contrary where it was ordered.
undo-reported = It is what was found or reported, not what somebody set.
undo-correct = A correction is made good by another one.
undo-assign = Accounts are assigned and taken away on the sender’s page.
undo-entries = Entries are added and removed on the list’s page.
undo-job = Jobs are undone on their own pages.
undo-parts = It consists of parts that refer to others; change it on its own page.
undo-proven = Its page asks for a fresh proof of who you are; change it there.
undo-by-form = It is one form; change it on its own page.
undo-address = Where mail goes is changed on the user’s page, which asks who you are.
undo-field = The record does not say enough of one of the fields; change it on its own page.
undo-unknown-field = This change cannot be undone.
undo-changed-since = It was changed again since.
undo-reference-gone = What it referred to is no longer there.
api-job-drifted = There are { $count } of them now. Look at them again, or leave out expect.
api-ids-or-filter = Give either ids or a filter.
api-no-job = There is no job with this id.
bulk-pick = Choose
bulk-pick-all = Choose all rows of this page
bulk-picked = # chosen
bulk-with-picked = With the chosen rows
bulk-all = all { $total } that match
bulk-go-on = Preview…

# -- views: a list's address under a name; columns --
views = Views
view = View
view-columns = Columns
view-columns-of = Columns
view-columns-means = Tick what the list is to show, and move it up or down. This is for you alone; what is chosen here stays when you sign out.
view-columns-none = Choose at least one column.
view-columns-usual = Default columns
view-columns-kept = Your columns are saved.
view-column-up = Move up
view-column-down = Move down
view-size = Rows per page
view-compact = Compact rows
view-all = All
view-changed = changed
view-save = Save view
view-save-as = Save as a new view…
view-reset = Undo changes
view-missing = Left out of the filters, as there is no such thing any more:
view-new = Save the list as you see it
view-new-means = Its filters, order, columns and page size get a name, and an address that shows others the same. It gives nobody any rights.
view-name = Name
view-shared = For
view-shared-nobody = Only me
view-shared-all = All administrators
view-shared-role = Role: { $role }
view-list = List
view-owner = Made by
view-query = Address
view-pin = Pin
view-unpin = Unpin
view-open-with = Open with it
view-opens-no-longer = No longer open
view-opens = The list opens with this view
view-edit = Rename or share
view-created = View “{ $name }” is saved.
view-saved = View “{ $name }” is saved.
view-deleted = View “{ $name }” is deleted.
view-delete = Delete view “{ $name }”?
view-delete-button = Delete view
view-delete-means = Nothing else goes with it: the accounts, users and letters that it shows stay.
view-delete-means-shared = It goes for everybody it is shared with. Nothing else goes with it.
view-delete-opened = { $count ->
    [one] One more administrator has the list open with this view.
   *[other] { $count } more administrators have the list open with this view.
}
view-too-many = You have { $most } views of this list, which is the most. Delete one of them first.
view-too-many-pinned = { $most } views are pinned above this list already. Unpin one of them first.
views-all = All views that you can open
views-none = No views yet
views-none-yet = Filter or sort a list, choose “Views” above it and give it a name.

# -- files in --
import-button = Import
import-accounts = Import accounts
import-users = Import users
import-means = A table as CSV or XLSX, up to 25 MB and 1,000,000 rows, with the names of the fields in its first row. A row is found by its id or its name. An empty cell leaves a value as it is, a cell of nothing but “-” empties it. Nothing is written before you have seen what would become of each row.
import-template = An empty table to fill in:
import-file = File
import-encoding = Encoding
import-delimiter = Delimiter
import-recognised = Recognise it
import-delimiter-comma = Comma
import-delimiter-semicolon = Semicolon
import-delimiter-tab = Tab
import-read = Read the file
import-no-file = Choose a file.
import-too-large = The file is larger than 25 MB. Divide it into several.
import-empty = The file is empty.
import-only-heads = The file has a row of heads and nothing below it.
import-no-table = The file cannot be read as a table.
import-old-workbook = This is a workbook of the old format (.xls). Save it as .xlsx or CSV.
import-utf-16 = The file is UTF-16. Save it as CSV UTF-8 or as .xlsx.
import-not-utf-8 = The file is not UTF-8; it looks like { $encoding }, which is chosen below. Choose the file again, and it is read so.
import-broken-workbook = The workbook is damaged or protected and cannot be read.
import-bomb = The workbook unpacks to far more than a table of 25 MB should. It is not read.
import-formula = Cell { $cell } holds a formula. Save the table with values in place of formulas.
import-too-many-columns = The first row has { $count } columns; a table has up to 1,000.
import-too-many-rows = The table has more than 1,000,000 rows. Divide it into several.
import-row-too-wide = Row { $row } has { $count } cells, but the first row names { $heads } columns. Is the delimiter right, and is text with a delimiter in quotation marks?
import-rows = { $count ->
    [one] { $count } row was read
   *[other] { $count } rows were read
}
import-columns = Columns
import-columns-mean = What is chosen here is remembered for your next file with the same heads.
import-head = In the file
import-field = Field
import-examples = First rows
import-left-out = Not imported
import-try = Check the rows
import-try-again = Check again
import-trying = The rows are being checked
import-tried = What would become of the rows
import-nothing-written = Nothing has been written yet.
import-new = New
import-changed = Changed
import-same = The same
import-refused = Refused
import-no-changes = 0 changes: everything is as the file says.
import-redirects = { $count ->
    [one] { $count } person who is there already would get their mail at another address. You will be asked for your password first.
   *[other] { $count } people who are there already would get their mail at another address. You will be asked for your password first.
}
import-send-welcome = Send the new users a welcome letter
import-letters-per-minute = Letters per minute
import-letters-per-minute-hint = 60 where nothing is said
import-agree = { $count ->
    [one] Import { $count } row
   *[other] Import { $count } rows
}
import-refusals = Refused rows
import-row = Row
import-column = Column
import-all-refusals = All of them as a file.
import-agreed = This file is being imported, or was.
import-result = See the result
import-is-tried = The rows are being checked already, or the file was imported.
import-not-tried = The rows were not all checked. Check them first.
import-is-agreed = This file was imported before.
import-nothing = There is nothing to import.
import-field-twice = Two columns are taken for the same field.
import-nobody-named = One column must be the id or “{ $name }”, or nobody knows which row is about what.
import-refused-flag = Neither yes nor no: true, yes, 1 or false, no, 0.
import-refused-name = There is nothing of that name.
import-refused-id = There is nothing with that id.
import-refused-twice = Row { $row } is about the same.
job-kind-stop-lists = Stop lists
job-stop-lists-import = Import into a stop list
job-kind-imports = Import
job-kind-exports = Export
job-exports-xlsx = Export as XLSX
job-imports-try-accounts = Check accounts from a file
job-imports-try-users = Check users from a file
job-imports-add-accounts = Import accounts
job-imports-add-users = Import users

# -- letters and outbox --
menu-outbox = Outbox
outbox-search = Recipient or subject
outbox-any-status = Any status
outbox-none = No letters yet
outbox-none-yet = A letter appears here as soon as one is to be sent, such as a welcome letter to a new user.
outbox-no-server = No mail server is configured, so letters stay here and are not sent. Set STEWARD_SMTP_URL and restart Steward; STEWARD_SMTP_URL=file:letters writes them to a folder.
outbox-server-away = The mail server has not accepted letters since { $since }. Next try: { $until }. The reason:
outbox-send-all = Send all now
outbox-all-will-go = All queued letters will be sent now.
outbox-none-waits = No letters are waiting to be sent.
letter-waits-for-server = No mail server is configured: the letter is queued and has not been sent.
outbox-letters = Letters
column-letter = Letter
column-recipient = Recipient
column-status = Status
column-attempts = Attempts
column-sent-or-next = Sent, or next try
column-last-error = Reason
kind-letter = letter
kind-key = key
kind-backup = backup
backup-sessions-ended = Sessions ended
kind-outbox = outbox
action-send-again = Sent again
action-cancel-letter = Cancelled
action-send-all = All sent now
action-forget-key = Dropped with a lost key
letter-status = Status
letter-about = Letter
letter-kind = Kind
letter-kind-welcome = Welcome letter
letter-kind-deactivated = Account deactivated
letter-kind-reset = Forgotten password
letter-kind-password-changed = Password changed
letter-kind-address-changed = Address changed
letter-kind-factor-added = Two-factor authentication turned on
letter-kind-factor-removed = Two-factor authentication turned off
letter-kind-recovery-code-used = Recovery code used
letter-kind-new-device = Sign-in on a new device
letter-kind-wrong-code = Wrong code of two-factor authentication
letter-kind-admin-access = Administrator’s access
letter-status-queued = Queued
letter-status-sent = Sent
letter-status-failed = Failed
letter-status-late = Queued for over an hour
letter-status-cancelled = Cancelled
letter-reason-account-deleted = The account was deleted.
letter-reason-account-inactive = The account is inactive.
letter-reason-user-deleted = The user was deleted.
letter-reason-user-disabled = The user is inactive.
letter-reason-admin-disabled = The administrator is inactive or deleted.
letter-reason-account-active = The account is active again.
letter-reason-address-changed = The user’s address was changed.
letter-reason-superseded = A newer letter replaced it.
letter-reason-stop-list = The address is on a global stop list.
letter-reason-key-lost = The key that sealed its link is lost. Send a new letter.
letter-reason-unsealable = Its link cannot be opened with the key of this installation. It is waiting for the right key file.
letter-from = From
letter-to = To
letter-reply-to = Replies go to
letter-subject = Subject
letter-sent-at = Sent
letter-next-attempt = Next try
letter-give-up = Retried until
letter-user = User
letter-open-user = Open the user
letter-text = Text
letter-html = The letter as its reader sees it
letter-plain = As plain text
letter-link-hidden = Only the recipient sees the secret part of the link.
letter-again = Send again
letter-cancel = Cancel the letter
letter-will-go = The letter will be sent.
letter-cancelled = The letter is cancelled.
letter-is-sent = This letter has already been sent.
letter-text-forgotten = The text of this letter is no longer kept: it is older than texts of letters are.
letter-link-gone = The link in this letter no longer exists. Send a new letter from the user’s page.
letter-is-going = This letter is being sent right now.
letter-not-waiting = Only a queued letter can be cancelled.
mail-greeting = Hello { $name },
mail-support = Questions? Write to us:
mail-why = You are receiving this email because you have a login on { $platform }.
mail-safety-link = Review your sign-in settings
mail-link-until = The link works once and expires on { $until }. If you request a new email, this link stops working.
mail-link-unexpected = If you were not expecting this email, you can ignore it: nothing changes until the link is used.
mail-welcome-subject = Access to { $account }: set your password
mail-welcome = You have been given access to { $account }. Your login is { $login }.
mail-welcome-do = Choose a password to get started.
mail-welcome-then = After that, sign in at { $address }
mail-welcome-directory-subject = Access to { $account }
mail-welcome-directory = Sign in with the password that you have in your organisation’s directory.
mail-welcome-directory-link = Sign in
mail-welcome-link = Set your password
mail-request = Where this request came from
mail-platform = Browser and system
mail-place = Place
mail-time = Time
mail-unknown = unknown
mail-deactivated-subject = { $account }: the account is deactivated
mail-deactivated = The account { $account } on { $platform } has been deactivated. You cannot sign in as { $login } until it is activated again.
mail-deactivated-ask = If you have questions, please contact the person who manages the account in your company.
mail-reset-subject = { $login }: set a new password
mail-reset = We received a request to set a new password for { $login }.
mail-reset-link = Set a new password
mail-reset-unexpected = If you did not ask for this, you can ignore this email: your password stays the same.
mail-happened = When and where
mail-not-you = If this was not you, choose “Forgot your password?” on the sign-in page to set a new password, and tell your administrator.
mail-password-changed-subject = { $login }: the password was changed
mail-password-changed = The password for { $login } was changed.
mail-password-changed-for-you = An administrator changed the password for { $login }.
mail-address-changed-subject = { $login }: letters go to another address
mail-address-changed = From now on, email for { $login } goes to another address and no longer to this one.
mail-address-changed-for-you = An administrator changed the email address of { $login }. From now on, email goes to the new address and no longer to this one.
mail-alerts-address-changed = From now on, alerts and reports for { $login } go to another address and no longer to this one.
mail-alerts-address-changed-for-you = An administrator changed where alerts and reports for { $login } go: from now on to another address and no longer to this one.
mail-address-not-you = If this was not you and you did not ask for it, tell your administrator right away: a link to set a new password would go to the other address.
mail-factor-added-subject = { $login }: two-factor authentication was turned on
mail-factor-added = Two-factor authentication is now on for { $login }. Signing in asks for a code from the authenticator app as well as the password.
mail-factor-removed-subject = { $login }: two-factor authentication was turned off
mail-factor-removed = Two-factor authentication is now off for { $login }. Signing in asks for the password only.
mail-factor-removed-for-you = An administrator turned off two-factor authentication for { $login }. Signing in asks for the password only.
mail-recovery-code-used-subject = { $login }: a recovery code was used
mail-recovery-code-used = Somebody used a recovery code of { $login } in place of a code from the app. { $left ->
    [0] No recovery codes are left: create new ones on your security page.
    [one] { $left } recovery code is left.
   *[other] { $left } recovery codes are left.
}
mail-new-device-subject = { $login }: signed in on a new device
mail-new-device = Someone signed in as { $login } on a device or in a browser that has not been used for it before.
mail-wrong-code-subject = { $login }: a wrong code was given
mail-wrong-code = Somebody who knows the password of { $login }, or is signed in with it, gave a wrong code of two-factor authentication. If that was a slip of your own, there is nothing to do.
mail-admin-access-subject = Access to { $platform }: set your password
mail-admin-access = You have been made an administrator of { $platform }. Your login is { $login }.
mail-admin-access-directory-subject = Access to { $platform }
# -- signing in, passwords, second factor --
sign-in = Sign in
sign-in-title = Sign in to Steward
languages = Language
sign-in-user-title = Sign in to your account
sign-in-login = Login
sign-in-user-login = Login
sign-in-user-login-hint = As in your letter: login@account
sign-in-password = Password
sign-in-refused = The login or password is wrong.
sign-in-switched-off = This login is inactive. Ask your administrator.
sign-in-directory-unknown = Your organisation’s directory does not answer. Try again in a few minutes.
sign-in-code-title = Confirm it’s you
sign-in-code = Code
sign-in-code-hint = Six digits from your authenticator app, or one of your recovery codes
sign-in-start-again = Start again
sign-in-wrong-code = This code is wrong or has already been used. Try the next one.
sign-in-too-many-codes = Too many wrong codes. Try again in 15 minutes.
forgot-link = Forgot your password?
forgot-title = Forgotten password
forgot-intro = Enter your login. If it has an email address, a letter with a link is sent there.
forgot-button = Send the link
forgot-back = Back to sign-in
forgot-asked = If this login can get a new password, a letter with a link is on its way. The link works for 30 minutes.
sign-in-outcome-ok = Signed in
sign-in-outcome-unknown_login = Unknown login
sign-in-outcome-wrong_password = Wrong password
sign-in-outcome-unknown_device = Blocked: correct password, but an unknown device during a guessing attack
sign-in-outcome-too_many_from_network = Blocked: too many wrong passwords from this network
sign-in-outcome-too_many_passwords = Blocked: too many wrong passwords
sign-in-outcome-wrong_code = Wrong code
sign-in-outcome-too_many_codes = Blocked: too many wrong codes
sign-in-outcome-disabled = Blocked: correct password, but inactive
sign-in-outcome-account_inactive = Blocked: correct password, but the account is inactive
sign-in-outcome-account_deleted = Blocked: correct password, but the account is deleted
sign-in-known-device = Known device
sign-in-new-device = New device
form-kept = You had to confirm who you are while this form was open. What you entered is back: check it and save. Passwords and files have to be given again.
signed-out = You are signed out.
setup-title = Set up Steward
setup-intro = You are the first one here. This creates the owner, who may do everything.
setup-button = Create the owner
setup-done = Steward is ready.
set-password-title = Set a password
set-password-for = For the login
set-password-button = Set password
password-new = New password
password-new-hint = At least 15 characters; 8 are enough with two-factor authentication. A few unrelated words work well.
password-again = New password again
password-current = Current password
password-not-same = The two passwords do not match.
password-too-short = The password has { $length ->
    [one] { $length } character
   *[other] { $length } characters
}; at least { $shortest } are needed.
password-too-common = This password is too easy to guess: make it longer, or avoid common words and patterns.
password-of-own-words = This password is made of your login, name, email or account.
password-wrong = This is not your current password.
password-too-many = Too many wrong passwords. Try again in 15 minutes.
password-set = Your password is set. Now sign in.
password-changed = Your password is changed. Your other sessions have ended.
dead-link-title = This link no longer works
dead-link-why = It has been used, has expired, or was replaced by a newer one. Ask your administrator for another.
second-factor-title = Two-factor authentication
second-factor-intro = Besides your password, you will enter a code from an app on your phone. Scan the picture with the app, then enter the code that it shows.
second-factor-qr = QR code of the secret below
second-factor-secret = Or enter this secret into the app:
second-factor-code = Code from the app
second-factor-button = Turn on
second-factor-is-on = Two-factor authentication is on.
second-factor-is-off = Two-factor authentication is off.
second-factor-on = on
second-factor-off = off
second-factor-replaces = Your current app keeps working until you have entered a code from the new one.
second-factor-replace = Set up another app
second-factor-replace-button = Use the new app
second-factor-remove = Turn off two-factor authentication?
second-factor-remove-means = Signing in will ask for the password only, and your recovery codes stop working. Your other sessions end.
second-factor-remove-button = Turn off
second-factor-removed = Two-factor authentication is off. Your other sessions have ended.
second-factor-forced = Your account requires two-factor authentication. You can move it to another app.
second-factor-required = Two-factor authentication is required for administrators here. You can move it to another app.
recovery-codes-anew = Create new recovery codes?
recovery-codes-anew-means = You get ten new codes, shown once. The old ones stop working immediately.
recovery-codes-anew-button = New recovery codes
second-factor-codes-left = { $count ->
    [0] No recovery codes are left.
    [one] { $count } recovery code is left.
   *[other] { $count } recovery codes are left.
}
recovery-codes-title = Save these recovery codes
recovery-codes-intro = Two-factor authentication is on. Without your phone, each of these codes lets you in once. They are not shown again: print them or keep them in a safe place.
recovery-codes-download = Download as text
recovery-codes-print = Print
recovery-codes-kept = I have kept them
recovery-codes-file = Recovery codes of { $login } for { $site }. Each works once.
continue = Continue

# -- administrators --
admin-form = Administrator
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
admin-second-factor = Two-factor authentication
kind-admin = administrator
action-password = Password changed
action-forgot-password = Letter for a forgotten password queued
action-second-factor = Two-factor authentication turned on
action-reset = Access reset
action-replace-second-factor = Two-factor authentication moved to another app
action-recovery-codes = New recovery codes created
action-link = Set-password link queued
action-end-sessions = Sessions ended
admin-recovery-codes = Recovery codes
admin-sessions = Sessions
admin-search = Login, name or email
admin-new = New administrator
admin-role-hint = What each role may do:
admin-active-hint = An inactive administrator cannot sign in; deactivating ends the administrator’s sessions immediately.
admin-is-oneself = This is you. You cannot deactivate or delete yourself; another owner can.
admin-created = Administrator { $login } is created. A letter with a link to set the password is queued for { $email }.
admin-created-inactive = Administrator { $login } is created, inactive. Activate { $login } to send the link that sets the password.
admin-saved = Administrator { $login } is saved.
admin-saved-tokens-less = Administrator { $login } is saved. These API tokens may now do less: { $tokens }.
admin-tokens-mean = This administrator’s tokens may do what the role may do, and no more. With another role they lose:
admin-token-named = “{ $name }”
admin-token-loses = “{ $name }” { $scopes }
admin-tokens-stop = these stop working:
admin-not-oneself = You cannot deactivate or delete yourself. Another owner can.
admin-last-owner = This is the last active owner with a password of their own. Make another administrator such an owner first.
admin-is-ldap = Password of the directory
admin-is-ldap-hint = They sign in with the password that they have in the administrators’ directory. Switched off, a letter with a link to set an own one goes out.
admin-without-directory = Administrators use no directory. Choose one under Settings → Administrators’ directory first.
admin-role-above = You cannot give a role with more permissions than your own.
admin-ends-mean = Deleting ends the administrator’s sessions and cannot be undone. Audit entries and sign-in history are kept.
admin-delete = Delete the administrator { $login }?
admin-delete-button = Delete the administrator
admin-delete-means = All sessions end immediately, and links to set a password stop working. This cannot be undone; audit entries are kept.
admin-delete-tokens = These API tokens, created by the administrator, stop working immediately:
admin-deleted = Administrator { $login } is deleted.
admin-link = Send { $login } a link to set a password?
admin-link-button = Send a link
admin-link-sent = A letter with the link is queued for { $email }.
admin-link-inactive = This administrator is inactive. Activate the administrator first.
admin-remove-factor = Turn off two-factor authentication for { $login }?
admin-remove-factor-button = Turn off two-factor authentication
admin-remove-factor-means = All sessions of the administrator end immediately. The next sign-in asks for the password only, and for a new set-up where two-factor authentication is required. First make sure that it is really the administrator who is asking.
admin-no-email = This administrator has no email address. Enter one first.
admin-has-no-factor = This administrator does not use two-factor authentication.
admin-own-factor = Your own two-factor authentication is on your profile page.

# -- sessions and sign-ins --
sessions = Sessions
sign-ins = Sign-ins
count-sessions = { $count ->
    [one] { $count } session
   *[other] { $count } sessions
}
session-is-this = This session
session-end = End
sessions-end-others = End all others
sessions-end-all = End all sessions
sessions-ended = { $count ->
    [0] There was nothing to end: it has ended already.
    [one] { $count } session has ended.
   *[other] { $count } sessions have ended.
}
sessions-none = Nobody is signed in right now.
sign-ins-none = No sign-ins yet
sign-ins-none-yet = Each attempt will be listed here, refused ones too.
sign-ins-refused = Refused in the last 24 hours
sign-ins-refused-last = the last one { $at }
sign-ins-refused-none = none
sign-ins-slowed = Slowed down
sign-ins-slowed-until = until { $at }
sign-ins-slowed-means = too many wrong passwords or codes
action-lift-slow-down = Slow-down lifted
device-computer = Computer
device-phone = Phone
device-other = Other
outcome-ok = Signed in
outcome-unknown-login = Unknown login
outcome-wrong-password = Wrong password
outcome-unknown-device = Blocked: correct password, but an unknown device during a guessing attack
outcome-too-many-from-network = Blocked: too many wrong passwords from this network
outcome-too-many-passwords = Blocked: too many wrong passwords
outcome-wrong-code = Wrong code
outcome-too-many-codes = Blocked: too many wrong codes
outcome-disabled = Blocked: inactive
outcome-account-inactive = Blocked: the account is inactive
outcome-account-deleted = Blocked: the account is deleted
outcome-directory-unknown = Blocked: the directory did not answer
outcome-directory-disabled = Blocked: disabled in the directory
outcome-directory-expired = Blocked: expired in the directory
outcome-directory-must-change = Blocked: the password must be changed in the directory first
outcome-directory-other-person = Blocked: the directory has somebody else under this login
outcome-directory-nothing = Blocked: the directory’s groups give nothing here
outcome-directory-incomplete = Blocked: the directory’s entry has no usable login or email
outcome-directory-refused = Blocked: refused by the directory
outcome-directory-ambiguous = Blocked: the directory has two entries for this login
outcome-account-full = Blocked: the tariff allows no more users
outcome-account-frozen = Blocked: the account is frozen and takes no new users

# -- accounts --
account-new = New account
account-create = Create an account
accounts-none = No accounts yet
accounts-need-tariff = Every account has a tariff, so begin with a tariff.
account-no-tariffs = There is no tariff yet, and every account needs one.
account-search = Title, account name, id, reference
accounts-none-yet = An account is one customer: its users, groups, roles and settings.
account-created = “{ $title }” is created.
account-first-user = Next: add its first user
account-saved = “{ $title }” is saved.
account-settings = Settings
account-users = Users
account-groups = Groups
account-roles = Roles
account-parts = Parts of the account
account-overview = Overview
overview-about = About
overview-people = People
overview-never = Never signed in
overview-without-factor = Without 2FA
overview-forced = the account requires one
overview-masters = Master users
overview-no-master = none
overview-trouble = What needs attention
overview-calm = No refused sign-ins in the last 24 hours, and no failed letters.
overview-refused = { $count ->
    [one] { $count } refused sign-in
   *[other] { $count } refused sign-ins
}
overview-letter-failed = Not delivered
overview-visits = Support visits now
overview-no-visits = Nobody is here to help at this moment.
overview-changes = Last changes
overview-all-changes = Whole history

# -- the overview of everything --
home-counted-at = Counted { $at }.
home-totals-at = Numbers over 10,000: { $at }.
home-needs = What needs attention
home-calm = Nothing needs attention right now.
home-new-here = There are no accounts yet. Create the first one:
home-letters-failed = { $count ->
    [one] { $number } letter was not delivered
   *[other] { $number } letters were not delivered
 }
home-letters-late = { $count ->
    [one] { $number } letter has been waiting for over an hour
   *[other] { $number } letters have been waiting for over an hour
 }
home-jobs-failed = { $count ->
    [one] { $number } job has failed
   *[other] { $number } jobs have failed
 }
home-limit = { $count ->
    [one] { $number } account has reached a limit of its tariff
   *[other] { $number } accounts have reached a limit of their tariffs
 }
home-frozen-long = { $count ->
    [one] { $number } account has been frozen for over 30 days
   *[other] { $number } accounts have been frozen for over 30 days
 }
home-tokens-leaked = { $count ->
    [one] { $number } API token was seen in an address and is still good
   *[other] { $number } API tokens were seen in addresses and are still good
 }
home-tokens-expiring = { $count ->
    [one] { $number } API token expires within 14 days
   *[other] { $number } API tokens expire within 14 days
 }
home-admins-without-factor = { $count ->
    [one] { $number } administrator has no two-factor authentication
   *[other] { $number } administrators have no two-factor authentication
 }
home-notifiers-failing = { $count ->
    [one] { $number } notifier is failing
   *[other] { $number } notifiers are failing
 }
home-watched = { $count ->
    [one] { $number } record of the last 7 days deserves a look
   *[other] { $number } records of the last 7 days deserve a look
 }
home-visits = { $count ->
    [one] { $number } support visit is running
   *[other] { $number } support visits are running
 }
home-people = Users and sign-ins
home-sign-ins-today = Sign-ins today
home-sign-ins-week = Sign-ins in 7 days
home-visits-now = Support visits now
home-weeks = New accounts per week, the last 12 weeks
home-weeks-table = As a table
home-week = Week
home-new = New accounts
home-no-recent = The accounts, users and other things that you open appear here.
home-changes = What colleagues changed today
home-no-changes = Nothing yet today.
account-active = Active
account-active-hint = An inactive account can be prepared, but nobody can sign in to it.
account-frozen = Frozen
account-deleted = Deleted
account-title = Title
account-title-hint = Shown in lists and letters.
account-name = Account name
account-name-hint = Used in sign-in, after the @. a–z, 0–9, dot, underscore and hyphen; unique.
any-policy = Any policy
any-connector = Any database
any-2fa = 2FA: any
any-ldap = Directory: any
any-sign-in = Any last sign-in
column-policy = Policy
column-connector = Database or external data
column-force_2fa = Require 2FA
column-use_ldap = Sign-in through the directory
column-signed_in = Last sign-in of a user
account-no-policy = No policy
account-2fa-required = 2FA required
account-2fa-not-required = 2FA not required
account-ldap-used = Through the directory
account-ldap-not-used = Without a directory
account-signed-in-within = Signed in within { $count } days
account-not-signed-in-for = Nobody signed in for { $count } days
account-never-signed-in = Nobody ever signed in
account-except = Everything except this:
account-except-state = state
account-except-tariff = tariff
account-except-tz = time zone
account-except-policy = policy
account-except-connector = database
account-external-id = Your reference
account-external-id-hint = The id in your billing system or CRM. Unique; the search finds it.
account-name-users = { $count ->
    [one] { $count } user signs in as
   *[other] { $count } users sign in as
}
account-name-asks = { $count ->
    [0] Confirm the new account name below.
    [one] Changing the account name changes how { $count } user signs in. Confirm it below.
   *[other] Changing the account name changes how { $count } users sign in. Confirm it below.
}
account-name-question = Change the account name?
account-name-confirm = Yes, from now on everybody signs in as
account-name-given-up = { $name } (released)
account-name-held = A deleted account, id { $id }, holds this name until { $until }. Restore it, or make it release the name.
account-release-name-question = Take the name from a deleted account?
account-release-name-look = Show the deleted account
account-release-name = Yes, take it. That account can then only be restored under another name.
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
account-save-email-web-versions-hint = Even those that the policy does not keep.
account-enable-pixel = Enable pixel
account-enable-pixel-hint = Tracks opens and visits. Needs the cookie domain.
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
account-force-2fa-auth = Require 2FA
account-force-2fa-auth-hint = Users without 2FA must set it up before they go on.
account-use-ldap = Use LDAP
account-use-ldap-hint = Users whom the directory knows sign in with its password; those whom its group map gives something are created at their first sign-in.
account-ldap-connector = Directory
account-no-directories = There are no directories yet.
account-ldap-asks = { $count ->
    [one] { $count } user signs in through the directory and would be locked out. Confirm it below.
   *[other] { $count } users sign in through the directory and would be locked out. Confirm it below.
}
account-ldap-confirm = Yes, lock them out until each gets a password of their own
account-enrolled = { $count ->
    [0] No users yet.
   *[other] { $missing ->
        [0] All users have 2FA.
        [one] { $missing } user of { $count } does not have 2FA yet.
       *[other] { $missing } users of { $count } do not have 2FA yet.
    }
}
account-state = State
account-state-means = Freezing makes the account read-only; its users can still sign in. Deactivating ends their sessions immediately. A deleted account can be restored for 30 days.
account-activate = Activate “{ $title }”?
account-activate-means = { $count ->
    [0] It has no users yet.
    [one] Its { $count } user can sign in again.
   *[other] Its { $count } users can sign in again.
}
account-activate-done = “{ $title }” is active.
account-activate-already = “{ $title }” is already active.
account-activate-letters = { $count ->
    [one] { $missing } of { $count } user has never had a welcome letter.
   *[other] { $missing } of { $count } users have never had a welcome letter.
}
account-send-welcome = Send it now
account-send-welcome-hint = A link that sets a password, good for 24 hours, to each active user who has never had one and has not signed in yet.
account-activate-welcomed = “{ $title }” is active. { $letters ->
    [one] { $letters } welcome letter is queued.
   *[other] { $letters } welcome letters are queued.
}
account-deactivate = Deactivate “{ $title }”?
account-deactivate-means = { $count ->
    [0] It has no users yet. Nobody can sign in to it until it is activated.
    [one] Its { $count } user is signed out and cannot sign in until it is activated.
   *[other] Its { $count } users are signed out and cannot sign in until it is activated.
}
account-deactivate-done = “{ $title }” is inactive. Its users are signed out.
account-deactivate-already = “{ $title }” is already inactive.
account-notify-users = Email all users
account-notify-users-hint = Each in their own language.
account-freeze = Freeze “{ $title }”?
account-freeze-means = { $count ->
    [0] Nothing in it can be created or changed until it is unfrozen.
    [one] Its { $count } user can still sign in, read-only, until it is unfrozen.
   *[other] Its { $count } users can still sign in, read-only, until it is unfrozen.
}
account-freeze-done = “{ $title }” is frozen.
account-freeze-already = “{ $title }” is already frozen.
account-frozen-shown = What users of “{ $title }” see while it is frozen
account-frozen-shown-means = { $count ->
    [0] It has no users yet. It stays frozen.
    [one] Its { $count } user sees it on the next page they open. The account stays frozen.
   *[other] Its { $count } users see it on the next page they open. The account stays frozen.
}
account-frozen-shown-button = Payment link and reason
account-payment-url = Payment link
account-payment-url-hint = Shown to the users while the account is frozen. Optional.
account-reason = Reason
account-reason-hint = Shown to the users. Optional.
account-unfreeze = Unfreeze “{ $title }”?
account-unfreeze-means = { $count ->
    [0] The payment link and the reason are cleared.
    [one] Its { $count } user can make changes again. The payment link and the reason are cleared.
   *[other] Its { $count } users can make changes again. The payment link and the reason are cleared.
}
account-unfreeze-done = “{ $title }” is no longer frozen.
account-unfreeze-already = “{ $title }” is not frozen.
account-delete = Delete “{ $title }”?
account-delete-means = { $count ->
    [0] Deletes all groups, roles and settings. For 30 days everything can be restored; the account name stays taken until then.
    [one] Deletes { $count } user and all groups, roles and settings. The user is signed out. For 30 days everything can be restored; the account name stays taken until then.
   *[other] Deletes { $count } users and all groups, roles and settings. The users are signed out. For 30 days everything can be restored; the account name stays taken until then.
}
account-delete-type = To confirm, type the account name:
account-typed-name = Account name
account-delete-done = “{ $title }” is deleted. It can be restored for 30 days.
account-delete-already = “{ $title }” is already deleted.
account-restore = Restore “{ $title }”?
account-restore-means = { $count ->
    [0] It comes back as it was.
    [one] It comes back as it was, with its { $count } user.
   *[other] It comes back as it was, with its { $count } users.
}
account-restore-renamed-means = { $count ->
    [0] It comes back with all its settings, but under another name: its own was released.
    [one] It comes back with its { $count } user and all its settings, but under another name: its own was released.
   *[other] It comes back with its { $count } users and all its settings, but under another name: its own was released.
}
account-deleted-until = The account is deleted and cannot be changed. It can be restored until { $until }.
account-restore-asks-name = Its name, { $name }, has been released in the meantime. Choose another; its users will sign in with that one.
account-restore-keeps-name = The account has kept its name. Restore it first, then change the name.
account-restore-done = “{ $title }” is restored.
account-restore-already = “{ $title }” is not deleted.
account-is-frozen = The account is frozen. Unfreeze it first.
account-is-inactive = The account is inactive. Activate it first.
account-restore-late = The account was deleted more than 30 days ago and can no longer be restored.
account-is-deleted = The account is deleted. Restore it first.
refused-no-tariff = Choose a tariff.
refused-no-directory = Choose the directory that users sign in through.
refused-account-without-directory = The account uses no directory. Switch that on in its settings first.
refused-no-domain-for-pixel = Enter the cookie domain: the pixel is on.
refused-no-domain-for-push = Enter the cookie domain: push is on.
refused-typed-name = Type { $name } to delete the account.
section-databases = Databases
section-web-version = Web version
section-additional = Additional
section-notifications = Notifications
section-authorization = Sign-in and security
section-state = State
state-active = Active
state-inactive = Inactive
state-frozen = Frozen
state-frozen-since = Frozen since { $day }
state-limit = Limit reached
state-deleted = Deleted
state-frozen-long = Frozen for over 30 days
any-state = Any state
any-tariff = Any tariff
any-zone = Any time zone
zones-all = All time zones
created-between = Created from
created-and = to
on-this-page = On this page
day-1 = Monday
day-2 = Tuesday
day-3 = Wednesday
day-4 = Thursday
day-5 = Friday
day-6 = Saturday
day-7 = Sunday
action-activate = Activated
action-deactivate = Deactivated
action-freeze = Frozen
action-give-up-name = Account name released
action-unfreeze = Unfrozen
letter-count = How many
letter-before = From before
sign-in-count = How many
sign-in-before = From before
job-count = How many
job-before = From before
api-answer-count = How many
api-answer-before = From before
action-purge = Deleted for good
action-restore = Restored
# -- own pages of administrators and users --
me-title = My profile
me-names = Name and email
me-look = Language and appearance
me-saved = Your profile is saved.
security = Security
theme-auto = Match system
theme-light = Light
theme-dark = Dark
password-change = Change password
password-not-new = This is already your password.
password-owed-title = Choose a new password
password-owed-why = Your password was set for you, or has to be changed. Choose one that only you know.
portal-account = Account
portal-what = Here you look after your sign-in to { $platform }: your profile, password and two-factor authentication. You also see every visit by support.
portal-means-active = Your account is active, and everything works.
portal-means-frozen = Your account is frozen: you can sign in and look, but not change anything except your own password and two-factor authentication.
portal-means-limit = Your account is active, but a limit of its tariff is reached. Your account’s admins can tell you more.
portal-profile = Profile
portal-login = You sign in as
portal-state-active = Active
portal-state-frozen = Frozen
portal-state-limit = Limit reached
portal-tariff = Tariff
portal-zone = Time zone
portal-helpers = Who helps you
portal-helpers-who = These people manage the users, groups and settings of your account:
portal-helpers-none = Nobody in your company manages this account here yet.
portal-helpers-you = (you)
portal-support = Support of { $platform }:
portal-visits = Support visits
portal-visits-none = Nobody from support has signed in as you.
portal-visits-last = Support was last here:
portal-visits-all = All support visits
portal-alerts = Alerts
portal-frozen = This account is frozen: you can look, but nothing can be changed except your own password and two-factor authentication.
portal-account-frozen = The account is frozen, so nothing was saved. Ask whoever is responsible for the account in your company.
portal-account-closed = The account is switched off, so nothing was saved. Ask whoever is responsible for the account in your company.
portal-frozen-safety = Your own password and two-factor authentication can be changed while the account is frozen.
portal-frozen-reason = Reason:
portal-pay = Pay to go on
portal-password-in-directory = Your password is kept in your company’s directory; change it there.
profile-saved = Your profile is saved.

# -- keys --
keys = Keyboard shortcuts
key-search = Search this list, or everything
key-rows = Next and previous row
key-pick = Choose the row
key-palette = Find an account, a user or a page

# -- everywhere search --
search-title = Search
search-title-of = Search: { $asked }
search-short = Search
search-label = Accounts, users, pages
search-found = { $count ->
    [0] Nothing found
    [one] { $count } result
   *[other] { $count } results
 }
search-recent = Recently opened
search-users = Users
search-pages = Pages
search-all-accounts = All matching accounts
search-more-users = There are more. Add a word, or part of the email or phone.
search-nothing = Nothing found. Accounts are found by title, account name, id or reference; users by name, login, email or phone.
search-failed = The search did not answer. Try again.
# -- account users, groups, roles --
kind-user = user
kind-group = group
kind-role = role
action-welcome = Welcome letter queued
action-remove-second-factor = Two-factor authentication turned off
column-id = ID
column-login = Login
column-lang = Language
column-master = Master
column-has_2fa = 2FA
column-is_ldap = LDAP
column-active = State
column-last_sign_in = Last sign-in
column-permitted = Permitted actions
any-user-state = Any state
any-master = Master: any
any-language = Any language
any-second-factor = 2FA: any
any-ldap-user = LDAP: any
no = no
yes = yes
recorded-changed = changed
recorded-set = set
section-general = General
section-alerts = Alerts
section-safety = Security
section-access = Access
section-ends = Delete
user-new = New user
user-create = Add a user
users-none = No users yet
user-parts = Parts of the user
user-settings = Settings
user-search = Name, login, email, phone, id
users-none-yet = Users sign in to the portal. The first one is usually the master user.
users-of-tariff = { $count } of { $most } in the tariff
user-is-master = Master users
user-is-no-master = Not master
user-has-2fa = With 2FA
user-has-no-2fa = Without 2FA
user-is-of-directory = Password of the directory
user-is-not-of-directory = Password of their own
user-active = Active
user-active-hint = An inactive user cannot sign in; deactivating ends the user’s sessions immediately.
user-form = User
user-login = Login
user-signs-in-as = Signs in as
user-first-name = First name
user-last-name = Last name
user-email = Contact email
user-language = Language
user-language-hint = Used in the portal and in letters
user-phone = Contact phone
user-phone-hint = With the country code
user-avatar = Avatar
user-avatar-hint = PNG, JPEG or WebP, up to 2 MB and 4096 pixels per side. It is cropped to a square.
user-avatar-remove = Remove the avatar
user-notify-email = Email for alerts and reports
user-notify-email-hint = If empty, the contact email is used.
user-alert-limits = Limit reached
user-alert-complaints = Subscriber complaints
user-alert-hard-bounces = Hard bounces
user-alert-soft-bounces = Soft bounces
user-alert-daily-report = Daily reports
user-alert-weekly-report = Weekly reports
user-password = Set password
user-password-hint = At least 15 characters; 8 for a user with 2FA. Ends the user’s sessions. The user must change it at the next sign-in.
user-send-access-email = Send the welcome letter
user-send-access-email-hint = A letter with a link to set a password, good for 24 hours. It never contains a password.
user-letter-later = The account is inactive: the letter can be sent when the account is activated.
user-must-change-password = Must change password at next login
user-second-factor = Two-factor authentication
user-recovery-codes = Recovery codes
user-sessions = Sessions
user-roles = Assigned roles
user-roles-hint = What the user may do
user-groups = Assigned groups
user-groups-hint = What the user sees
user-master = Master user
user-master-hint = Has full access to the account: every group, its users and its master settings
user-is-ldap = Is LDAP user
user-is-ldap-hint = The password is the directory’s. A letter with a link to set one goes out when this is switched off.
user-created = User { $login } is created. { $letter }
user-saved = User { $login } is saved. { $letter }
user-only-disabling = This user can still be deactivated or deleted.
user-ends-mean = Deleting ends the user’s sessions and cannot be undone. Audit entries and sign-in history are kept.
user-delete = Delete the user { $login }?
user-delete-button = Delete the user
user-delete-means = All sessions of the user end immediately, and letters that are still queued are not sent. This cannot be undone; audit entries are kept.
user-deleted = User { $login } is deleted.
user-remove-factor = Turn off two-factor authentication for { $login }?
user-remove-factor-button = Turn off two-factor authentication
user-remove-factor-means = All sessions of the user end immediately. The next sign-in asks for the password only, and for a new set-up where the account requires 2FA. First make sure that it is really the user who is asking.
user-has-no-factor = This user does not use two-factor authentication.
user-factor-removed = Two-factor authentication is off for { $login }.
user-lift = Let { $login } sign in as usual again?
user-lift-button = Lift the slow-down
user-lift-means = What went wrong with this login in the last 15 minutes no longer counts against it: the right password opens at once, from any device. Make sure first that it is the user who asks. New wrong attempts count again.
user-lifted = { $login } can sign in as usual again.
user-welcome-letter = Welcome letter
user-welcome = Send { $login } the welcome letter?
user-welcome-button = Send the letter
user-welcome-means = It goes to { $email } with a link to set a password, good for 24 hours. Older links stop working.
user-welcomed = The welcome letter to { $login } is queued for { $email }.
user-not-welcomed = No letter was sent to { $login }. { $reason }
welcome-queued = The welcome letter is queued.
welcome-not-queued = No letter was sent.
welcome-user-inactive = The user is inactive. Activate the user first.
welcome-too-soon = One was queued less than a minute ago.
welcome-too-many = { $most } were queued within an hour, which is the most for one user.
user-password-of-directory = The password is the directory’s: it is changed there.
password-not-set-here = Administrators do not set passwords here. Send the welcome letter instead.
tariff-limit-users = The tariff limit is reached: { $most ->
    [one] { $most } user
   *[other] { $most } users
}.
avatar-empty = The file is empty. Choose another, or none.
avatar-too-large = The file is larger than 2 MB. Choose a smaller one.
avatar-too-wide = The picture is { $width } × { $height } pixels; at most 4096 per side are accepted.
avatar-not-a-picture = This is not a PNG, JPEG or WebP picture.
avatar-unreadable = The picture cannot be read: the file is damaged or incomplete.
logo-too-large = The file is larger than 200 kB. Choose a smaller one.
logo-too-wide = The picture is { $width } × { $height } pixels; at most 1024 a side are accepted.
logo-not-png = This is not a PNG picture.
brand-what = How your platform appears to account users: in letters, on the portal and its sign-in page.
brand-who = Name and contacts
brand-name = Platform name
brand-name-hint = Shown as the sender of letters and on the portal. Left empty, the name in STEWARD_MAIL_FROM is used.
brand-support = Support address
brand-support-hint = Where users write for help: shown on the portal and at the foot of every letter.
brand-reply-to = Replies go to
brand-reply-to-hint = Replies to letters go to this address. Left empty, they go to the sending address.
brand-sender = Sending address
brand-look = Colour and logo
brand-colour = Colour
brand-colour-hint = As #rrggbb. Buttons get black or white text, whichever reads better; where the colour is too pale for text, a darker shade of it is used.
brand-logo = Logo
brand-logo-hint = PNG, up to 200 kB and 1024 pixels a side. Shown at most 220 × 44 pixels.
brand-logo-now = The current logo
brand-logo-remove = Remove the logo
brand-preview = Preview
brand-sample = Sample letter
brand-sample-means = “Preview” shows it with what is typed, before anything is saved. The test letter is sent with what is saved.
brand-test = Send me a test letter
brand-test-queued = The test letter goes to { $email }.
brand-saved = The brand is saved.
kind-brand = brand
kind-admin-directory = directory of administrators
directory-what = Administrators whom this directory knows sign in with its password; those to whom its groups give a role are created at their first sign-in. One owner always keeps a password of their own, for the day when the directory does not answer.
directory-which = Directory
admin-directory-admin-ldap = Directory
admin-directory-admin-ldap-hint = One of those under LDAP. Without one, nobody signs in to this panel through a directory.
directory-asks = { $count ->
    [one] { $count } administrator signs in through the directory and would be locked out. Confirm it below.
   *[other] { $count } administrators sign in through the directory and would be locked out. Confirm it below.
}
directory-confirm = Yes, lock them out: their sessions end now
directory-roles = Roles
directory-roles-mean = Groups of the directory by their DN, one a line; nested groups count. Of several the role that may most is given. The role follows the groups within five minutes, and whoever is in none of them is switched off. With no groups here, the directory only checks the passwords of administrators that exist already, who keep their roles.
admin-directory-owner-groups = Owners
admin-directory-manager-groups = Managers
admin-directory-support-groups = Support
admin-directory-auditor-groups = Auditors
directory-told = What the directory says of these groups
directory-saved = The administrators’ directory is saved.
refused-directory-groups = At most { $most } groups.
refused-directory-group-twice = “{ $dn }” is named twice. A group gives one role.
action-test-letter = Test letter queued
group-new = New group
group-create = Create a group
groups-none = No groups yet
group-form = Group
group-name = Name
group-members-moved = Members moved to Main
group-created = Group “{ $name }” is created.
group-saved = Group “{ $name }” is saved.
group-main-stays = Every account has this group; it cannot be renamed or deleted.
group-delete = Delete the group “{ $name }”?
group-delete-button = Delete the group
group-delete-means = { $count ->
    [0] Nobody is in it.
    [one] { $count } member moves to Main.
   *[other] { $count } members move to Main.
}
group-deleted = Group “{ $name }” is deleted. { $count ->
    [0] Nobody was in it.
    [one] { $count } member moved to Main.
   *[other] { $count } members moved to Main.
}
groups-none-yet = A group says what its users see.
role-new = New role
role-create = Create a role
roles-none = No roles yet
role-form = Role
role-name = Name
role-actions = Permitted actions
role-users-lost = Users who lost it
role-created = Role “{ $name }” is created.
role-saved = Role “{ $name }” is saved.
role-delete = Delete the role “{ $name }”?
role-delete-button = Delete the role
role-delete-means = { $count ->
    [0] Nobody has it.
    [one] { $count } user loses it.
   *[other] { $count } users lose it.
}
role-deleted = Role “{ $name }” is deleted. { $count ->
    [0] Nobody had it.
    [one] { $count } user lost it.
   *[other] { $count } users lost it.
}
roles-none-yet = A role says what its users may do with what they see.
permitted-view-profiles = View profiles
permitted-edit-profiles = Edit profiles
permitted-import-profiles = Import profiles
permitted-export-profiles = Export profiles
permitted-view-segments = View segments
permitted-edit-segments = Edit segments
permitted-view-templates = View templates
permitted-edit-templates = Edit templates
permitted-view-campaigns = View campaigns
permitted-edit-campaigns = Edit campaigns
permitted-send-campaigns = Send campaigns
permitted-view-reports = View reports
permitted-export-reports = Export reports
permitted-edit-settings = Edit settings
account-activate-button = Activate
account-deactivate-button = Deactivate
account-freeze-button = Freeze
account-unfreeze-button = Unfreeze
account-restore-button = Restore
account-delete-button = Delete
column-state = State
filter-more = More filters…
kind-account = account

# -- words that pages showed as bare keys --
none = none
choose = Choose…
admin-password-again = Password again

prove-title = Confirm it’s you
prove-means = Enter your password to continue. You won’t be asked again for 10 minutes. You are signed in as
prove-directory-unknown = Your organisation’s directory does not answer. Enter a code, or try again in a few minutes.
prove-code = Or a code from your authenticator app
prove-go-on = Continue

# -- login-as: support visits --
menu-visits = Support visits
audit-visit = visit
kind-visit = support visit
action-visit-start = Support visit started
action-visit-change = Changes allowed
action-visit-end = Support visit ended
error-in-visit = This cannot be done in a support visit
visit-was-over = The support visit has ended, so nothing was saved.
visit-no-address = Addresses that letters go to cannot be changed in a support visit.
refused-too-short = Write at least { $shortest } characters; there are { $length }.
account-login-as-notice = Tell users about support visits
account-login-as-notice-hint = By a letter to the user who was visited. Either way, the account sees every visit in the portal.
login-as-notice-off = No letter
login-as-notice-after = After the visit
login-as-notice-start = When the visit starts
visit-log-in-as = Log in as
visit-start-means = The portal opens in a new tab as this user sees it, read-only, for at most 60 minutes. The user’s account sees the visit, its reason and which pages were viewed.
visit-start-button = Open the portal
visit-switched-off = Support visits are switched off in this installation.
visit-user-inactive = The user is inactive. Activate the user first.
visit-one-runs = A support visit is already running
visit-end-first = Your support visit as { $user } is still running. End it before you start another.
visit-running = Support visit: you see the portal as { $user }.
visit-go-back = Go to the portal
visit-end = End the visit
visit-is-over = The support visit has ended.
visit-banner = Support visit
visit-minutes-left = { $count } min left
visit-change-button = Allow changes
visit-change-title = Make changes as this user?
visit-change-means = Until the visit ends you can save forms in the portal as { $user }. Each change is recorded under your name and shown to the account.
visit-change-never = Password, addresses that letters go to, two-factor authentication, sessions, deletion, export, the master flag and tokens stay out of reach.
visit-change-impossible = This visit stays read-only: the account is frozen, or this installation does not allow changes in support visits.
visit-can-change = Changes are allowed until the visit ends.
visit-about = About the visit
visit-user = As user
visit-reason = Reason
visit-reason-hint = 10 to 500 characters. The user’s account can read it.
visit-ticket = Ticket
visit-ticket-hint = Optional, such as a help-desk number.
visit-mode = Mode
visit-mode-read-only = read-only
visit-mode-read-write = read-write
visit-began = Started
visit-ended = Ended
visit-ended-why = Reason it ended
visit-lasted = Duration
visit-runs = Running
visit-state-running = Running
visit-done = Activity
visit-looked-at = Pages viewed
visit-looked-at-nothing = No page was opened.
visit-filter-account = Account name
visits-mean = Each time an administrator of the platform was here as you, or as one of the users you help: who, why, and what was done.
visits-none-yet = Each visit will be listed here: who it was, why, and what was done.
visits-none = No support visits yet
visit-why-ended = ended by the administrator
visit-why-ended-by-owner = ended by an owner
visit-why-ended-by-user = ended from the account
visit-why-time-over = the hour was up
visit-why-idle = 15 minutes without activity
visit-why-signed-out = the administrator signed out
visit-why-admin-lost = the administrator lost the permission
visit-why-user-lost = the user was deactivated or deleted
visit-why-account-closed = the account was deactivated or deleted
visit-why-switched-off = switched off in this installation
count-minutes = { $count } min
visit-pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
visit-changes = { $count ->
    [one] { $count } change
   *[other] { $count } changes
}
visit-times = { $count ->
    [one] { $count } time
   *[other] { $count } times
}
letter-kind-visit = Support visit
mail-visit-subject = { $account }: a support visit
mail-visit-was = To help, our support signed in to { $account } as you, { $login }.
mail-visit-is = To help, our support is signed in to { $account } as you, { $login }, right now.
mail-visit-about = About this visit
mail-visit-who = Who
mail-visit-reason = Why
mail-visit-ticket = Ticket
mail-visit-began = Began
mail-visit-ended = Ended
mail-visit-changes = Changes
mail-visit-link = See what was done
mail-visit-unexpected = If you did not ask for help, contact the person who manages the account in your company.
# The Administrator API
api-successful = Successful operation
api-refused = Some fields are refused.
api-taken = This name is already taken.
api-only-post = Calls are made by POST.
api-only-get = This is only read, by GET.
api-media-type = The body is neither JSON nor XML: say application/json or application/xml.
api-format = The format is json or xml.
api-no-token = There is no token: send “Authorization: Bearer …” or “token” in the body.
api-bad-token = This token is unknown, inactive or expired.
api-token-in-address = A token in the address ends up in logs. It is marked as leaked: create another and send it in the header.
api-no-scope = This token lacks the scope { $scope }.
api-creator-may-not = This token may no longer do this, because the administrator who created it may not. It would take a role that permits { $scope }.
api-name-held = A deleted account, id { $id }, holds this name until { $until }. Restore it, or send release_name as true with accounts/save to make it release the name.
api-no-such-call = There is no such call.
api-none-named = No { $what } named “{ $name }”.{ $cased ->
    [yes] { " " }Names are case-sensitive.
   *[no] { "" }
}
api-none-with-id = No { $what } with the id { $id }.
api-none-with-name-or-id = No { $what } named “{ $name }” or with the id { $name }.{ $cased ->
    [yes] { " " }Names are case-sensitive.
   *[no] { "" }
}
api-thing-account = account
api-thing-user = user
api-thing-group = group
api-thing-role = role
api-thing-tariff = tariff
api-thing-policy = web-version policy
api-thing-database = database
api-thing-postgresql = PostgreSQL database
api-thing-clickhouse = ClickHouse database
api-thing-external-data = external data
api-thing-ldap = LDAP connector
api-thing-ldap-group = mapped group
api-thing-sender = sender
api-thing-sender-order = order
api-thing-virtual-sender = virtual sender
api-thing-stop-list = stop list
api-thing-notifier = notifier
api-names-differ = This is not the login that “name” says.
api-unknown-field = There is no such parameter.
api-version-of-new = Something new has no version yet: send an id with it.
api-id-or-name = Give one of id, name and external_id.
api-only-in-body = Send this in the body, not in the address.
api-given-twice = This is given twice, under two names.
api-active-by-its-own-call = An account is switched on and off by accounts/activate and accounts/deactivate.
api-used-by = { $what }. { $count ->
    [6] The first six accounts that use it
   *[other] Accounts that use it
}: { $accounts }.
api-days-not-kept = Days are only for a channel that is kept: send its switch as true, or leave them out.
api-password-empty = An empty password is not accepted: leave it out to keep the stored one, or send password_remove as true.
api-secret-empty = An empty secret is not accepted: leave it out to keep the stored one.
api-limit = 1 or more; anything above { $most } counts as { $most }.
api-too-many = Too many calls. Try again later.
api-key-malformed = An Idempotency-Key has up to 128 visible ASCII characters.
api-key-reused = This Idempotency-Key was used with another request.
api-key-in-use = A request with this Idempotency-Key is still running or was cut off. Check whether it was done before you try again with another key.

# API tokens
menu-api-tokens = API tokens
token-search = Token name
token-new = New API token
token-create = Create a token
tokens-none = No tokens yet
token-name = Name
token-name-hint = What uses it: “Billing”, “Sign-up page”.
token-active = Active
token-scopes = Scopes
token-expires-at = Expires
token-expires-at-hint = At the end of this day, in your time zone.
token-no-scope = Choose at least one scope.
token-expiry-past = This day is in the past: choose a later one.
token-good = Active
token-off = Inactive
token-expired = Expired
token-creator-off = Its creator is inactive
token-creator-may-less = May do less: its creator now has another role
token-leaked = Leaked
token-state-leaked = Leaked and still good
token-state-expiring = Expires within 14 days
token-leaked-means = This token’s secret appeared in an address, where logs and proxies keep it. Rotate it.
tokens-none-yet = A token lets a script use the Administrator API.
token-saved = The token “{ $name }” is saved.
token-secret-title = The secret, shown once
token-secret-means = Copy it now to where it is needed: it is not stored here and cannot be shown again. It is the secret of
token-saved-it = I have saved it
token-previous-until = The old secret works until
token-rotate-button = Rotate secret
token-rotate-means = The token gets a new secret. The old one can keep working for a while, so that scripts can be moved over.
token-overlap = Old secret
token-overlap-hours = { $hours ->
    [0] revoke now
    [24] works for 24 hours
    [168] works for 7 days
    [one] works for { $hours } hour
   *[other] works for { $hours } hours
}
token-delete = Delete the token “{ $name }”?
token-delete-button = Delete the token
token-delete-means = Whatever uses it stops working at once.
token-deleted = The token “{ $name }” is deleted.
column-secret = Secret
column-creator = Created by
column-last-used = Last used
column-expires = Expires
copy = Copy
copied = Copied

# The reference of the API
menu-api-docs = API reference
docs-how = Overview
docs-calling = Making a call
docs-post = Every call is a POST with a body in JSON or XML, to an address below
docs-token = Token
docs-token-means = Send it as “Authorization: Bearer …”; where no header can be sent, as “token” in the body. In the address it is refused and marked as leaked. A token has scopes; each call needs one. Tokens are made under:
docs-formats = Formats
docs-formats-means = A body is JSON or XML, as its first character says. The answer has the same format unless “format”, json or xml, in the body or the address, or else Accept, says otherwise. XML stands in one element <xml>; a list is repeated elements, and array='true' says of an element that it is one item of a list, so that a list of one is one; so marked and empty, it is the empty list.
docs-values = Values
docs-values-means = Things are identified by id or by name: a number is an id, text is a name; a string of digits is tried as a name first; 0 is none. Switches are true, false, 1 or 0. What is not required may be null. A parameter that a call does not know is refused.
docs-answers = Answers
docs-answers-means = Every answer has “error”, 0 or the HTTP status, and “error_text”, a sentence in English; the result is in “data”. Where parameters are refused, “errors” says which and why.
docs-dry-run = Dry run
docs-dry-run-means = With “dry_run”: true in its body, a call answers what it would change and which letters it would queue, and changes nothing.
docs-once = Idempotency
docs-once-means = With the header “Idempotency-Key”, the same key and body get the first answer again for 24 hours, even if nobody waited for it; another body gets 409.
docs-rate = Rate limit
docs-rate-means = { $calls ->
    [one] { $calls } call
   *[other] { $calls } calls
} per minute for each token. Beyond that the answer is 429, and Retry-After says how many seconds to wait.
docs-shell = Examples
docs-shell-means = They can be pasted into a shell that has the token in a variable:
docs-errors = Errors
docs-errors-means = “error” and the HTTP status
docs-code = Code
docs-when = When
docs-scope = Scope
docs-parameters = Parameters
docs-answer = Answer
docs-nothing-more = The answer only says that it was done.
docs-name = Name
docs-type = Type
docs-required = Required
docs-note = Note

refused-date = Enter a date as 2027-11-30.

mail-token-expiring-subject = An API token expires soon
mail-token-expiring = Your API token “{ $name }” (made as { $login }) expires on { $until }.
mail-token-expiring-then = Whatever uses it stops working then. Set a later date, or make another token.
mail-token-expiring-link = Open API tokens
mail-sample-subject = Test email from { $platform }
mail-sample = This is what emails from { $platform } look like. The name, logo, colour and footer are the same in all of them; this one was sent for { $login }.
mail-sample-link = Open the sign-in page
mail-sample-then = This is only a test: there is nothing you need to do.
letter-kind-token-expiring = API token expires soon
letter-kind-sample = Test email
kind-token = API token
kind-api-answer = answers by Idempotency-Key
kind-sign-in = attempts to sign in
action-new-network = Used from a new network
token-network = Network
kind-call = call
call-scope = Scope
action-rotate = Secret rotated
token-secret = Secret

# -- databases of an account, and their indexes --
account-databases = Databases
account-databases-none = No databases reported
account-databases-none-yet = The platform reports what databases an account has; it has reported none of this one.
account-database-created = Created
account-database-changed = Changed
account-database-reported = Reported
account-database-about = { $count ->
    [one] { $profiles } profile, as reported on { $at }.
   *[other] { $profiles } profiles, as reported on { $at }.
}
account-database-name = Name
account-database-fields = Fields
account-database-indexes-lost = Indexes lost
column-profiles = Profiles
kind-account-database = account database
kind-index = index
action-retry = Asked for again
action-order-deletion = Deletion asked for
field-kind-text = text
field-kind-number = number
field-kind-date = date
field-kind-switch = switch
field-repeats = { $count ->
    [0] no value repeats
    [one] { $count } value repeats
   *[other] { $count } values repeat
}
account-indexes = Indexes
indexes-button = Indexes ({ $count })
indexes-none = No indexes yet
indexes-none-yet = An index makes searches by its fields fast: in segments, and in imports that look profiles up.
index-new = New index
index-create = Create an index
index-form = Index
index-fields = Fields
index-fields-hint = One to five different fields. Their order counts: profiles are found by the first, or by the first and the second, and so on.
index-field-place = Field { $count }
index-no-fields = The platform has not reported the fields of this database, so there is nothing to choose.
index-reverse = Reverse index
index-reverse-hint = Goes from the end, for searches that mostly do.
index-unique = Unique index
index-unique-hint = No two profiles may have the same values. Where some have, the index fails; how many values repeat stands beside a field, if the platform has counted them.
index-history-key = Add primary xxh key
index-history-key-hint = Adds the identifier of the activity history, for searches that join profiles and history.
index-system = Of the system
index-direction = Direction
index-forward-short = forward
index-reverse-short = reverse
index-options = Options
index-unique-short = unique
index-history-key-short = history key
index-of-the-system = system index
index-size = Size
index-created-column = Created
index-reason = Reason
index-state = State
index-state-requested = Requested
index-state-building = Building
index-state-ready = Ready
index-state-failed = Failed
index-state-deleting = Deleting
index-created = Index “{ $name }” is asked for. The platform builds it.
index-retry = Build again
index-retried = Index “{ $name }” is asked for again.
index-delete = Delete the index “{ $name }”?
index-delete-button = Delete the index
index-delete-means = Searches by its fields become slower. The platform deletes it, and until it has, it stays in the list.
index-segments-slow = These segments search by it and become slower:
index-deletion-ordered = Index “{ $name }” will be deleted by the platform.
index-system-stays = An index of the system cannot be deleted.
index-is-deleting = The index is being deleted already.
index-not-failed = Only an index that failed is built again.
index-same = The database has an index of these fields with these options.
index-too-many = A database has at most { $most } indexes that are not the system’s. Delete one first.
size-b = { $size } B
size-kb = { $size } kB
size-mb = { $size } MB
size-gb = { $size } GB
size-tb = { $size } TB
decimal-mark = .
refused-index-field = The database has no field “{ $name }”.
refused-index-fields = At most { $most } fields.
refused-index-field-twice = Choose each field once.
refused-time = Enter a time as in RFC 3339, such as 2026-03-01T09:30:00Z.
refused-too-many = At most { $most }.
refused-report-early = A report is at most five minutes ahead.
refused-report-profiles = profiles: how many profiles it has is needed.
refused-report-field-twice = The field “{ $name }” is there twice.
refused-report-fields = fields: without an id they are needed.
refused-report-no-index = There is no index with this id.
refused-report-requested = It is asked for and has not been there yet.
api-no-index = There is no index with this id.
api-thing-account-database = database
api-thing-index = index

# -- usage: what accounts use of what their tariff allows --
menu-usage = Usage
account-usage = Usage
column-worst = Nearest limit
any-metric = Any metric
metric-profiles = Profiles
metric-databases = Databases
metric-storage-bytes = Storage
metric-emails = Emails
metric-sms = SMS
metric-pushes = Pushes
metric-api-requests = API requests
usage-level-within = Within
usage-level-near = Near a limit
usage-level-reached = Limit reached
usage-of = { $used } of { $limit }
usage-far-over = far beyond
usage-of-limit = of { $limit }
usage-percent = { $count } %
usage-none = Nothing reported
usage-none-yet = The platform reports what accounts use; it has reported nothing yet. How many users an account has stands on its own page.
usage-only-reported = accounts of which anything was reported
usage-about = As the platform reports it, by days and months of the account’s time zone ({ $zone }).
usage-users-about = Counted here.
usage-hard = What is beyond the limit is refused.
usage-hard-users = One more than the limit is refused.
usage-soft = The limit is only told.
usage-unlimited = No limit.
usage-projection = If it goes on so, { $used } by { $until }.
usage-windows = { $count ->
    [one] { $count } window as a table
   *[other] { $count } windows as a table
}
usage-window = Window
usage-used = Used
usage-told = Told
usage-was-near = near the limit, { $at }
usage-was-reached = limit reached, { $at }
usage-unreported = Nothing reported: { $metrics }.
usage-correct = Correct
usage-correct-means = For what the platform has reported wrongly. The correction is on the record; a limit that is left or reached by it in the window that runs is told like any other.
usage-choose-window = Choose a window
usage-amount = Amount
usage-amount-hint = A whole number that is added; with a minus it is taken away.
usage-reason = Reason
usage-metric = Metric
usage-correct-button = Correct
usage-corrected = { $metric }: corrected.
kind-usage = usage
action-correct = Corrected
action-limit-near = Limit is near
action-limit-reached = Limit reached
action-limit-left = Limit no longer reached
account-metric = Metric
account-used = Used
account-limit = Limit
account-limit-reached = Limit reached
home-limit-near = { $count ->
    [one] { $number } account is near a limit of its tariff
   *[other] { $number } accounts are near a limit of their tariffs
}
refused-usage-account = There is no such account.
refused-usage-metric = There is no such metric.
refused-usage-counter = Of this metric “value” is needed, and nothing is set.
refused-usage-gauge = Of this metric “set” is needed, and nothing is added.
refused-usage-late = An event is at most { $days } days old.
refused-usage-older = A newer value is known.
refused-usage-sum = No more than { $most } is counted in a window.
refused-usage-nothing = Enter an amount other than 0.
refused-usage-correction = Only { $used } is counted in this window, so no more can be taken away, nor added without end.
api-limit-reached = The limit of the tariff is reached.
letter-kind-limit = Limit of the tariff
mail-limit-reached-subject = { $account }: limit reached ({ $metric })
mail-limit-near-subject = { $account }: { $percent } % of a limit used ({ $metric })
mail-limit-reached = A limit of the tariff of { $account } is reached: { $metric }.
mail-limit-near = { $account } has used { $percent } % of a limit of its tariff: { $metric }.
mail-limit-about = About this limit
mail-limit-metric = What
mail-limit-used = Used
mail-limit-limit = Limit
mail-limit-until = Begins anew
mail-limit-then = To use more, ask for another tariff.
mail-limit-why = You get this because “Limit reached” is ticked in your profile.

# What Steward does by itself
menu-schedule-jobs = Schedule jobs
kind-schedule-job = schedule job
schedule-job-active = Switched on
action-run = Run by hand
schedules-lead = What Steward does by itself, on whichever node is there. A round begins every ten minutes; what has to be at once goes on all the time.
count-schedules = { $count ->
    [one] { $count } schedule job
   *[other] { $count } schedule jobs
}
column-schedule = Schedule job
column-last-run = Last run
column-next-run = Next run
schedule-is-off = Switched off
schedule-is-running = Running
schedule-is-failing = Failing
schedule-is-late = Late
schedule-is-fine = In order
schedule-is-new = Not run yet
schedule-failures = { $count ->
    [one] Failed once,
   *[other] Failed { $count } times in a row, since
}
schedule-every-round = every 10 minutes
schedule-all-the-time = all the time
schedule-not-while-off = not while it is off
schedule-run = Run now
schedule-switch-off = Switch off
schedule-switch-on = Switch on
schedule-begun = “{ $name }” has begun and goes on. Load the page again to see what becomes of it.
schedule-done = “{ $name }” is done, in { $took }.
schedule-failed = “{ $name }” has failed: { $error }
schedule-at-work = It is running already. Wait until it is done, and try again.
schedule-switched-off = “{ $name }” is switched off.
schedule-switched-on = “{ $name }” is switched on.
took-ms = { $count } ms
took-s = { $count } s
home-schedules-failing = { $count ->
    [one] { $number } schedule job is failing
   *[other] { $number } schedule jobs are failing
 }
schedule-totals = Totals of the overview
schedule-what-totals = Counts accounts and users to the end, where lists stop counting.
schedule-tokens-expiring = Tokens about to expire
schedule-what-tokens-expiring = Writes to whoever created an API token, a week before it expires.
schedule-jobs = Jobs
schedule-what-jobs = Works on the jobs that were begun from lists, files and the API.
schedule-jobs-over = Jobs that are over
schedule-what-jobs-over = Forgets jobs some time after their end (STEWARD_JOB_DAYS), and says on the record how many.
schedule-stop-lists = Deleted stop lists
schedule-what-stop-lists = Removes stop lists whose 30 days to be restored are over, and files that were read long ago.
schedule-admin-names = Names of administrators
schedule-what-admin-names = Makes names findable that an older version wrote.
schedule-exports = Files to download
schedule-what-exports = Forgets files that nobody can download any more, after seven days.
schedule-usage = Usage windows
schedule-what-usage = Begins days and months of accounts anew, and judges accounts whose tariff has changed.
schedule-usage-over = Old usage
schedule-what-usage-over = Forgets events that cannot come again, and windows that are no longer shown.
schedule-imports = Files to import
schedule-what-imports = Forgets files that were uploaded and not imported.
schedule-trials = Connection tests
schedule-what-trials = Forgets how old connection tests ended.
schedule-forgotten-passwords = Forgotten passwords
schedule-what-forgotten-passwords = Writes to those who asked for a new password.
schedule-sign-ins-old = Attempts to sign in
schedule-what-sign-ins-old = Forgets attempts to sign in that are long past (STEWARD_SIGN_IN_DAYS), and says on the record how many.
schedule-letters-old = Texts of letters
schedule-what-letters-old = Forgets the texts of letters that are long past (STEWARD_LETTER_DAYS), and says on the record how many. To whom a letter went, and when, stays.
schedule-api-answers = Answers by Idempotency-Key
schedule-what-api-answers = Forgets the answers that calls with an Idempotency-Key got a day ago or earlier, and says on the record how many.
schedule-sign-ins = Links and known devices
schedule-what-sign-ins = Forgets links that have expired, devices that were not used, and requests that no throttle counts.
schedule-accounts-sample = Sample of accounts
schedule-what-accounts-sample = Looks what accounts there are, so that searches take the shortest way.
schedule-accounts-purge = Deleted accounts
schedule-what-accounts-purge = Removes accounts whose 30 days to be restored are over.
schedule-senders-purge = Deleted senders
schedule-what-senders-purge = Removes senders whose 30 days to be restored are over.
schedule-visits = Support visits
schedule-what-visits = Writes down the end of support visits whose time is over.
schedule-reports = Reports
schedule-what-reports = Sends daily and weekly reports, each at the hour and in the time zone of its account.
schedule-reports-over = Old reports
schedule-what-reports-over = Forgets what became of reports long ago.
schedule-quality-over = Old delivery figures
schedule-what-quality-over = Forgets the days of delivery that are no longer shown.
schedule-notices = Messages of notifiers
schedule-what-notices = Tells operators what has happened, as notifiers say.
schedule-notices-over = Old messages of notifiers
schedule-what-notices-over = Forgets messages that were sent or given up, and tells what lasts.
schedule-directories = Directories
schedule-what-directories = Asks directories every five minutes about those who signed in through them.
schedule-record-spans = Periods of the record
schedule-what-record-spans = Notes from when to when records are, so that a period is found at once.
schedule-sessions = Sessions
schedule-what-sessions = Forgets sessions, kept forms and answers of the API that have expired.
schedule-zones = Time zones
schedule-what-zones = Reads a new edition of the time zones.
schedule-search-texts = Texts to search
schedule-what-search-texts = Makes rows findable that an older version wrote.
schedule-planner = Query planner
schedule-what-planner = Tells the database how its tables have grown.
schedule-sealing = Sealing of the record
schedule-what-sealing = Numbers records of who did what in the order of their commits, and signs checkpoints over them.
schedule-verification = Verification of the record
schedule-what-verification = Holds the record against its seals every night, and when somebody asks.
schedule-record-over = Old records
schedule-what-record-over = Removes records that are older than the settings keep them.
schedule-checkpoints = Checkpoints kept elsewhere
schedule-what-checkpoints = Sends the newest checkpoint of the record to the addresses once a day, and appends it to the file.
# -- quality: how well what accounts send arrives --
menu-alerts = Alerts
kind-alerts = alerts
alerts-what = Users who ticked complaints, hard or soft bounces get a letter when the platform reports more of them than this: at most one in 12 hours of each kind and account.
alerts-thresholds = When it is told
alerts-complaints = Complaints
alerts-complaints-hint = In percent of what was sent on a day, such as 0.07.
alerts-hard = Hard bounces
alerts-hard-hint = In percent of what was sent on a day, such as 1.
alerts-soft = Soft bounces
alerts-soft-hint = In percent of what was sent on a day, such as 30.
alerts-min-sent = From so many messages
alerts-min-sent-hint = Of a day on which fewer were sent nothing is told.
alerts-saved = Alerts saved.
refused-percent = Enter a percentage above 0 and up to 100, with at most three decimals.
refused-quality-date = A day is written as 2026-03-01.
refused-quality-early = The day has not begun in the account’s time zone.
refused-quality-late = A day is at most { $days } days ago.
refused-quality-no-date = There was no such day in the account’s time zone.
quality-heading = Delivery
quality-about = Of what was sent on each day, as the platform reports it.
quality-day = Day
quality-sent = Messages sent
quality-complaints = Complaints
quality-hard = Hard bounces
quality-soft = Soft bounces
action-quality-alert = Too much came back
account-came-back = What came back
account-day = Day
account-sent = Sent
account-count = Came back
metric-users = Users
letter-kind-quality = Complaints and bounces
mail-quality-subject = { $account }: { $share } came back ({ $kind })
mail-quality = Of what { $account } sent, too much came back: { $kind }.
mail-quality-about = About this day
mail-quality-kind = What
mail-quality-day = Day
mail-quality-sent = Sent
mail-quality-count = Came back
mail-quality-share = Share
mail-quality-share-of = { $share }; told from { $borne } on
mail-quality-then = Look at whom you write to, and with what: mail providers turn away a sender of whom too much comes back.
mail-quality-why = You get this because “{ $ticked }” is ticked in your profile.

# -- reports: daily and weekly --
reports-heading = Reports
reports-about = To the users who ask for them, at the hour and weekday of the account’s settings, in its time zone ({ $zone }).
reports-none = No user of the account asks for daily or weekly reports.
report-which = Report
report-kind-daily = Daily
report-kind-weekly = Weekly
report-date = Of
report-planned-at = Planned for
report-outcome = What became of it
report-planned = Planned
report-sent = { $count ->
    [one] Sent, { $count } letter
   *[other] Sent, { $count } letters
}
report-sent-late = { $count ->
    [one] Sent late, { $count } letter
   *[other] Sent late, { $count } letters
}
report-skipped = Skipped: { $why }
report-why-missed = Steward was not running, and a newer one went
report-why-account-inactive = the account was inactive
report-why-account-deleted = the account was deleted
report-both-times = { $there } there, { $here } for you
report-before = { $now }; before: { $before }
report-change = { $now }; before: { $before } ({ $change })
letter-kind-daily-report = Daily report
letter-kind-weekly-report = Weekly report
mail-daily-subject = { $account }: { $first }
mail-weekly-subject = { $account }: { $first } – { $last }
mail-daily = What { $account } used on { $first } and how it arrived, compared with the day before.
mail-weekly = What { $account } used from { $first } to { $last } and how it arrived, compared with the week before.
mail-daily-nothing = Of { $account } nothing was reported for { $first }.
mail-weekly-nothing = Of { $account } nothing was reported from { $first } to { $last }.
mail-report-about = In numbers
mail-report-late = This report is late: it was planned for { $at }.
mail-report-link = See usage and reports
mail-report-portal = Open the portal
mail-daily-why = You get this because “Daily reports” is ticked in your profile.
mail-weekly-why = You get this because “Weekly reports” is ticked in your profile.
mail-leave = Get no more of these
leave-title = Get no more of these reports?
leave-what = The report that led you here will not be sent to you any more. Nothing else changes.
leave-button = Get no more
leave-done-title = You will not get this report any more
leave-done = It is switched off, if the link is yours. You can tick it again in your profile.
leave-profile = To the profile

# Notifiers

notifiers-mean = Operators are told here of what happens: a full tariff, a failed job, a silent sender.
notifiers-none = No notifiers match the filters.
notifiers-none-yet = Nobody is told of anything yet.
notifier-create = Create a notifier
notifier-new = New notifier
notifier-search = Name, kind, URL or address
notifier-kind-any = Any kind
notifier-choose = How are operators told?
notifier-now = Now
notifier-what = What is told
notifier-failing-since = Failing since
notifier-last-error = Last failure
notifier-state-ok = OK
notifier-state-failing = Failing
notifier-state-off = Off
notifier-name = Name
notifier-kind = Kind
notifier-kind-email = Email
notifier-kind-webhook = Webhook
notifier-kind-telegram = Telegram
notifier-kind-slack = Slack-compatible
notifier-about-email = Letters to up to 10 addresses.
notifier-about-webhook = JSON to an HTTPS address, signed after Standard Webhooks.
notifier-about-telegram = Messages of a bot to a chat.
notifier-about-slack = Messages to an incoming webhook of Slack, Mattermost or the like.
notifier-active = Active
notifier-active-hint = One that is off is told of nothing.
notifier-language = Language
notifier-events = Events
notifier-min-severity = Least severity
notifier-min-severity-hint = What is less severe is not told.
notifier-quiet-hours = Quiet time, in hours
notifier-quiet-hours-hint = For so long nothing of the same kind is told of the same object again; 0 to 168.
notifier-all-accounts = All accounts
notifier-all-accounts-hint = What is of no account is told in any case.
notifier-accounts = Only these accounts
notifier-accounts-hint = Counts where it is not for all accounts. One a line: ID, account name or title.
notifier-emails = Addresses
notifier-emails-hint = One a line, up to 10.
notifier-url = URL
notifier-url-hint = HTTPS; redirects are not followed.
notifier-ca = Private authority
notifier-ca-hint = The certificate of the authority that issued the server’s certificate, in PEM. Leave empty if it is a public one.
notifier-chat-id = Chat
notifier-chat-id-hint = The number of the chat, or @name of a public channel.
notifier-secret = Token or address
notifier-token = Token of the bot
notifier-token-hint = As BotFather gave it. It is not shown again.
notifier-token-stored = { notifier-token }
notifier-token-stored-hint = Leave empty to keep the stored one.
notifier-address = Webhook address
notifier-address-hint = HTTPS. Whoever knows it can write there, so it is not shown again.
notifier-address-stored = { notifier-address }
notifier-address-stored-hint = Leave empty to keep the stored one.
notifier-signing = Signing secret
notifier-created = Notifier “{ $name }” is created.
notifier-saved = Notifier “{ $name }” is saved.
notifier-deleted = Notifier “{ $name }” is deleted.
notifier-delete = Delete notifier “{ $name }”?
notifier-delete-button = Delete notifier
notifier-in-use = Notifier “{ $name }” is in use and cannot be deleted
notifier-gone = The notifier has been deleted
notifier-rotate = Make a new signing secret for “{ $name }”?
notifier-rotate-button = New signing secret
notifier-rotate-means = It is shown once. For a day messages are signed with the one before as well, so that the receiver can be changed in between.
notifier-secret-title = Signing secret
notifier-secret-once = It is shown this once. Give it to the receiver of
notifier-before-until = Messages are signed with the one before as well until
notifier-not-signed = Only webhooks are signed.
notifier-secret-lost = Its secret cannot be read with this key file.
notifier-test-hint = Sends one message to where this leads, marked as a test. At most once in 10 seconds; each is in the audit trail.
notifier-test-button = Send a test
notifier-test-queued = { $count ->
    [one] { $count } letter waits in the outbox.
   *[other] { $count } letters wait in the outbox.
 }
notifier-answered = HTTP status { $status }
notifier-failing-told = Notifier “{ $name }” is failing: three attempts in a row did not go well.
notifier-gone-told = Notifier “{ $name }” is switched off: its address is gone for good (HTTP status 410).
refused-notifier-not-of-kind = This kind does not have that field.
refused-notifier-kind-stays = The kind of a notifier stays.
refused-notifier-no-event = Choose at least one event.
refused-notifier-severity = None of the chosen events is so severe.
refused-notifier-no-account = Name at least one account, or choose all.
refused-notifier-accounts = At most { $most } accounts.
refused-notifier-emails = At most { $most } addresses.
refused-notifier-chat = This is neither the number of a chat nor the @name of a channel.
refused-notifier-token = This is not the token of a bot: digits, a colon and a key, without blanks.
trial-answer = Answer
cause-answered = The other side answered with HTTP status { $status }.
cause-redirected = The other side answered with a redirect (HTTP status { $status }), which is not followed.
severity-info = Information
severity-warning = Warning
severity-error = Error
event-tariff-near = Limit of a tariff near
event-tariff-reached = Limit of a tariff reached
event-account-frozen = Account frozen
event-account-deactivated = Account deactivated
event-account-deleted = Account deleted
event-quality-poor = Complaints or bounces over a threshold
event-sender-silent = Sender silent
event-sender-held = Sender held
event-job-failed = Job failed
event-connector-down = Connector or directory down
event-letters-waiting = Letters waiting over an hour
event-owner-added = Owner added
event-token-expiring = API token expiring
event-token-leaked = API token leaked
event-visit-changed = Support visit with changes
event-guessing = Passwords guessed
event-record-altered = The record is altered
event-told-tariff-near = Account “{ $name }” is near a limit of its tariff.
event-told-tariff-reached = Account “{ $name }” has reached a limit of its tariff.
event-told-account-frozen = Account “{ $name }” is frozen.
event-told-account-deactivated = Account “{ $name }” is deactivated.
event-told-account-deleted = Account “{ $name }” is deleted.
event-told-quality-poor = Complaints or bounces of account “{ $name }” are over a threshold.
event-told-sender-silent = Nothing is heard of sender “{ $name }”.
event-told-sender-held = Sender “{ $name }” is held.
event-told-job-failed = Job { $name } has failed.
event-told-connector-down = “{ $name }” does not answer as it should.
event-told-letters-waiting = Letters have waited for over an hour.
event-told-owner-added = Administrator “{ $name }” is an owner now.
event-told-token-expiring = API token “{ $name }” expires soon.
event-told-token-leaked = API token “{ $name }” has leaked.
event-told-visit-changed = Something was changed in a support visit: { $name }.
event-told-guessing = Many wrong passwords: { $name }.
event-told-record-altered = The record of who did what is not as it was written.
event-told-test = This is a test of notifier “{ $name }”. Nothing has happened.
mail-event-subject = { $platform }: { $text }
mail-event-test-subject = { $platform }, test: { $text }
mail-event = { $text }
mail-event-link = Open in the panel
mail-event-why = You get this because your address is among those that operators are told at.
letter-kind-event = Notice to operators

# The record sealed
kind-record = record
action-verify = Verification begun
action-verify-failed = Verification failed
action-remove = Removed after its time
record-what = Finding
record-seq = Record number
record-up-to = Up to number
record-records = Records
record-days = Kept for days
menu-verification = Verification of the record
verification-lead = Each record is numbered in the order of commits and is part of a tree whose root is signed. What is altered, removed or added in the database does not fit it any more.
verification-link = Verification
verification-now = Verify now
verification-begun = Verification has begun. It goes on by itself; this page says how far it is.
verification-runs = A verification is under way already.
verification-nothing = Nothing is sealed yet.
verification-none = Not verified yet: it is done every night.
verification-last = The last verifications
verification-so-far = { $checked } of { $size } verified
verification-intact = Intact up to { $size }
verification-altered = Record { $seq } was altered.
verification-missing = Record { $seq } is missing.
verification-added = Record { $seq } was added.
verification-reordered = Record { $seq } is not in its place: records were reordered.
verification-foreign = Record { $seq } was added by somebody who does not have the key.
verification-tree = The hashes of records up to { $seq } do not fit the signed checkpoint.
verification-checkpoint = The newest checkpoint
verification-checkpoint-what = Keep it outside of the database: with it and an export, “steward audit verify” finds whatever was altered before.
verification-keys = Keys by which checkpoints are verified
home-record-altered = { $count ->
    [one] The record is not as it was written
   *[other] The record is not as it was written
 }
home-record-late = { $count ->
    [one] { $number } record has waited for over a minute to be sealed
   *[other] { $number } records have waited for over a minute to be sealed
 }
kind-anchors = anchors of the record
anchors-heading = Kept elsewhere
anchors-what = The newest checkpoint goes to these addresses once a day: to people who do not have the database.
anchors-addresses = Addresses
anchors-addresses-hint = One a line, at most ten.
anchors-mailed = Last letter (record number)
anchors-filed = Last entry of the file (record number)
anchors-saved = The addresses are saved.
mail-checkpoint-subject = { $platform }: checkpoint of the record at { $size }
mail-checkpoint = This is the newest checkpoint of the record of who did what:
mail-checkpoint-keep = Keep this letter. With it and an export of the record, “steward audit verify” finds whatever is altered in the database later.
