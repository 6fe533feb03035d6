// The fields at the head of a chapter's first file: its name, what it is about, the files that go on with it.
import type { Complain } from './prose.js'

const fields = ['name', 'title', 'about', 'parts', 'language'] as const
type Field = (typeof fields)[number]

export interface FrontMatter {
  values: Partial<Record<Field, string>>
  lineOf: (field: Field) => number
  /** Lines it takes, fences included. */
  length: number
}

/** `---`, a field a line, `---`. */
export function readFrontMatter(text: string, complain: Complain): FrontMatter {
  const values: FrontMatter['values'] = {}
  const at = new Map<string, number>()
  const lines = text.split('\n')
  const end = lines[0]?.trim() === '---' ? lines.findIndex((line, i) => i > 0 && line.trim() === '---') : -1
  if (end < 0) {
    complain(
      1,
      'the file must begin with --- and the fields name, title and about, one a line, and --- again',
    )
    return { values, lineOf: () => 1, length: 0 }
  }
  for (let i = 1; i < end; i++) {
    if (lines[i].trim() === '') continue
    const [, field, value] = /^(\w+):\s*(.*?)\s*$/.exec(lines[i]) ?? []
    if (field === undefined) complain(i + 1, `not a field: ${lines[i].trim()}`)
    else if (!(fields as readonly string[]).includes(field))
      complain(i + 1, `there is no field ${field}; there are ${fields.join(', ')}`)
    else if (at.has(field)) complain(i + 1, `${field} stands here a second time`)
    else {
      values[field as Field] = value.replace(/^(["'])(.*)\1$/, '$2')
      at.set(field, i + 1)
    }
  }
  for (const field of ['name', 'title', 'about'] as const)
    if (!values[field]) complain(at.get(field) ?? 1, `${field} is missing`)
  return { values, lineOf: (field) => at.get(field) ?? 1, length: end + 1 }
}

/** The other files that a chapter's first one names. */
export function partNames(text: string): string[] {
  const { values } = readFrontMatter(text, () => {})
  return (values.parts ?? '')
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
}
