"""The size budget: what does not fit on a screen is not read."""

import ast
import statistics
import sys
from pathlib import Path

from blk_portal.launch.folders import BASE_DIR

FUNCTION, FILE, TEST_FILE = 50, 400, 500
SKIPPED = {".venv", ".git", "var", "migrations", "node_modules", "staticfiles", "media"}


def python_files(base=BASE_DIR):
    for path in sorted(base.rglob("*.py")):
        inside = path.relative_to(base).parts
        if not SKIPPED.intersection(inside) and not inside[0].startswith("."):
            yield path


def functions(path):
    """(name, lines) of each function, nested ones counted in their parent too; a docstring costs nothing."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            words = ast.get_docstring(node, clean=False)
            yield node.name, node.end_lineno - node.lineno + 1 - (len(words.splitlines()) if words else 0)


def is_test(path, base):
    return path.relative_to(base).parts[0] in {"tests", "bench"}


def over_budget(base=BASE_DIR):
    for path in python_files(base):
        length = len(path.read_text().splitlines())
        if length > (TEST_FILE if is_test(path, base) else FILE):
            yield f"{path.relative_to(base)}: {length} lines"
        yield from (f"{path.relative_to(base)}: {name}() has {n} lines" for name, n in functions(path) if n > FUNCTION)


def spread(lengths):
    tenths = statistics.quantiles(lengths, n=10) if len(lengths) > 1 else [0] * 9
    return f"median {statistics.median(lengths):.0f}, 90th percentile {tenths[8]:.0f}, longest {max(lengths)} lines"


def main(base=BASE_DIR):
    ours = [path for path in python_files(base) if not is_test(path, base)]
    print(f"functions: {spread([n for path in ours for _, n in functions(path)])}")
    print(f"files: {spread([len(path.read_text().splitlines()) for path in ours])}")
    found = list(over_budget(base))
    print("\n".join(f"over budget: {line}" for line in found) or "all within budget")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else BASE_DIR))
