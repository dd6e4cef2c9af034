/**
 * A refusal is a rule saying no. Its code is one of a closed set that a module declares; the sentence a person
 * reads stands under `refusal.<code>` in the module's messages, never in code.
 */
export type Refusal<Code extends string = string> = {
  readonly refused: Code
  /** What the sentence needs to be exact: numbers, names, limits. Never anything personal that the actor may not see. */
  readonly facts: Readonly<Record<string, string | number>>
  /** The field or column that it is about, where there is one. */
  readonly field?: string
}

/** Makes a refusal: `refuse('batch-of-own-entries', { level: 'county' })`. */
export function refuse<Code extends string>(
  code: Code,
  facts: Record<string, string | number> = {},
  field?: string,
): Refusal<Code> {
  return field === undefined ? { refused: code, facts } : { refused: code, facts, field }
}

/** True where a verb answered with a refusal and not with its result. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value && 'facts' in value
}
