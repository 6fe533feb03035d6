// Who can say what a thing is for: the prompt and those who run files set it, as they know the whole library.

/** The help on the subjects as text; on the house as a whole where there are none. */
export const helper: { help(...subjects: unknown[]): string } = {
  help: () => 'There is no help here.',
}
