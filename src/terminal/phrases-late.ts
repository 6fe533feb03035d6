// Takes the place of phrases.ts in the built program: loads the catalogue when somebody is spoken to in Chinese, and what is said
// of ops when it holds nothing of what was said.
import { loadPart } from '../base/package-root.js'
import type { Catalogue, Docs } from './phrases.js'

export const chinese = (): Catalogue =>
  (loadPart('terminal/phrases-zh') as { catalogue: Catalogue }).catalogue
export const chineseDocs = (): Docs => (loadPart('terminal/ops-zh/all') as { docs: Docs }).docs
