import gc


def settle():
    """What is loaded now stays for good: the collector need not walk through it at every turn (150 ms each)."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
