"""Asks a name server for the names that match generated patterns, and tells where Python's re answers otherwise.

The name server may refuse a pattern that Python accepts, with a reason that is listed here; it may not answer it
differently. What Python refuses it refuses too.
"""
import collections
import functools
import random
import re
import unicodedata
import warnings

import peer

LETTERS = "aabbcABZz019__-. /"
# What is special about them: case, digits that are none in ASCII, spaces, combining and invisible characters, beyond U+FFFF.
OTHERS = ("\u00e9\u00c9\u00df\u1e9e\u017fsSkK\u212a\u0130\u0131iI\u03a9\u03c9\u2126\u00b5\u03bc\u03c2\u03c3\u03a3"
          "\u0663\u00b2\u00bd\u2167\u0345\u03b9\u01c5\u01c4\u01c6\u65e5\u200d\u0301\U0001f600\U00010400\U00010428"
          "\U0001d7ce\ufb05\ufb06\u1c80\u0432\u0412")
SPECIAL = "[]{}()*+?|^$\\.#&~,"
SUPPORTED = ("are not supported, since the name server matches without backtracking",
             "letters beyond U+FFFF are not supported where case is ignored",
             "anchors with and without the flag m are not supported in one pattern",
             "\\b and \\B with and without the flag a are not supported in one pattern",
             "it repeats too much", "it takes too many steps", "undefined character name", "groups inside each other")


class Patterns:
    """Makes patterns; mostly valid ones, of all that the syntax has."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pattern(self):
        flags = self.random.choice(["", "", "", "", "(?i)", "(?i)", "(?m)", "(?s)", "(?x)", "(?a)", "(?u)", "(?im)",
                                    "(?ai)", "(?i)(?s)", "(?#x)(?i)"])
        pattern = flags + self.choice(self.random.choice([1, 2, 2, 3]))
        if self.random.random() < 0.15:
            pattern = self.damaged(pattern)
        return pattern

    def damaged(self, pattern):
        at = self.random.randrange(len(pattern) + 1)
        piece = self.random.choice(list(SPECIAL) + ["(?", "(?P<", "(?i-", "[^", "\\x", "\\u00", "{,", "(?i)", "\\1", "a", "}"])
        return pattern[:at] + piece + pattern[at + self.random.choice([0, 0, 1]):]

    def choice(self, depth):
        branches = self.random.choice([1, 1, 1, 1, 2, 3])
        return "|".join(self.sequence(depth) for _ in range(branches))

    def sequence(self, depth):
        return "".join(self.repeated(depth) for _ in range(self.random.choice([0, 1, 1, 2, 2, 3, 4])))

    def repeated(self, depth):
        atom = self.atom(depth)
        if self.random.random() < 0.65:
            return atom
        return atom + self.random.choice(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{,2}", "{1,}", "{,}", "{0}",
                                          "{0,1}?", "{3}", "{2,4}", "{1,200}", "{0,150}", "{", "{}", "{a}", "{1,a}", "{,a"])

    def atom(self, depth):
        kind = self.random.random()
        if depth > 0 and kind < 0.25:
            opening = self.random.choice(["(", "(?:", "(?:", "(?P<n%d>" % self.random.randrange(10 ** 6), "(?i:", "(?-i:",
                                          "(?s:", "(?m:", "(?x:", "(?a:", "(?u:", "(?s-i:", "(?i-s:"])
            return opening + self.choice(depth - 1) + ")"
        if kind < 0.55:
            return self.literal()
        if kind < 0.65:
            return self.random.choice(["\\w", "\\W", "\\d", "\\D", "\\s", "\\S", "."])
        if kind < 0.75:
            return self.random.choice(["^", "$", "\\b", "\\B", "\\A", "\\Z", "\\b", "$"])
        if kind < 0.93:
            return self.set()
        return self.random.choice(["(?#a\\)b)", "(?#)", " ", "#", "#c\n", "\\n", "\\t", "\\x61", "\\u00e9", "\\141", "\\07",
                                   "\\U00000041", "\\N{DIGIT ONE}", "\\N{LATIN SMALL LETTER A}", "\\.", "\\-", "\\/",
                                   "\\_", "}", "]", "\\q", "(?=a)", "(?!a)", "(?<=a)", "(?>a)", "a++", "\\1", "&&", "~~", "\n"])

    def character(self):
        return self.random.choice(LETTERS if self.random.random() < 0.6 else OTHERS)

    def literal(self):
        return re.escape(self.character()) if self.random.random() < 0.7 else self.character()

    def set(self):
        items = "".join(self.item() for _ in range(self.random.choice([1, 1, 2, 3])))
        return "[" + self.random.choice(["", "", "^"]) + self.random.choice(["", "", "", "]", "-"]) + items + "]"

    def item(self):
        kind = self.random.random()
        if kind < 0.4:
            return self.character()
        if kind < 0.6:
            return self.random.choice(["a-c", "A-Z", "0-9", "a-z", "\u00c0-\u00ff", "\u0370-\u03ff", "\\x00-\\x7f", "Z-a",
                                       "a-\u0100", "\\u0080-\\uffff", "b-a", "\U00010000-\U0010ffff", "+--"])
        if kind < 0.8:
            return self.random.choice(["\\w", "\\W", "\\d", "\\D", "\\s", "\\S", "\\b", "\\n"])
        return self.random.choice(["[", "[:", "&&", "||", "--", "~~", ".", "^", "\\]", "\\-", "-", "\\x41", "\\101", "#", " "])


def names(seed, count):
    """Names as clients may register them."""
    chosen = random.Random(seed)
    result = set()
    while len(result) < count:
        pool = LETTERS if chosen.random() < 0.5 else LETTERS + OTHERS
        result.add("".join(chosen.choice(pool) for _ in range(chosen.choice([1, 1, 2, 2, 3, 4, 5, 7]))))
    result.update(c for c in OTHERS + SPECIAL)
    return sorted(result)


def compare(uri, seed, count):
    """How many patterns were answered, how many both refused, how often which reason was given; the differences."""
    warnings.simplefilter("ignore")
    patterns = Patterns(seed)
    answered = refused = 0
    reasons = collections.Counter()
    different = []
    with peer.Proxy(uri) as name_server:
        for name in names(seed, 150):
            name_server.register(name, "PYRO:x@y:1")
        all_names = sorted(name_server.list())
        for _ in range(count):
            pattern = patterns.pattern()
            try:
                program = re.compile(pattern)
                expected = [name for name in all_names if program.match(name)]
            except (re.error, ValueError, OverflowError) as x:
                expected = "refused: %s" % x
            try:
                answer = sorted(name_server.list(regex=pattern)) if pattern else all_names
            except peer.errors.NamingError as x:
                answer = str(x)
            if isinstance(answer, str):
                reason = [text for text in SUPPORTED if text in answer]
                if isinstance(expected, str):
                    refused += 1
                elif reason:
                    reasons[reason[0]] += 1
                else:
                    different.append("%r: Python accepts it, the name server says %s" % (pattern, answer))
            elif answer == expected:
                answered += 1
            elif isinstance(expected, str):
                different.append("%r: Python %s, the name server answers" % (pattern, expected))
            else:
                different.append("%r: only Python %r, only the name server %r" % (
                    pattern, sorted(set(expected) - set(answer))[:5], sorted(set(answer) - set(expected))[:5]))
    return answered, refused, dict(reasons), different


def compare_characters(uri, patterns):
    """Where a pattern matches other single characters in the name server than in Python, which both know as assigned."""
    different = []
    assert len(known_names(uri)) > 1000
    with peer.Proxy(uri) as name_server:
        for pattern in patterns or cased():
            program = re.compile(pattern)
            answer = {name for name in name_server.list(regex=pattern) if is_known(name)}
            expected = {name for name in known_names(uri) if program.match(name)}
            if answer != expected:
                different.append("%a: only Python %a, only the name server %a" % (
                    pattern, sorted(expected - answer)[:9], sorted(answer - expected)[:9]))
    return different


def is_known(name):
    return len(name) == 1 and unicodedata.category(name) != "Cn"


@functools.lru_cache
def known_names(uri):
    with peer.Proxy(uri) as name_server:
        return {name for name in name_server.list() if is_known(name)}


def cased():
    """A pattern for each character of the BMP that has upper and lower case."""
    return ["(?i)" + c for c in map(chr, range(0x10000)) if c.lower() != c or c.upper() != c]
