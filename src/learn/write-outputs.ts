// Runs a chapter and writes what its cells print into its files.
import { readFileSync } from 'node:fs'
import { writeWholeFile } from '../io/whole-file.js'
import { readChapter } from './catalogue.js'
import { playChapter, staleCells, withOutputs } from './check-chapter.js'

/** Returns how many outputs were new or different. */
export async function writeOutputs(folder: string): Promise<number> {
  const { chapter } = readChapter(folder)
  const stale = staleCells(await playChapter(chapter))
  for (const file of new Set(stale.map(({ cell }) => cell.place.file))) {
    const outputs = stale.filter(({ cell }) => cell.place.file === file)
    writeWholeFile(file, [Buffer.from(withOutputs(readFileSync(file, 'utf8'), outputs))])
  }
  return stale.length
}
