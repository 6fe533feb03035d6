// Templates of `str.format`: the fields of a text, what they name, and how it is written. What a value has, and how it is
// printed, is for the language to say. Follows Objects/stringlib/unicode_format.h.
import { IndexError, ValueError } from '../base/errors.js'

type Any = any

/** What a language says of the values of fields. */
export interface FieldReader {
  /** What is asked for by a name. */
  named(name: string): Any
  /** `{0.name}` */
  member(value: Any, name: string): Any
  /** `{0[key]}` */
  item(value: Any, key: string | number): Any
  /** `{0!r:>10}`; a conversion that is not there is empty. */
  written(value: Any, conversion: string, spec: string): string
}

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

/** What `template.format(*args, **names)` makes. */
export function filled(template: string, args: readonly Any[], reader: FieldReader): string {
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
    if (!/^\d*$/.test(name)) return reader.named(name)
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
        for (const [, member, key] of path.matchAll(/\.([^.[]+)|\[([^\]]*)\]/g))
          value =
            member !== undefined
              ? reader.member(value, member)
              : reader.item(value, /^\d+$/.test(key) ? Number(key) : key)
        if (conversion !== undefined && !['s', 'r', 'a'].includes(conversion))
          throw new ValueError(
            conversion === ''
              ? 'end of string while looking for conversion specifier'
              : `Unknown conversion specifier ${conversion.slice(0, 1)}`,
          )
        result += reader.written(value, conversion ?? '', fill(spec))
        i += inside.length + 1
        continue
      }
      result += sign
    }
    return result
  }
  return fill(template)
}
