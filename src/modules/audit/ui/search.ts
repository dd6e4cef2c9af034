import { date, oneOf, text } from '#web/search.ts'
import { results } from '../words.ts'

/** What the screen asks for; all of it stands in the address. `after`: where the page before ended; `line`: the line in the panel. */
export type AuditSearch = {
  from?: string | undefined; to?: string | undefined; actor?: string | undefined; verb?: string | undefined; subject?: string | undefined
  result?: (typeof results)[number] | undefined; address?: string | undefined; request?: string | undefined; after?: string | undefined; line?: string | undefined
}

export const readAuditSearch = (search: Record<string, unknown>): AuditSearch => ({
  from: date(search['from']), to: date(search['to']), actor: text(search['actor']), verb: text(search['verb']), subject: text(search['subject']),
  result: oneOf(results)(search['result']), address: text(search['address']), request: text(search['request']), after: text(search['after']), line: text(search['line']),
})

/** Every filter taken off. */
export const noFilters: AuditSearch = { from: undefined, to: undefined, actor: undefined, verb: undefined, subject: undefined, result: undefined, address: undefined, request: undefined, after: undefined, line: undefined }
