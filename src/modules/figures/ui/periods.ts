export type Period = { readonly from?: string | undefined; readonly to?: string | undefined }
export type QuickPeriod = Period & { readonly id: 'all' | 'plan' | 'this-year' | 'last-year' | 'this-quarter' | 'last-quarter' | 'this-month' | 'last-month' | 'year-back' }

const pad = (number: number) => String(number).padStart(2, '0')
const first = (year: number, month: number) => `${year + Math.floor((month - 1) / 12)}-${pad((((month - 1) % 12) + 12) % 12 + 1)}-01`
/** The last day of a month; months below 1 and above 12 fall into the years beside. */
const last = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)

/**
 * The periods that one presses instead of picking two days. In: today (YYYY-MM-DD), the plan's own period. What goes up to today has no `to`, so that
 * its address means today also tomorrow.
 */
export function quickPeriods(today: string, plan: Period | null): QuickPeriod[] {
  const [year, month] = today.split('-').map(Number) as [number, number]
  const quarter = month - ((month - 1) % 3)
  return [
    { id: 'all' },
    ...(plan?.from ? [{ id: 'plan' as const, from: plan.from, ...(plan.to && plan.to < today ? { to: plan.to } : {}) }] : []),
    { id: 'this-year', from: first(year, 1) },
    { id: 'last-year', from: first(year - 1, 1), to: last(year - 1, 12) },
    { id: 'this-quarter', from: first(year, quarter) },
    { id: 'last-quarter', from: first(year, quarter - 3), to: last(year, quarter - 1) },
    { id: 'this-month', from: first(year, month) },
    { id: 'last-month', from: first(year, month - 1), to: last(year, month - 1) },
    { id: 'year-back', from: first(year, month - 11) },
  ]
}
