// `str.format`: fields of a template, what they name, and how it is written.
import { IndexError, ValueError } from '../../base/errors.js'
import { lookup } from './attributes.js'
import { missing } from './missing-attributes.js'
import { core } from './core.js'
import { asciiOf } from './text.js'

type Any = any

/** The text up to the brace that closes the one before `start`. */
function enclosed(template: string, start: number): string {
  let depth = 1
  for (let i = start; i < template.length; i++) {
    if (template[i] === '{') depth++
    else if (template[i] === '}' && --depth === 0) return template.slice(start, i)
  }
  throw new ValueError(
    start === template.length
      ? "Single '{' encountered in format string"
      : "expected '}' before end of string",
  )
}

const fieldPattern = /^([^.[!:]*)((?:\.[^.[!:]+|\[[^\]]*\])*)(?:!([^:]*))?(?::(.*))?$/s

/** What `str.format` makes of a template. `named` finds what is asked for by a name. */
export function formatted(template: string, args: readonly Any[], named: (name: string) => Any): string {
  let next = 0
  let isAutomatic: boolean | null = null
  const numbering = (automatic: boolean): void => {
    if (isAutomatic !== null && isAutomatic !== automatic)
      throw new ValueError(
        automatic
          ? 'cannot switch from manual field specification to automatic field numbering'
          : 'cannot switch from automatic field numbering to manual field specification',
      )
    isAutomatic = automatic
  }
  const valueOf = (name: string): Any => {
    if (!/^\d*$/.test(name)) return named(name)
    numbering(name === '')
    const at = name === '' ? next++ : Number(name)
    if (at < args.length) return args[at]
    throw new IndexError(`Replacement index ${at} out of range for positional args tuple`)
  }
  const fill = (text: string): string => {
    let result = ''
    for (let i = 0; i < text.length; i++) {
      const sign = text[i]
      if ((sign === '{' || sign === '}') && text[i + 1] === sign) i++
      else if (sign === '}') throw new ValueError("Single '}' encountered in format string")
      else if (sign === '{') {
        const inside = enclosed(text, i + 1)
        const match = fieldPattern.exec(inside)
        if (!match) throw new ValueError("expected ':' after conversion specifier")
        const [, name, path, conversion, spec = ''] = match
        let value = valueOf(name)
        for (const [, member, key] of path.matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
          if (member !== undefined) {
            const found = lookup(value, member)
            if (found === undefined) throw missing(value, member)
            value = found
          } else value = core.getitem(value, /^\d+$/.test(key) ? Number(key) : key)
        }
        if (conversion !== undefined) {
          if (!['s', 'r', 'a'].includes(conversion))
            throw new ValueError(
              conversion === ''
                ? 'end of string while looking for conversion specifier'
                : `Unknown conversion specifier ${conversion.slice(0, 1)}`,
            )
          value =
            conversion === 's' ? core.str(value) : conversion === 'r' ? core.repr(value) : asciiOf(value)
        }
        result += core.format(value, fill(spec))
        i += inside.length + 1
        continue
      }
      result += sign
    }
    return result
  }
  return fill(template)
}
