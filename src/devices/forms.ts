/** The forms of named kernels that a device has, by name. See Note [Named kernels] in engine/run.ts. */
import type { KernelName } from '../kernels/kernel.js'
import type { DeviceForm } from './forms/form.js'
import { laneForms } from './forms/lanes.js'
import { nllForms } from './forms/nll.js'
import { pickingForms } from './forms/picking.js'

export const forms: Partial<Record<KernelName, DeviceForm>> = {
  ...laneForms,
  ...nllForms,
  ...(pickingForms as Record<string, DeviceForm>),
}
