from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at the parameters of RFC 9106's second choice, cut to 19 MiB and two passes (OWASP's minimum).

    Django's default costs about 240 ms of CPU a sign-in; on two cores an opening day would stand still.
    """

    time_cost = 2
    memory_cost = 19456
    parallelism = 1
