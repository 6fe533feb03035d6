// Python's module `string`.
import { reprSymbol } from '../../text/repr.js'
import { core } from '../runtime/core.js'
import { hasKey, valueAt } from '../runtime/dicts.js'
import { call, functionsOf, getters, methods } from '../runtime/functions.js'
import { missingKey, PyDict } from '../runtime/keys.js'
import { builtinClass, infoOf, instance, object } from '../runtime/types.js'

type Any = any

const lower = 'abcdefghijklmnopqrstuvwxyz'
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'

const templateClass = builtinClass('Template', [object], { module: 'string', hasFields: true })
infoOf(templateClass).construct = (_cls, [template]) =>
  instance(templateClass, { template, [reprSymbol]: undefined })

function substitute(self: Any, given: Any, kwargs: Any, isSafe: boolean): string {
  const mapping = new PyDict([
    ...(given === undefined ? [] : (given as Map<Any, Any>)),
    ...Object.entries(kwargs as object),
  ])
  return (self.template as string).replace(
    /\$(?:(\$)|(\w+)|\{(\w+)\})/g,
    (whole, dollar?: string, a?: string, b?: string) => {
      if (dollar) return '$'
      const name = a ?? b
      if (hasKey(mapping, name)) return core.str(valueAt(mapping, name))
      if (isSafe) return whole
      throw missingKey(name)
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
  ...functionsOf({
    'capwords(s, sep=None)': (text: Any, separator: Any = null) => {
      const words = call(core.getattr(text, 'split'), [separator], null) as string[]
      const capital = words.map((word) => call(core.getattr(word, 'capitalize'), [], null) as string)
      return capital.join((separator as string | null) ?? ' ')
    },
  }),
}
