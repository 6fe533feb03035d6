"""Heaps in lists: a[k] is no greater than a[2 * k + 1] and a[2 * k + 2]."""


def _up(heap, start, place):
    item = heap[place]
    while place > start:
        parent = (place - 1) >> 1
        if not item < heap[parent]:
            break
        heap[place] = heap[parent]
        place = parent
    heap[place] = item


def _down(heap, place):
    # The smaller child moves up until there is none, then the item rises from there: it is nearly always large.
    start, end = place, len(heap)
    item = heap[place]
    child = 2 * place + 1
    while child < end:
        if child + 1 < end and not heap[child] < heap[child + 1]:
            child += 1
        heap[place] = heap[child]
        place = child
        child = 2 * place + 1
    heap[place] = item
    _up(heap, start, place)


def _check_list(what, heap):
    if not isinstance(heap, list):
        raise TypeError(f"{what} must be list, not {type(heap).__name__}")


def heappush(heap, item):
    """Push item onto heap."""
    _check_list("heappush() argument 1", heap)
    heap.append(item)
    _up(heap, 0, len(heap) - 1)


def heappop(heap):
    """Pop the smallest item."""
    _check_list("heappop() argument", heap)
    last = heap.pop()
    if not heap:
        return last
    item, heap[0] = heap[0], last
    _down(heap, 0)
    return item


def heapreplace(heap, item):
    """Pop the smallest item, then push item."""
    _check_list("heapreplace() argument 1", heap)
    smallest, heap[0] = heap[0], item
    _down(heap, 0)
    return smallest


def heappushpop(heap, item):
    """Push item, then pop the smallest."""
    _check_list("heappushpop() argument 1", heap)
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _down(heap, 0)
    return item


def heapify(x):
    """Make a heap of a list, in place."""
    _check_list("heapify() argument", x)
    for place in reversed(range(len(x) // 2)):
        _down(x, place)


def nsmallest(n, iterable, key=None):
    """The n smallest items, as sorted(iterable, key=key)[:n] has them."""
    return sorted(iterable, key=key)[:max(n, 0)]


def nlargest(n, iterable, key=None):
    """The n largest items, as sorted(iterable, key=key, reverse=True)[:n] has them."""
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]


def merge(*iterables, key=None, reverse=False):
    """Go through several sorted iterables in one order."""
    waiting = []
    for number, items in enumerate(map(iter, iterables)):
        for item in items:
            waiting.append((item if key is None else key(item), number, item, items))
            break
    while waiting:
        best = waiting[0]
        for one in waiting[1:]:
            if (best[0] < one[0]) if reverse else (one[0] < best[0]):
                best = one
        _, number, item, items = best
        yield item
        place = waiting.index(best)
        for item in items:
            waiting[place] = (item if key is None else key(item), number, item, items)
            break
        else:
            del waiting[place]
