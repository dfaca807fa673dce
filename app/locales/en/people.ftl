# Signing in, registering, and what is one's own.

hello-title = From a home to a wish, one bridge
hello-text = Sign in to claim wishes and follow them. Families get their account from their caseworker.
sign-in-title = Sign in
sign-in-do = Sign in
sign-in-register = No account yet? Register as a donor
register-title = Register
register-text = Registered people claim wishes. Families need not register; please ask your caseworker.
register-do = Register
register-sign-in = I have an account: sign in
register-phone-hint = Signs you in; the shop may call it
register-name-hint = How the shop's staff call you
register-password-hint = At least 8 characters
register-invitation-hint = The 8-character code of your organisation; neighbours leave it empty
register-invited-by = You will join { $name }
register-area-hint = Needed without an invitation code
me-title = Me
me-role = Role
me-organisation = Organisation
me-display = Display
me-view-elder = Larger text
me-view-normal = Normal text
me-password-change = Change password
done-registered = You are registered, { $name }. You can claim wishes now.
done-registered-member = You are registered, { $name }, as a member of { $organisation }.
done-signed-out = You are signed out.
done-password-changed = Your password is changed; other devices are signed out.
