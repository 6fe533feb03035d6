// The long run of random entries, by hand: `npx tsx test/fuzz/entries.ts --count 30000 --seed 1`, in all languages or with
// `--lang auto`, `ts` or `python`.
import { fileURLToPath } from 'node:url'
import { main } from './campaign.js'
import { entriesIn, entryLanguages } from './random-entry.js'
import { faultOfEntry } from './run-entry.js'

// An entry's own promises may fail when nobody waits any more.
process.on('unhandledRejection', () => undefined)
const asked = process.argv.indexOf('--lang')
const only = entryLanguages.find((language) => asked > 0 && language === process.argv[asked + 1])
await main(fileURLToPath(import.meta.url), 'entries', { write: entriesIn(only), faultOf: faultOfEntry })
