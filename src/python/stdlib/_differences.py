"""Where two texts differ, line by line."""


def ndiff(a, b):
    """Lines of both, with what each is of: `- ` the first, `+ ` the second, `  ` both."""
    a, b = list(a), list(b)
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(b) - 1, -1, -1):
            lengths[i][j] = lengths[i + 1][j + 1] + 1 if a[i] == b[j] else max(lengths[i + 1][j], lengths[i][j + 1])
    i = j = 0
    while i < len(a) or j < len(b):
        if i < len(a) and j < len(b) and a[i] == b[j]:
            yield '  ' + a[i]
            i, j = i + 1, j + 1
        elif i < len(a) and (j == len(b) or lengths[i + 1][j] >= lengths[i][j + 1]):
            yield '- ' + a[i]
            i += 1
        else:
            yield '+ ' + b[j]
            j += 1
