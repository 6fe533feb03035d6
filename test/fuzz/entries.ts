// The long run of random entries, by hand: `npx tsx test/fuzz/entries.ts --count 30000 --seed 1`.
import { fileURLToPath } from 'node:url'
import { main } from './campaign.js'
import { entryFrom } from './random-entry.js'
import { faultOfEntry } from './run-entry.js'

// An entry's own promises may fail when nobody waits any more.
process.on('unhandledRejection', () => undefined)
await main(fileURLToPath(import.meta.url), 'entries', { write: entryFrom, faultOf: faultOfEntry })
