/** A plain date of the workspace's calendar as `YYYY-MM-DD`. Compared as text. */
export type DateText = string
/** An instant as ISO 8601 in UTC with six decimals: `2026-11-22T07:30:00.000000Z`. */
export type InstantText = string

/** Days from `from` to `to`, both inclusive; null leaves that side open. */
export type Period = { readonly from: DateText | null; readonly to: DateText | null }

/** True for a real calendar day written `YYYY-MM-DD`, from the year 1 on: neither the calendar nor PostgreSQL knows a year 0. */
export function isDateText(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const [y, m, d] = text.split('-').map(Number) as [number, number, number]
  return y >= 1 && isRealDay(y, m, d)
}

/** True where the Gregorian calendar has that day. */
export function isRealDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!
  return day <= days
}

/** `dateText(1979, 5, 14)` is `1979-05-14`. */
export function dateText(year: number, month: number, day: number): DateText {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The day that `instant` falls on in the workspace's time zone. */
export function dayIn(timeZone: string, instant: Temporal.Instant): DateText {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** An instant with exactly six decimals, the form in which the ledger hashes it. */
export function instantText(instant: Temporal.Instant): InstantText {
  return instant.toString({ fractionalSecondDigits: 6 })
}
