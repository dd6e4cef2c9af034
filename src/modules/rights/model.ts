import type { DateText } from '#kernel/dates.ts'
import { refuse, type Refusal } from '#kernel/refusal.ts'
import type { RequestKind, RequestState } from './words.ts'

/** So many days after the day of receipt, which is not counted itself. */
export type Span = { readonly days: number; readonly of: 'working' | 'calendar' }
/** By when a kind of request is answered and carried out, and the rule that says so. */
export type Clock = { readonly answer: Span; readonly carryOut: Span; readonly source: string }

const workingDays = (days: number): Span => ({ days, of: 'working' })
const calendarDays = (days: number): Span => ({ days, of: 'calendar' })
const inHouse = { answer: workingDays(15), carryOut: workingDays(15) }

/**
 * The legal clocks. China: PIPL says "timely" and names no days; 15 working days is the house's own measure. Viet Nam: Decree 356/2025 under Law 91/2025: answer within 2 working days;
 * access and correction within 10 days, erasure within 20. For counsel to confirm before they are relied on.
 */
export const clocks: Record<'cn' | 'vn', Record<RequestKind, Clock>> = {
  cn: {
    access: { ...inHouse, source: 'PIPL Art 45, 50' },
    correction: { ...inHouse, source: 'PIPL Art 46, 50' },
    erasure: { ...inHouse, source: 'PIPL Art 47, 50' },
  },
  vn: {
    access: { answer: workingDays(2), carryOut: calendarDays(10), source: 'Decree 356/2025/ND-CP; Law 91/2025/QH15 Art 4' },
    correction: { answer: workingDays(2), carryOut: calendarDays(10), source: 'Decree 356/2025/ND-CP; Law 91/2025/QH15 Art 4' },
    erasure: { answer: workingDays(2), carryOut: calendarDays(20), source: 'Decree 356/2025/ND-CP; Law 91/2025/QH15 Art 4' },
  },
}

/** Days off that are no weekend, and weekends that are worked (调休), by country. Empty: the days are announced year by year and are to be put in here. */
export type Holidays = { readonly off: readonly DateText[]; readonly worked: readonly DateText[] }
export const holidays: Record<'cn' | 'vn', Holidays> = { cn: { off: [], worked: [] }, vn: { off: [], worked: [] } }

/** The last day of a span that begins the day after `from`. */
export function dayAfter(from: DateText, span: Span, h: Holidays): DateText {
  let day = Temporal.PlainDate.from(from)
  if (span.of === 'calendar') return day.add({ days: span.days }).toString()
  for (let left = span.days; left > 0; ) {
    day = day.add({ days: 1 })
    const text = day.toString()
    if (h.worked.includes(text) || (day.dayOfWeek <= 5 && !h.off.includes(text))) left -= 1
  }
  return day.toString()
}

/** By when a request of this kind, received on that day, is to be answered and carried out; never to be carried out before it is answered. */
export function dueDays(country: 'cn' | 'vn', kind: RequestKind, receivedOn: DateText): { answerBy: DateText; carryOutBy: DateText } {
  const { answer, carryOut } = clocks[country][kind]
  const answerBy = dayAfter(receivedOn, answer, holidays[country])
  const done = dayAfter(receivedOn, carryOut, holidays[country])
  return { answerBy, carryOutBy: done < answerBy ? answerBy : done }
}

/** True where nothing can happen to a request any more. */
export const isEnded = (state: RequestState): boolean => ['carried-out', 'refused', 'lapsed'].includes(state)

/** Whether a request may go from one state to another; null, or the refusal `request-ended`, `request-answered`. */
export function forbidsMove(from: RequestState, to: RequestState): Refusal<'request-ended' | 'request-answered'> | null {
  if (isEnded(from)) return refuse('request-ended')
  return from === 'answered' && to === 'answered' ? refuse('request-answered') : null
}

/** Two people for an erasure: who approves it is not who wrote it down (`erasure-needs-another`). */
export function forbidsApproval(filedBy: string, approver: string): Refusal<'erasure-needs-another'> | null {
  return filedBy === approver ? refuse('erasure-needs-another') : null
}

/** The day that counts now for a request, and whether it has passed: first the answer's, then that of carrying it out; null when it is over. */
export function dueNow(r: { state: RequestState; answerBy: DateText; carryOutBy: DateText }, today: DateText): { day: DateText; overdue: boolean } | null {
  if (isEnded(r.state)) return null
  const day = r.state === 'received' ? r.answerBy : r.carryOutBy
  return { day, overdue: day < today }
}
