import { dayAndTime } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { queryClient } from '#web/queries.ts'
import type { RequestView } from '../contract.ts'

/** What was asked before is asked again after a write: cards, requests, a member's own page. */
export async function askAgain(): Promise<void> {
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => /^\/api\/(persons|households|requests|my)/.test(String(queryKey[0])) })
}

/** Day and minute of an instant as the workspace's clocks show it. */
export function useWhen(): (at: string) => string {
  const zone = useMe()?.workspace.timeZone ?? 'UTC'
  return (at) => {
    const { date, time } = dayAndTime(at, zone)
    return `${date} ${time}`
  }
}

export const stateTones = { received: 'waiting', answered: 'waiting', 'carried-out': 'kept', refused: 'returned', lapsed: 'plain' } as const

/** The day that counts now, in words: by when an answer is due, or the whole. */
export function useDueWords(): (request: Pick<RequestView, 'state' | 'due' | 'overdue'>) => string | null {
  const t = useT('rights')
  return ({ state, due, overdue }) => due && t(overdue ? (state === 'received' ? 'ui.due.answerLate' : 'ui.due.doneLate') : state === 'received' ? 'ui.due.answer' : 'ui.due.done', { day: due })
}
