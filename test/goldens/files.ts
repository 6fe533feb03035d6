// Reads the golden files lying next to this one.
import { existsSync, readFileSync } from 'node:fs'
import { resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { OpFile, PrintEntry, RngEntry } from './encoding.js'

const here = new URL('.', import.meta.url)
let opsFolder = new URL('ops/', here)

/** Reads the op files of another folder, in the same format. */
export function readOpsFrom(folder: string): void {
  opsFolder = pathToFileURL(resolve(folder) + sep)
}

const json = (name: string | URL) => JSON.parse(readFileSync(new URL(name, here), 'utf8'))

/** One op name a line; `#` starts a comment. */
export const readNames = (file: string | URL): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter(Boolean)

export const coreOps = (): string[] => readNames(new URL('core-ops.txt', here))
export const hasOp = (op: string): boolean => existsSync(new URL(`${op}.json`, opsFolder))
export const readOp = (op: string): OpFile => json(new URL(`${op}.json`, opsFolder))
export const readRng = (): RngEntry[] => json('rng.json').entries
export const readPrint = (): PrintEntry[] => json('print.json').entries
export const readTutorial = (): any[] => json('tutorial.json').snippets
