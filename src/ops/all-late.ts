// Takes the place of all.ts in the built program: declares what the index lists; a family loads when it is first needed.
import { loadPart } from '../base/package-root.js'
import { declare, type Facts } from '../engine/op.js'
import { families } from './index.gen.js'

const none: Facts = {}

// Two thousand entries, at every start: nothing is made that is thrown away at once.
for (const family of Object.keys(families)) {
  const load = (): void => void loadPart(`ops/${family}`)
  families[family].forEach((entry) => declare(entry[0], entry[1] ?? none, load))
}
