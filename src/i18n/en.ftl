# English. The same keys as ru.ftl; a test compares them.
count-users = { $count ->
    [one] { $count } user
   *[other] { $count } users
}
count-changes = { $count ->
    [one] { $count } field
   *[other] { $count } fields
}

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
