"""Signing in by e-mail, phone or the code of a slip, at one price for the known and the unknown."""

from allauth.account.auth_backends import AuthenticationBackend

from blk_portal.entrance import finding


class Backend(AuthenticationBackend):
    def authenticate(self, request, **credentials):
        password = credentials.get("password")
        contact = {name: credentials[name] for name in ("email", "phone", "slip") if credentials.get(name)}
        if not password or not contact:
            return None
        user = finding.with_password(password, **contact)
        if user and not self.user_can_authenticate(user):
            self._stash_user(user)  # allauth leads them to the page that says so
            return None
        return user
