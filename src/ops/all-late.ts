// Takes the place of all.ts in the built program: declares what the index lists; a family loads when it is first needed.
import { loadPart } from '../base/package-root.js'
import { declare, type Facts } from '../engine/op.js'
import { families } from './index.gen.js'

const none: Facts = {}

for (const [family, entries] of Object.entries(families)) {
  const load = (): void => void loadPart(`ops/${family}`)
  for (const [text, facts] of entries) declare(text, facts ?? none, load)
}
