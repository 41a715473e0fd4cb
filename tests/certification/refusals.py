import pytest

from audit.moves import Refused


def refusal(function, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        function(*args, **kwargs)
    return caught.value.code
