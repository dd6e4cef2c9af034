import type { Pivot, Scope } from './asked.ts'

/** The scope that the screen shows, with "today" and "newest" as a day and a number: what is frozen is what was seen. */
export const scopeShown = ({ unit, only, to, boundaryDay, asOf, from, level }: Pivot): Scope & { unit: string; to: string; boundaryDay: string; asOf: string } => ({
  unit, ...(only.length > 0 ? { only: only.map(({ code }) => code).join() } : {}), to, boundaryDay, asOf: asOf.journal, ...(from ? { from } : {}), ...(level ? { level } : {}),
})

/** The cut that a receipt of the table shows: what stands across, or down where months or nothing do; nothing where neither is a cut of a receipt. */
export function receiptCut({ by, rowsBy }: Pick<Pivot, 'by' | 'rowsBy'>): { by?: string } {
  const cut = [by, rowsBy].find((one) => one !== 'month' && one !== 'none')
  return cut === undefined ? {} : { by: cut }
}
