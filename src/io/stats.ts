// What lies at a path.
import { type Stats, statSync } from 'node:fs'

/**
 * After the stats of a pipe or a socket, others are asked for: Node's search for a package looks at the last ones, and
 * would take a link for the package itself (`realpathSync` in lib/fs.js).
 */
function settled<S extends Stats | undefined>(stats: S): S {
  if (stats?.isFIFO() || stats?.isSocket()) statSync('/')
  return stats
}

/** The stats of a path; undefined where nothing is there. */
export const statsAt = (path: string): Stats | undefined => settled(statSync(path, { throwIfNoEntry: false }))

/** The stats of a path. Throws the file system's error where nothing is there. */
export const statsOf = (path: string): Stats => settled(statSync(path))
