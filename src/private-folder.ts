// Makes the folder for what only its owner shall read.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it. (Node's own `recursive` never ends where a folder can hold no others, as in `/proc`.)
 */
export function makePrivateFolder(path: string): void {
  const make = (): void => {
    try {
      mkdirSync(path, { mode: 0o700 })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  try {
    make()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error
    makePrivateFolder(dirname(path))
    make()
  }
}
