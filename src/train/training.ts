// What a training is: a named loop that hands out its state after every step. Who watches decides when to stop.

export interface TrainingOptions {
  seed: number
  /** Learning rate. */
  rate: number
}

export interface Step {
  /** Counts from 0. */
  iteration: number
  /** The loss before this step's update. */
  loss: number
  /** What else is worth watching, by name; parameters after the update. */
  values: Record<string, number>
  isGoodEnough: boolean
}

export interface Training {
  name: string
  title: string
  /** When a step is good enough, in words. */
  goal: string
  /** The learning rate when none is asked for. */
  rate: number
  /** Endless: one step of the loop a turn. */
  steps(options: TrainingOptions): Generator<Step, never>
}
