"""What `str.format` does, step by step, so that a class can do a step otherwise."""

import re


class Formatter:
    """Fills the fields of a text."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2, 0)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used, depth, count):
        if depth < 0:
            raise ValueError('Max string recursion exceeded')
        parts = []
        for literal, field, spec, conversion in self.parse(format_string):
            parts.append(literal)
            if field is None:
                continue
            if field == '':
                if count is False:
                    raise ValueError('cannot switch from manual field specification to automatic field numbering')
                field, count = str(count), count + 1
            elif field.isdigit():
                if count:
                    raise ValueError('cannot switch from automatic field numbering to manual field specification')
                count = False
            obj, key = self.get_field(field, args, kwargs)
            used.add(key)
            obj = self.convert_field(obj, conversion)
            spec, count = self._vformat(spec, args, kwargs, used, depth - 1, count)
            parts.append(self.format_field(obj, spec))
        return ''.join(parts), count

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion not in 'sra':
            raise ValueError(f'Unknown conversion specifier {conversion}')
        return {'s': str, 'r': repr, 'a': ascii}[conversion](value)

    def parse(self, format_string):
        literal, i = '', 0
        while i < len(format_string):
            sign = format_string[i]
            if format_string[i:i + 2] in ('{{', '}}'):
                literal, i = literal + sign, i + 2
                continue
            if sign == '}':
                raise ValueError("Single '}' encountered in format string")
            if sign != '{':
                literal, i = literal + sign, i + 1
                continue
            depth, end = 1, i + 1
            while end < len(format_string) and depth:
                depth += {'{': 1, '}': -1}.get(format_string[end], 0)
                end += 1
            if depth:
                raise ValueError("expected '}' before end of string" if end > i + 1 else "Single '{' encountered in format string")
            name, conversion, spec = re.fullmatch(r'(?s)([^!:]*)(?:!(.))?(?::(.*))?', format_string[i + 1:end - 1]).groups()
            yield literal, name, spec or '', conversion
            literal, i = '', end
        if literal:
            yield literal, None, None, None

    def get_field(self, field_name, args, kwargs):
        first = re.match(r'[^.\[]*', field_name).group()
        key = int(first) if first.isdigit() else first
        obj = self.get_value(key, args, kwargs)
        for attribute, item in re.findall(r'\.([^.\[]+)|\[([^\]]+)\]', field_name[len(first):]):
            obj = getattr(obj, attribute) if attribute else obj[int(item) if item.isdigit() else item]
        return obj, key
