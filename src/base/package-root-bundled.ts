// What package-root.ts is in the bundle: nothing lies beside that, and packages are those of the program that runs.
import { createRequire } from 'node:module'
import { whole } from './whole.js'

/** Loads a package when it is first needed. */
export const loadPackage = (name: string): unknown =>
  whole(() => createRequire(process.argv[1] ?? `${process.cwd()}/`)(name))
