// Takes the place of all.ts in the built program: declares what the index lists; a family loads when it is first needed.
import { loadPart } from '../base/package-root.js'
import { declare } from '../engine/op.js'
import { families } from './index.gen.js'

for (const [family, entries] of Object.entries(families)) {
  const load = (): void => void loadPart(`ops/${family}`)
  for (const [text, facts] of entries) declare(text, facts ?? {}, load)
}
