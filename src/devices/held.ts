// The buffers that tensors hold on a device, and when they are given back.
//
// A buffer belongs to one storage. What a write replaces is given back at once; what a storage held that is gone is
// found by looking: a FinalizationRegistry would wait for the event loop, to which a training loop does not return
// (Note [Arena lifetime] in memory/allocate.ts). So every buffer has a WeakRef to its owner, and when as much again is held
// as lived at the last look, garbage is collected and the references are asked.
import { collectGarbage } from '../memory/collector.js'
import type { DeviceBuffer } from './backend.js'
import { getBackend, startedBackend } from './device.js'

/** How much may be held before the first look. */
const FIRST_BYTES = 64 << 20
const FIRST_BUFFERS = 4096

const held = new Map<DeviceBuffer, WeakRef<object>>()
let bytes = 0
let peak = 0
let nextBytes = FIRST_BYTES
let nextBuffers = FIRST_BUFFERS

/** What went to the device and came back, and what ran there. */
export const counts = { uploads: 0, downloads: 0, kernels: 0 }

/** Makes `owner` the one for whom `buffer` is kept. */
export function hold(owner: object, buffer: DeviceBuffer): void {
  held.set(buffer, new WeakRef(owner))
  bytes += buffer.bytes
  if (bytes > peak) peak = bytes
  if (bytes > nextBytes || held.size > nextBuffers) collectBuffers()
}

/** Its owner gives a buffer away. */
export function forget(buffer: DeviceBuffer): void {
  if (held.delete(buffer)) bytes -= buffer.bytes
}

/** Gives a buffer back that its owner needs no more. */
export function letGo(buffer: DeviceBuffer): void {
  forget(buffer)
  getBackend().release(buffer)
}

/** Gives back what belongs to storages that are gone. */
export function collectBuffers(): void {
  collectGarbage()
  for (const [buffer, owner] of held) if (owner.deref() === undefined) letGo(buffer)
  nextBytes = Math.max(FIRST_BYTES, 2 * bytes)
  nextBuffers = Math.max(FIRST_BUFFERS, 2 * held.size)
}

/** Bytes that living tensors hold on the device. */
export function heldBytes(): number {
  if (startedBackend() !== null) collectBuffers()
  return bytes
}

/** The most bytes that were held at a time, those of tensors that were gone and not yet given back included. */
export const peakBytes = (): number => peak
/** Begins to look for the most again. */
export function restPeak(): void {
  peak = heldBytes()
}
