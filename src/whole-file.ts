// Small files of the person's own that are written as a whole.
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { makePrivateFolder } from './private-folder.js'

/** Writes a file at once: who reads it meanwhile sees the old one or the new one. Its folder is made where it is missing. */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}`
  makePrivateFolder(dirname(path))
  try {
    writeFileSync(temporary, text, { mode: 0o600 })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}
