import { useMutation } from '@tanstack/react-query'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { post } from '#web/client.ts'
import { useApi } from '#web/queries.ts'
import { date, oneOf, text, wholeNumber } from '#web/search.ts'
import type * as contract from '../contract.ts'
import type { FigureView, ReceiptView } from '../contract.ts'

export type { FigureView, ReceiptView }
export type Pivot = OutOf<typeof contract.getPivot>
export type Figure = OutOf<typeof contract.getFigure>
export type Trend = OutOf<typeof contract.getTrend>
export type People = OutOf<typeof contract.listPeople>
export type NotReached = OutOf<typeof contract.listNotReached>
export type Entries = OutOf<typeof contract.listEntries>
export type LeftOut = OutOf<typeof contract.listLeftOut>
export type Changes = OutOf<typeof contract.listChanges>
export type FigureList = OutOf<typeof contract.listFigures>
export type IndicatorList = OutOf<typeof contract.listIndicators>
export type Indicator = IndicatorList['indicators'][number]
export type LevelView = IndicatorList['levels'][number]
export type FunnelList = OutOf<typeof contract.listFunnels>
export type Funnel = OutOf<typeof contract.getFunnel>
export type ReceiptList = OutOf<typeof contract.listReceipts>
export type ReceiptChecked = OutOf<typeof contract.getReceipt>

/** What a figure is asked for; it stands in the address, so that a figure can be sent to a colleague. `only`: codes of units of `unit`, with commas between. */
export type Scope = { unit?: string; only?: string; from?: string; to?: string; boundaryDay?: string; asOf?: string; level?: string }
export type View = 'table' | 'bars' | 'months' | 'tiles'
export type Tab = 'people' | 'entries' | 'left-out' | 'not-reached' | 'changed'
/**
 * Everything that the figure's page keeps in its address. `rows` and `by` cut the table down and across. `row` and `key` are the opened cell; `cell`
 * says that one is open. `before` and `after`: the two readings of the journal that are held against each other.
 */
export type FigureSearch = Scope & {
  rows?: string; by?: string; both?: 'yes'; view?: View; parts?: 'yes'; wan?: 'yes'; zeros?: 'yes'
  cell?: 'yes'; row?: string; key?: string; tab?: Tab; page?: number; q?: string; subject?: string; before?: string; after?: string
}

const yes = oneOf(['yes'] as const)

/** Reads the scope out of an address; an asOf is a journal number, an instant or a day. `then` as boundaries: each entry where it was recorded. */
export const readScope = (search: Record<string, unknown>): Scope => ({
  unit: text(search['unit']), only: text(search['only']), from: date(search['from']), to: date(search['to']),
  boundaryDay: search['boundaryDay'] === 'then' ? 'then' : date(search['boundaryDay']),
  asOf: text(search['asOf']), level: text(search['level']),
})

/** `validateSearch` of `/figures/$indicator`. */
export const readFigureSearch = (search: Record<string, unknown>): FigureSearch => ({
  ...readScope(search),
  rows: text(search['rows']), by: text(search['by']), both: yes(search['both']), wan: yes(search['wan']), zeros: yes(search['zeros']), cell: yes(search['cell']),
  view: oneOf(['bars', 'months', 'tiles'] as const)(search['view']), parts: yes(search['parts']),
  row: text(search['row']), key: text(search['key']), tab: oneOf(['entries', 'left-out', 'not-reached', 'changed'] as const)(search['tab']),
  page: wholeNumber(search['page']), q: text(search['q']), subject: text(search['subject']), before: text(search['before']), after: text(search['after']),
})

/** The part of the address that the server is asked with. */
export const scopeOf = ({ unit, only, from, to, boundaryDay, asOf, level }: Scope): Scope => ({ unit, only, from, to, boundaryDay, asOf, level })

/** What of the address speaks of an open cell: gone with it. */
export const closed = { cell: undefined, row: undefined, key: undefined, tab: undefined, page: undefined, q: undefined, before: undefined, after: undefined } as const

export const useIndicators = () => useApi<IndicatorList>('/api/indicators', undefined, { staleTime: 300_000 })
export const useFunnels = () => useApi<FunnelList>('/api/funnels', undefined, { staleTime: 300_000 })
export const usePivot = (indicator: string | null, scope: Scope, axes: { rows?: string | undefined; by?: string | undefined }) =>
  useApi<Pivot>(indicator && `/api/figures/${indicator}/pivot`, { ...scopeOf(scope), ...axes })
export const useTrend = (indicator: string | null, scope: Scope) =>
  useApi<Trend>(indicator && `/api/figures/${indicator}/trend`, scopeOf(scope))

/** Freezes a figure as a receipt. `id` is made when the dialog opens: sent twice it is one receipt. */
export const useIssue = () =>
  useMutation({
    mutationFn: ({ id, ...body }: Scope & { id: string; indicator: string; by?: string }) =>
      post<ReceiptView>('/api/receipts', body, { idempotencyKey: id }),
  })
