"""A Python for the tests to talk to: each line on stdin is source text, each line on stdout what came of it.

Lines are escaped (backslash, newline, carriage return, tab). An answer is READY once at the start, then for each source
RETURNED and the repr of its last expression, or RAISED, the exception's class, its text, its arguments and its traceback
with that of the remote side, all separated by tabs. What the tests use stands in the module peer.
"""
import ast
import sys

import peer

ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def main():
    answers = sys.stdout
    sys.stdout = sys.stderr  # what a library prints is no answer
    names = {**vars(peer), "__name__": "__console__"}
    tell(answers, "READY", peer.VERSION)
    for line in sys.stdin:
        try:
            answer = "RETURNED", repr(run(unescaped(line.rstrip("\n")), names))
        except Exception as x:
            kind = type(x)
            answer = "RAISED", kind.__module__ + "." + kind.__name__, str(x), repr(x.args), peer.full_traceback()
        tell(answers, *answer)


def run(source, names):
    """Executes statements; gives the value of the last one if that is an expression."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "<test>", "exec"), names)
    return last and eval(compile(ast.Expression(last.value), "<test>", "eval"), names)


def tell(answers, *parts):
    answers.write("\t".join("".join(ESCAPES.get(c, c) for c in part) for part in parts) + "\n")
    answers.flush()


def unescaped(line):
    plain = {escape[1]: c for c, escape in ESCAPES.items()}
    characters = iter(line)
    return "".join(plain[next(characters)] if c == "\\" else c for c in characters)


main()
