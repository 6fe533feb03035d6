"""Queues, which here nobody waits at."""

import heapq
from collections import deque


class Empty(Exception):
    """There is nothing in it."""


class Full(Exception):
    """There is no room in it."""


class Queue:
    """The first in is the first out."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self.queue = self._make()

    def _make(self):
        return deque()

    def _add(self, item):
        self.queue.append(item)

    def _take(self):
        return self.queue.popleft()

    def qsize(self):
        return len(self.queue)

    def empty(self):
        return not self.queue

    def full(self):
        return 0 < self.maxsize <= len(self.queue)

    def put(self, item, block=True, timeout=None):
        if self.full():
            raise Full
        self._add(item)

    def get(self, block=True, timeout=None):
        if not self.queue:
            raise Empty
        return self._take()

    def put_nowait(self, item):
        self.put(item, False)

    def get_nowait(self):
        return self.get(False)

    def task_done(self):
        pass

    def join(self):
        pass


class LifoQueue(Queue):
    """The last in is the first out."""

    def _make(self):
        return []

    def _take(self):
        return self.queue.pop()


class PriorityQueue(Queue):
    """The smallest is the first out."""

    def _make(self):
        return []

    def _add(self, item):
        heapq.heappush(self.queue, item)

    def _take(self):
        return heapq.heappop(self.queue)


SimpleQueue = Queue
