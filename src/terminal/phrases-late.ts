// Takes the place of phrases.ts in the built program: loads the catalogue when somebody is spoken to in Chinese.
import { loadPart } from '../base/package-root.js'
import type { Catalogue } from './phrases.js'

export const chinese = (): Catalogue =>
  (loadPart('terminal/phrases-zh') as { catalogue: Catalogue }).catalogue
