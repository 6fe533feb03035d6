// Small files of the person's own, history, settings and progress: whole, and for nobody else to read.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeNewFile, writeWholeFile } from './whole-file.js'

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

/** Writes a text file at once; its folder is made where it is missing. */
export function writePrivateFile(path: string, text: string): void {
  makePrivateFolder(dirname(path))
  writeWholeFile(path, [Buffer.from(text)], { mode: 0o600, isKept: false })
}

/** Writes a file that was not there; the number behind its name is raised until none has it. Gives back its path. */
export function writeNewPrivateFile(path: (number: number) => string, parts: readonly Uint8Array[]): string {
  for (let number = 1; ; number++)
    try {
      makePrivateFolder(dirname(path(number)))
      writeNewFile(path(number), parts, 0o600)
      return path(number)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
}
