// The thread that watches the heap of a program, where none runs that could do so beside its own work.
import { workerData } from 'node:worker_threads'
import { type GuardedHeap, guardHeap } from './heap-guard.js'

guardHeap(workerData as GuardedHeap)
