// `str.format` of Python's values: their attributes, items and texts in a template's fields.
import { filled } from '../../text/template.js'
import { lookup } from './attributes.js'
import { missing } from './missing-attributes.js'
import { core } from './core.js'
import { asciiOf } from './text.js'

type Any = any

function member(value: Any, name: string): Any {
  const found = lookup(value, name)
  if (found === undefined) throw missing(value, name)
  return found
}

function converted(value: Any, conversion: string): Any {
  switch (conversion) {
    case 's':
      return core.str(value)
    case 'r':
      return core.repr(value)
    case 'a':
      return asciiOf(value)
    default:
      return value
  }
}

/** What `str.format` makes of a template. `named` finds what is asked for by a name. */
export const formatted = (template: string, args: readonly Any[], named: (name: string) => Any): string =>
  filled(template, args, {
    named,
    member,
    item: (value, key) => core.getitem(value, key),
    written: (value, conversion, spec) => core.format(converted(value, conversion), spec),
  })
