"""What a browser has posted, made to fit rows that somebody else has changed meanwhile. See `centers.locking`."""

from django.forms import CheckboxInput


def without_lost_rows(data, prefix, present):
    """The posted rows of one inline: a row that somebody has removed meanwhile is posted as a new one."""
    total, initial = (int(data.get(f"{prefix}-{name}_FORMS") or 0) for name in ("TOTAL", "INITIAL"))
    kept, lost, added = [], [], list(range(initial, total))
    for at in range(initial):
        (kept if data.get(f"{prefix}-{at}-id") in present else lost).append(at)
    lost = [at for at in lost if not data.get(f"{prefix}-{at}-DELETE")]
    if len(kept) == initial:
        return data
    order = [*kept, *added, *lost]
    cells = {at: {} for at in order}
    for key in [key for key in data if key.startswith(f"{prefix}-")]:
        at, _dash, name = key.removeprefix(f"{prefix}-").partition("-")
        if at.isdecimal():
            values = data.pop(key)
            if int(at) in cells:
                cells[int(at)][name] = values
    for new, at in enumerate(order):
        for name, values in cells[at].items():
            data.setlist(f"{prefix}-{new}-{name}", [""] if name == "id" and at in lost else values)
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(order)), str(len(kept))
    return data


def catch_up(data, fields, model, was, now, prefix=""):
    """A field that still says what it said when the page was opened is given what stands now."""
    for name in fields.keys() & was.keys() & now.keys():
        if was[name] != now[name] and not fields[name].disabled:
            at = f"{prefix}{name}"
            before, after = (_value(model, name, note[name]) for note in (was, now))
            if not fields[name].has_changed(before, fields[name].widget.value_from_datadict(data, {}, at)):
                _put(data, at, fields[name], after)


def catch_up_rows(data, prefix, form_class, was, now):
    for number in range(int(data.get(f"{prefix}-INITIAL_FORMS") or 0)):
        row, model = f"{prefix}-{number}-", form_class._meta.model
        pk = data.get(f"{row}id", "")
        if pk in was and pk in now:
            catch_up(data, form_class.base_fields, model, was[pk]["shown"], now[pk]["shown"], row)


def _value(model, name, plain):
    """A note's value as the form field takes it."""
    field = model._meta.get_field(name)
    return plain if field.remote_field else field.to_python(plain)


def _put(data, at, field, value):
    if isinstance(field.widget, CheckboxInput):
        data.setlist(at, ["on"] if value else [])
        return
    shown = field.widget.format_value(field.prepare_value(value))
    values = shown if isinstance(shown, (list, tuple)) else [shown]
    data.setlist(at, ["" if one is None else str(one) for one in values])
