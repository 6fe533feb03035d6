// A text as the value of an input. The inspector hands texts over by writing them out, which takes minutes and gigabytes
// where they are long: those travel in an object.

const long = 10_000

export class LongText {
  constructor(readonly text: string) {}
}

/** The value of an input, in a form that can be handed over. */
export const shown = (value: unknown): unknown =>
  typeof value === 'string' && value.length > long ? new LongText(value) : value
