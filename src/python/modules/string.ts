// Python's module `string`.
import { KeyError, TypeError } from '../../base/errors.js'
import { reprSymbol } from '../../text/repr.js'
import { PyBytes } from '../runtime/containers.js'
import { core } from '../runtime/core.js'
import { call, functionsOf, getters, methods } from '../runtime/functions.js'
import { missingKey } from '../runtime/keys.js'
import { builtinClass, infoOf, instance, object } from '../runtime/types.js'
import { fromPython } from './written.js'

type Any = any

const lower = 'abcdefghijklmnopqrstuvwxyz'
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

const templateClass = builtinClass('Template', [object], { module: 'string', hasFields: true })
infoOf(templateClass).construct = (_cls, [template]) =>
  instance(templateClass, { template, [reprSymbol]: undefined })

function substitute(self: Any, given: Any, kwargs: Any, isSafe: boolean): string {
  const valueOf = (name: string): Any => {
    if (Object.hasOwn(kwargs as object, name)) return kwargs[name]
    if (given === undefined || given === null) throw missingKey(name)
    return core.getitem(given, name)
  }
  return (self.template as string).replace(
    /\$(?:(\$)|(\w+)|\{(\w+)\})/g,
    (whole, dollar?: string, a?: string, b?: string) => {
      if (dollar) return '$'
      const name = (a ?? b)!
      try {
        return core.str(valueOf(name))
      } catch (error) {
        if (isSafe && error instanceof KeyError) return whole
        throw error
      }
    },
  )
}
methods(templateClass, {
  'substitute(mapping=None, /, **kws)': (self, mapping, kwargs) => substitute(self, mapping, kwargs, false),
  'safe_substitute(mapping=None, /, **kws)': (self, mapping, kwargs) =>
    substitute(self, mapping, kwargs, true),
})
getters(templateClass, {})

export const module = {
  ascii_lowercase: lower,
  ascii_uppercase: lower.toUpperCase(),
  ascii_letters: lower + lower.toUpperCase(),
  digits: '0123456789',
  hexdigits: '0123456789abcdefABCDEF',
  octdigits: '01234567',
  punctuation,
  whitespace: ' \t\n\r\x0b\x0c',
  printable: `0123456789${lower}${lower.toUpperCase()}${punctuation} \t\n\r\x0b\x0c`,
  Template: templateClass,
  __getattr__: fromPython('string', '_string_formatter', ['Formatter']),
  ...functionsOf({
    'capwords(s, sep=None)': (text: Any, separator: Any = null) => {
      if (text instanceof PyBytes)
        throw new TypeError("descriptor 'capitalize' for 'str' objects doesn't apply to a 'bytes' object")
      const words = call(core.getattr(text, 'split'), [separator], null) as string[]
      const capital = words.map((word) => call(core.getattr(word, 'capitalize'), [], null) as string)
      return capital.join((separator as string | null) ?? ' ')
    },
  }),
}
