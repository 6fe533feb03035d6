"""Bars that tell how far a loop is, on standard error."""

import sys
import time
from _terminal import shown_in


def _time(seconds):
    minutes, s = divmod(int(seconds), 60)
    hours, m = divmod(minutes, 60)
    return f'{hours:d}:{m:02d}:{s:02d}' if hours else f'{m:02d}:{s:02d}'


def _size(number, divisor=1000):
    for unit in ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z']:
        if abs(number) < 999.5:
            if abs(number) < 99.95:
                return f'{number:1.2f}{unit}' if abs(number) < 9.995 else f'{number:2.1f}{unit}'
            return f'{number:3.0f}{unit}'
        number /= divisor
    return f'{number:3.1f}Y'


class tqdm:
    """Goes through an iterable, and tells how far it is."""

    def __init__(self, iterable=None, desc=None, total=None, leave=True, file=None, ncols=None, mininterval=0.1,
                 maxinterval=10.0, miniters=None, ascii=None, disable=False, unit='it', unit_scale=False,
                 dynamic_ncols=False, smoothing=0.3, bar_format=None, initial=0, position=None, postfix=None,
                 unit_divisor=1000, write_bytes=False, lock_args=None, nrows=None, colour=None, delay=0, **kwargs):
        if total is None and iterable is not None:
            try:
                total = len(iterable)
            except (TypeError, AttributeError):
                total = None
        self.iterable = iterable
        self.desc = desc or ''
        self.total = total
        self.leave = leave
        self.fp = sys.stderr if file is None else file
        self.ncols = ncols
        self.mininterval = mininterval
        self.disable = bool(disable)
        self.unit = unit
        self.unit_scale = unit_scale
        self.n = initial
        self.initial = initial
        self.postfix = ''
        self.start_t = self.last_print_t = time.time()
        self._closed = False
        self._length = 0
        if postfix:
            self.set_postfix(postfix, refresh=False)
        if not self.disable:
            self.refresh()

    @property
    def format_dict(self):
        return {'n': self.n, 'total': self.total, 'elapsed': time.time() - self.start_t}

    def __str__(self):
        elapsed = time.time() - self.start_t
        done = self.n - self.initial
        rate = done / elapsed if elapsed and done else None
        if rate is None:
            speed = f'?{self.unit}/s'
        elif rate < 1:
            speed = f'{1 / rate:5.2f}s/{self.unit}'
        else:
            speed = f'{_size(rate) if self.unit_scale else f"{rate:5.2f}"}{self.unit}/s'
        count = _size(self.n) if self.unit_scale else str(self.n)
        prefix = f'{self.desc}: ' if self.desc and not self.desc.endswith(': ') else self.desc
        if not self.total:
            return f'{prefix}{count}{self.unit} [{_time(elapsed)}, {speed}{self.postfix}]'
        total = _size(self.total) if self.unit_scale else str(self.total)
        part = self.n / self.total
        left = _time((self.total - self.n) / rate) if rate else '?'
        head = f'{prefix}{part * 100:3.0f}%|'
        tail = f'| {count}/{total} [{_time(elapsed)}<{left}, {speed}{self.postfix}]'
        import shutil
        width = (self.ncols or shutil.get_terminal_size().columns) - len(head) - len(tail)
        full, eighth = divmod(int(min(part, 1) * max(width, 1) * 8), 8)
        bar = '█' * full + (' ▏▎▍▌▋▊▉'[eighth] if eighth else '')
        return f'{head}{bar:<{max(width, 1)}}{tail}'

    __repr__ = __str__

    def __iter__(self):
        if self.disable:
            yield from self.iterable
            return
        try:
            for item in self.iterable:
                yield item
                self.update()
        finally:
            self.close()

    def __len__(self):
        return self.total if self.iterable is None else len(self.iterable)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def update(self, n=1):
        """Say that n more are done."""
        self.n += n
        if not self.disable and time.time() - self.last_print_t >= self.mininterval:
            self.refresh()

    def refresh(self):
        """Draw the bar."""
        self.last_print_t = time.time()
        # What is told may come from outside; the bar's own way back to the start of the line is obeyed.
        text = shown_in(self.fp, str(self))
        self.fp.write('\r' + text + ' ' * max(self._length - len(text), 0))
        self.fp.flush()
        self._length = len(text)

    display = refresh

    def close(self):
        """Leave the bar as it is in the end, or take it away."""
        if self.disable or self._closed:
            return
        self._closed = True
        if self.leave:
            self.refresh()
            self.fp.write('\n')
        else:
            self.fp.write('\r' + ' ' * self._length + '\r')
        self.fp.flush()

    def clear(self):
        """Take the bar away until it is drawn again."""
        self.fp.write('\r' + ' ' * self._length + '\r')

    def reset(self, total=None):
        """Begin again."""
        self.n = 0
        if total is not None:
            self.total = total
        self.start_t = time.time()

    def set_description(self, desc=None, refresh=True):
        """Say what is done."""
        self.desc = f'{desc}: ' if desc else ''
        if refresh and not self.disable:
            self.refresh()

    def set_description_str(self, desc=None, refresh=True):
        """Say what is done, in these words."""
        self.desc = desc or ''
        if refresh and not self.disable:
            self.refresh()

    def set_postfix(self, ordered_dict=None, refresh=True, **kwargs):
        """Show values behind the bar."""
        values = dict(ordered_dict or {})
        values.update(kwargs)
        parts = []
        for name, value in values.items():
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                text = f'{value:.3g}'
                value = text if len(text) < len(str(value)) else str(value)
            parts.append(f'{name}={str(value).strip()}')
        self.set_postfix_str(', '.join(parts), refresh)

    def set_postfix_str(self, s='', refresh=True):
        """Show a text behind the bar."""
        self.postfix = f', {s}' if s else ''
        if refresh and not self.disable:
            self.refresh()

    @classmethod
    def write(cls, s, file=None, end='\n', nolock=False):
        """Print a text, and no bar into it."""
        print(s, end=end, file=file)


def trange(*args, **kwargs):
    """tqdm(range(*args), **kwargs)"""
    return tqdm(range(*args), **kwargs)


tqdm_notebook = tqdm
tnrange = trange
