// What may import what. The map is the table of rooms in src/README.md, from the ground up: a file may import its own
// room and those above it in the table. Read from there, so that the page and the rule cannot differ.
import { readFileSync } from 'node:fs'

const page = readFileSync(new URL('src/README.md', import.meta.url), 'utf8')
const [table = ''] = /^\| Room [^]*?\n\n/m.exec(page) ?? []

/** The rooms in the order of the table: `base/`, `ops/pointwise/`, `torch.ts`. */
const rooms = [...table.matchAll(/^\| `([\w./-]+)`(?:, `([\w./-]+)`)* +\|/gm)].map(([row]) =>
  [...row.matchAll(/`([\w./-]+)`/g)].map(([, path]) => path),
)
if (rooms.length < 20) throw new Error('src/README.md has no table of rooms that can be read')

const escaped = (path) => path.replaceAll('.', '\\.')
/** A pattern for the files of a room: all below a folder, or the files of a folder that lie in none of its rooms. */
function pattern(paths) {
  const all = rooms.flat()
  const parts = paths.map((path) => {
    if (!path.endsWith('/')) return `${escaped(path)}$`
    const inner = all.filter((other) => other !== path && other.startsWith(path))
    const names = inner.map((other) => escaped(other.slice(path.length)))
    return names.length === 0 ? escaped(path) : `${escaped(path)}(?!${names.join('|')})`
  })
  return `^src/(?:${parts.join('|')})`
}

const downOnly = rooms.slice(0, -1).map((room, i) => ({
  name: `imports-point-down-from-${room[0].replace(/\/$/, '').replaceAll('/', '-')}`,
  comment: `${room.join(', ')} may import only the rooms above it in the table of src/README.md.`,
  severity: 'error',
  from: { path: pattern(room) },
  to: { path: rooms.slice(i + 1).map(pattern) },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...downOnly,
    {
      name: 'no-circle',
      comment: 'These files import each other. What both need belongs in a file of its own, below them.',
      severity: 'error',
      from: { path: '^(src|test|bin)/' },
      to: { circular: true },
    },
    {
      name: 'no-dead-import',
      comment: 'Nothing lies there.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'test-only',
      comment: 'The source does not import its tests.',
      severity: 'error',
      from: { path: '^(src|bin)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    // What is imported for its types alone counts too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
}
