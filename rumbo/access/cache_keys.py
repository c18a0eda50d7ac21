"""Keys of the shared cache that give nothing away.

The sign-in limits count by network address and by e-mail address. What is written into the shared
cache is therefore only a keyed hash: without this installation's secret nobody can tell, or even
test by guessing, which address it stands for.
"""

import hashlib
import hmac

from django.conf import settings


def hashed_key(key: str, key_prefix: str, version: int) -> str:
    """The stored form of a cache key: 64 hexadecimal signs. For `KEY_FUNCTION` in the settings.

    Args:
        key, key_prefix, version: as Django's cache gives them.
    """
    secret = hashlib.sha256(b"rumbo.cache-keys:" + settings.SECRET_KEY.encode()).digest()
    text = f"{key_prefix}:{version}:{key}"
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
