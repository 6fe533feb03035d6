"""What two sequences have in common, and what would make one of the other."""

from collections import namedtuple

Match = namedtuple('Match', 'a b size')


def _ratio(matches, length):
    return 2.0 * matches / length if length else 1.0


class SequenceMatcher:
    """Finds the longest parts that two sequences share, one after another."""

    def __init__(self, isjunk=None, a='', b='', autojunk=True):
        self.isjunk = isjunk
        self.autojunk = autojunk
        self.a = self.b = None
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        self.a = a
        self._blocks = self._opcodes = None

    def set_seq2(self, b):
        self.b = b
        self._blocks = self._opcodes = self._counts = None
        self.b2j = places = {}
        for i, item in enumerate(b):
            places.setdefault(item, []).append(i)
        self.bjunk = {item for item in places if self.isjunk and self.isjunk(item)}
        for item in self.bjunk:
            del places[item]
        self.bpopular = set()
        if self.autojunk and len(b) >= 200:
            most = len(b) // 100 + 1
            self.bpopular = {item for item, at in places.items() if len(at) > most}
            for item in self.bpopular:
                del places[item]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        a, b = self.a, self.b
        ahi = len(a) if ahi is None else ahi
        bhi = len(b) if bhi is None else bhi
        best_i, best_j, size = alo, blo, 0
        before = {}
        for i in range(alo, ahi):
            lengths = {}
            for j in self.b2j.get(a[i], ()):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                k = lengths[j] = before.get(j - 1, 0) + 1
                if k > size:
                    best_i, best_j, size = i - k + 1, j - k + 1, k
            before = lengths
        # What is frequent or junk may stand at the ends of a match, not make one: first the former, then the latter.
        for junk in (False, True):
            while (best_i > alo and best_j > blo and (b[best_j - 1] in self.bjunk) == junk
                   and a[best_i - 1] == b[best_j - 1]):
                best_i, best_j, size = best_i - 1, best_j - 1, size + 1
            while (best_i + size < ahi and best_j + size < bhi and (b[best_j + size] in self.bjunk) == junk
                   and a[best_i + size] == b[best_j + size]):
                size += 1
        return Match(best_i, best_j, size)

    def get_matching_blocks(self):
        if self._blocks is None:
            found = []
            waiting = [(0, len(self.a), 0, len(self.b))]
            while waiting:
                alo, ahi, blo, bhi = waiting.pop()
                i, j, size = self.find_longest_match(alo, ahi, blo, bhi)
                if not size:
                    continue
                found.append((i, j, size))
                if alo < i and blo < j:
                    waiting.append((alo, i, blo, j))
                if i + size < ahi and j + size < bhi:
                    waiting.append((i + size, ahi, j + size, bhi))
            joined = []
            for i, j, size in sorted(found):
                if joined and joined[-1][0] + joined[-1][2] == i and joined[-1][1] + joined[-1][2] == j:
                    joined[-1] = (*joined[-1][:2], joined[-1][2] + size)
                else:
                    joined.append((i, j, size))
            self._blocks = [Match(*one) for one in joined] + [Match(len(self.a), len(self.b), 0)]
        return self._blocks

    def get_opcodes(self):
        if self._opcodes is None:
            self._opcodes = steps = []
            i = j = 0
            for at, bt, size in self.get_matching_blocks():
                word = 'replace' if i < at and j < bt else 'delete' if i < at else 'insert' if j < bt else ''
                if word:
                    steps.append((word, i, at, j, bt))
                i, j = at + size, bt + size
                if size:
                    steps.append(('equal', at, i, bt, j))
        return self._opcodes

    def get_grouped_opcodes(self, n=3):
        steps = list(self.get_opcodes()) or [('equal', 0, 1, 0, 1)]
        if steps[0][0] == 'equal':
            word, i1, i2, j1, j2 = steps[0]
            steps[0] = word, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        if steps[-1][0] == 'equal':
            word, i1, i2, j1, j2 = steps[-1]
            steps[-1] = word, i1, min(i2, i1 + n), j1, min(j2, j1 + n)
        group = []
        for word, i1, i2, j1, j2 in steps:
            if word == 'equal' and i2 - i1 > 2 * n:
                group.append((word, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((word, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == 'equal'):
            yield group

    def ratio(self):
        return _ratio(sum(block.size for block in self.get_matching_blocks()), len(self.a) + len(self.b))

    def quick_ratio(self):
        left = {}
        for item in self.b:
            left[item] = left.get(item, 0) + 1
        matches = 0
        for item in self.a:
            if left.get(item, 0) > 0:
                matches += 1
                left[item] -= 1
        return _ratio(matches, len(self.a) + len(self.b))

    def real_quick_ratio(self):
        return _ratio(min(len(self.a), len(self.b)), len(self.a) + len(self.b))


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """The most similar of several words, the best first."""
    if not n > 0:
        raise ValueError(f'n must be > 0: {n!r}')
    if not 0.0 <= cutoff <= 1.0:
        raise ValueError(f'cutoff must be in [0.0, 1.0]: {cutoff!r}')
    matcher = SequenceMatcher(b=word)
    found = []
    for other in possibilities:
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff and matcher.ratio() >= cutoff:
            found.append((matcher.ratio(), other))
    return [other for _, other in sorted(found, reverse=True)[:n]]


def _range(start, stop, context):
    """Lines of a file as the heads of differences name them."""
    length, first = stop - start, start + 1
    if context:
        first = first if length else first - 1
        return f'{first}' if length <= 1 else f'{first},{first + length - 1}'
    return f'{first}' if length == 1 else f'{first if length else first - 1},{length}'


def _head(marks, fromfile, tofile, fromfiledate, tofiledate, lineterm):
    """The two lines that name the files."""
    for mark, file, date in zip(marks, (fromfile, tofile), (fromfiledate, tofiledate)):
        dated = f'\t{date}' if date else ''
        yield f'{mark} {file}{dated}{lineterm}'


def unified_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\n'):
    """Lines that differ, with a sign in front of each."""
    for number, group in enumerate(SequenceMatcher(None, a, b).get_grouped_opcodes(n)):
        if number == 0:
            yield from _head(('---', '+++'), fromfile, tofile, fromfiledate, tofiledate, lineterm)
        first, last = group[0], group[-1]
        yield f'@@ -{_range(first[1], last[2], False)} +{_range(first[3], last[4], False)} @@{lineterm}'
        for word, i1, i2, j1, j2 in group:
            if word == 'equal':
                yield from (' ' + line for line in a[i1:i2])
                continue
            yield from ('-' + line for line in a[i1:i2])
            yield from ('+' + line for line in b[j1:j2])


def context_diff(a, b, fromfile='', tofile='', fromfiledate='', tofiledate='', n=3, lineterm='\n'):
    """Lines that differ, those of one side behind those of the other."""
    signs = {'insert': '+ ', 'delete': '- ', 'replace': '! ', 'equal': '  '}
    for number, group in enumerate(SequenceMatcher(None, a, b).get_grouped_opcodes(n)):
        if number == 0:
            yield from _head(('***', '---'), fromfile, tofile, fromfiledate, tofiledate, lineterm)
        yield '***************' + lineterm
        first, last = group[0], group[-1]
        for mark, lines, at, without in (('***', a, 1, 'insert'), ('---', b, 3, 'delete')):
            yield f'{mark} {_range(first[at], last[at + 1], True)} {mark[0] * 4}{lineterm}'
            if any(step[0] not in ('equal', without) for step in group):
                for step in group:
                    if step[0] != without:
                        yield from (signs[step[0]] + line for line in lines[step[at]:step[at + 1]])
