// Reads the golden files lying next to this one.
import { existsSync, readFileSync } from 'node:fs'
import type { OpFile, PrintEntry, RngEntry } from './encoding.js'

const here = new URL('.', import.meta.url)
const json = (name: string) => JSON.parse(readFileSync(new URL(name, here), 'utf8'))

/** One op name a line; `#` starts a comment. */
export const readNames = (file: string | URL): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter(Boolean)

export const coreOps = (): string[] => readNames(new URL('core-ops.txt', here))
export const hasOp = (op: string): boolean => existsSync(new URL(`ops/${op}.json`, here))
export const readOp = (op: string): OpFile => json(`ops/${op}.json`)
export const readRng = (): RngEntry[] => json('rng.json').entries
export const readPrint = (): PrintEntry[] => json('print.json').entries
export const readTutorial = (): any[] => json('tutorial.json').snippets

/** The dtypes whose every case must pass. null: a case without a tensor. */
export const isPromised = (dtype: string | null): boolean =>
  dtype === null || ['float32', 'float64', 'int64', 'bool'].includes(dtype)
