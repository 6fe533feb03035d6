// The form of a kernel that a device has, by the kernel's name. See Note [Late modules] in build/build.ts.
import type { KernelName } from '../kernels/kernel.js'
import { forms } from './forms.js'
import type { DeviceForm } from './forms/form.js'

export const formOf = (name: KernelName): DeviceForm | undefined => forms[name]
