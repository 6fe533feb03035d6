// The long run of broken files, by hand: `npx tsx test/fuzz/files.ts --count 28000 --seed 1`.
import { fileURLToPath } from 'node:url'
import { main } from './campaign.js'
import { writeFileCase } from './random-file.js'
import { faultOfFile } from './run-file.js'

await main(fileURLToPath(import.meta.url), 'broken files', { write: writeFileCase(), faultOf: faultOfFile })
