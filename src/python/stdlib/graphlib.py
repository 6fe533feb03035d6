"""An order in which each comes behind what it needs."""


class CycleError(ValueError):
    """What is needed needs itself."""


class TopologicalSorter:
    """Nodes, and what must come before each."""

    def __init__(self, graph=None):
        self._before = {}
        self._ready = None
        self._left = {}
        self._given = self._finished = 0
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def add(self, node, *predecessors):
        if self._ready is not None:
            raise ValueError('Nodes cannot be added after a call to prepare()')
        self._before.setdefault(node, [])
        for one in predecessors:
            self._before.setdefault(one, [])
            if one not in self._before[node]:
                self._before[node].append(one)

    def prepare(self):
        if self._ready is not None:
            raise ValueError('cannot prepare() more than once')
        cycle = self._cycle()
        if cycle:
            raise CycleError('nodes are in a cycle', cycle)
        self._left = {node: len(before) for node, before in self._before.items()}
        self._ready = [node for node, count in self._left.items() if count == 0]

    def _cycle(self):
        after = {node: [] for node in self._before}
        for node, before in self._before.items():
            for one in before:
                after[one].append(node)
        state, path = {}, []

        def visit(node):
            state[node] = 1
            path.append(node)
            for one in after[node]:
                if state.get(one) == 1:
                    return path[path.index(one):] + [one]
                if one not in state:
                    found = visit(one)
                    if found:
                        return found
            path.pop()
            state[node] = 2
            return None
        for node in self._before:
            if node not in state:
                found = visit(node)
                if found:
                    return found
        return None

    def get_ready(self):
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        ready, self._ready = tuple(self._ready), []
        for node in ready:
            self._left[node] = -1
        self._given += len(ready)
        return ready

    def is_active(self):
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        return self._finished < self._given or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        if self._ready is None:
            raise ValueError('prepare() must be called first')
        for node in nodes:
            state = self._left.get(node)
            if state is None:
                raise ValueError(f'node {node!r} was not added using add()')
            if state == -2:
                raise ValueError(f'node {node!r} was already marked done')
            if state != -1:
                raise ValueError(f'node {node!r} was not passed out (still not ready)')
            self._left[node] = -2
            self._finished += 1
            for other, before in self._before.items():
                if node in before:
                    self._left[other] -= 1
                    if self._left[other] == 0:
                        self._ready.append(other)

    def static_order(self):
        self.prepare()
        while self.is_active():
            nodes = self.get_ready()
            yield from nodes
            self.done(*nodes)
