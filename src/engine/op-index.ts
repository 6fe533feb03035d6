// The op table as the built program starts with it: names at hand, signatures and code when they are asked for.
import { loadPart } from '../base/package-root.js'
import { methods, Op, ops, Overload, marks, setIndex } from './op.js'
import { pathOf } from './schema.js'

/** What `npm run generate` writes of the table, in few and long texts: each is one value to V8, however many ops it lists. */
export interface Listed {
  /** The families, and how many entries each has. */
  readonly families: Readonly<Record<string, number>>
  /** The signatures of the entries of all families, a line each, in the order in which calls try them; `+` before those that exist in place. */
  readonly entries: string
  /** The names of the table, with blanks between. One that is another thing as a method stands twice. */
  readonly paths: string
  /** The mark of each name, as a character from `0` on. */
  readonly marks: string
  /** The lines of the overloads of each name: `0 1 2,3`. */
  readonly lines: string
}

/**
 * Note [Families load late]. Starting must not cost more the more ops there are. The built program therefore starts with
 * the index alone, `ops/index.gen.ts`. From it all functions and methods are made by name; the overloads of one are found
 * when it is first called or asked about, and the file of a family is loaded when the code of one of its entries is
 * first needed: `op` then fills what the index listed. The order of overloads is that of the index, whichever family
 * comes first. In development and in tests all families are loaded by `ops/all.ts`, and there is no index; `npm run
 * generate` writes it from there.
 */
export function startFrom(listed: Listed): void {
  const paths = listed.paths.split(' ')
  for (let place = 0; place < paths.length; place++) {
    const path = paths[place]
    const one = new Op(path, listed.marks.charCodeAt(place) - 48, place)
    if ((one.mark & marks.function) !== 0) ops.set(path, one)
    if ((one.mark & marks.method) !== 0) methods.set(path, one)
  }

  let texts: string[] | undefined
  let lists: string[] | undefined
  let lineOf: Map<string, number> | undefined
  const overloads: (Overload | undefined)[] = []
  const lines = (): string[] => (texts ??= listed.entries.split('\n'))
  const overloadAt = (line: number): Overload => (overloads[line] ??= readLine(lines()[line], line))

  function readLine(text: string, line: number): Overload {
    const inplace = text.startsWith('+')
    const signature = inplace ? text.slice(1) : text
    const path = pathOf(signature.slice(0, signature.indexOf('(')))
    return new Overload(signature, path, inplace, () => void loadPart(`ops/${familyAt(line)}`))
  }

  function familyAt(line: number): string {
    let end = 0
    for (const family of Object.keys(listed.families)) {
      end += listed.families[family]
      if (line < end) return family
    }
    throw new Error(`internal: line ${line} of the index is in no family (npm run generate)`)
  }

  setIndex({
    overloadsAt: (place) =>
      (lists ??= listed.lines.split(' '))[place].split(',').map((line) => overloadAt(Number(line))),
    overloadOf: (text) => {
      lineOf ??= new Map(lines().map((line, i) => [line.startsWith('+') ? line.slice(1) : line, i]))
      const line = lineOf.get(text)
      return line === undefined ? undefined : overloadAt(line)
    },
  })
}
