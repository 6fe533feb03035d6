// The program that runs: what it was called with, and where it lies. The module `sys` tells it.

/** `sys.argv` and the first of `sys.path`: at a prompt an empty name, and the folder that one is in. */
export const program = { argv: [''], folder: process.cwd() }
