// Stands in for all.ts in the built program: declares what the index lists; a family loads when it is first needed.
import { createRequire } from 'node:module'
import { packageRoot } from '../base/package-root.js'
import { declare } from '../engine/op.js'
import { families } from './index.gen.js'

// `require` loads a module at once, with the modules it shares with the rest: calls cannot wait.
const require = createRequire(new URL('dist/ops/', packageRoot))

for (const [family, entries] of Object.entries(families)) {
  const load = (): void => void require(`./${family}.js`)
  for (const [text, facts] of entries) declare(text, facts ?? {}, load)
}
