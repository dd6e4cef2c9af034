/** A level of verification, as the programme's data gives it; in order from the lowest. */
export type Level = {
  /** `village`, `township`, `county`, `city` … */
  readonly id: string
  /** Level of the units that check at it: 5 village, 4 town, 3 county, 2 city, 1 province. */
  readonly unitLevel: number
  /** Whether the programme has begun to check at this level. */
  readonly atWork: boolean
}
