// Takes the place of form-of.ts in the built program: loads the forms when a device first needs one.
import { loadPart } from '../base/package-root.js'
import type { formOf as find } from './form-of.js'
import type * as Forms from './forms.js'

export const formOf: typeof find = (name) => (loadPart('devices/forms') as typeof Forms).forms[name]
