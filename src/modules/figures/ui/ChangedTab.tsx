import { Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { dayAndTime, groupedNumber, minus } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { useAbility, useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { ErrorState, Icon, Skeleton, Stale } from '#web/widgets/index.ts'
import type { Changes, FigureSearch, Pivot } from './asked.ts'
import { ChangedEntries, type CellQuery } from './cell-tabs.tsx'
import { Value } from './writing.tsx'

/** The last day of the month before: where nothing else is asked, what changed since then. */
const monthBefore = (today: string) => dayjs(today).startOf('month').subtract(1, 'day').format('YYYY-MM-DD')

/** Two readings of the journal held against each other: the number then and now, and the entries that came in or went out, each by its reason. */
export function ChangedTab({ pivot, query }: { pivot: Pivot; query: CellQuery }) {
  const t = useT('figures')
  const me = useMe()
  const mayEntries = useAbility('ledger.read')
  const [search, setSearch] = useFilters<FigureSearch>()
  const [opened, setOpened] = useState<string | null>(null)
  const before = search.before ?? search.asOf ?? (me && monthBefore(me.today))
  const asked = { ...query, asOf: search.after, before }
  const found = useApi<Changes>(before === undefined ? null : `/api/figures/${pivot.indicator}/changes`, asked)
  const data = found.data
  const most = Math.max(1, ...(data?.reasons.flatMap((reason) => [reason.in, reason.out]) ?? []))
  const reading = (which: 'before' | 'after', value: string | undefined) => (
    <div className="reading">
      <span className="small quiet">{t(`ui.changed.${which}`)}</span>
      <span className="buttons">
        <DatePicker
          size="small" aria-label={t(`ui.changed.${which}`)} placeholder={which === 'after' && value === undefined ? t('web:asOf.newest') : /^\d+$/.test(value ?? '') ? t('ui.journal', { number: groupedNumber(value!) }) : t('web:asOf.pickDay')}
          value={/^\d{4}-\d{2}-\d{2}/.test(value ?? '') ? dayjs(value) : null} allowClear={which === 'after'} disabledDate={(day) => day.isAfter(dayjs(me?.today))}
          onChange={(day) => setSearch({ [which]: day ? (Array.isArray(day) ? day[0] : day).format('YYYY-MM-DD') : undefined, ...(which === 'before' ? { after: search.after } : {}) })}
        />
        {which === 'after' && value !== undefined && <Button size="small" type="text" onClick={() => setSearch({ after: undefined })}>{t('web:asOf.newest')}</Button>}
      </span>
    </div>
  )
  const told = (one: Changes['before']) => (
    <span className="reading-told">
      <Value value={one.value} of={pivot} size="count" />
      <span className="small quiet">{t('ui.entriesCount', { count: one.entries })}</span>
      <span className="small quiet"><At asOf={one.asOf} zone={me?.workspace.timeZone ?? 'UTC'} /></span>
    </span>
  )
  return (
    <>
      <div className="readings">
        <div>{reading('before', before)}{data && told(data.before)}</div>
        <div>{reading('after', search.after)}{data && told(data.after)}</div>
      </div>
      {found.error ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : !data ? <Skeleton rows={4} /> : (
        <Stale stale={found.isPlaceholderData}>
          {data.reasons.length === 0 ? <p className="quiet panel-none">{t('ui.changed.none')}</p> : (
            <table className="waterfall" aria-label={t('ui.tab.changed')}>
              <thead>
                <tr><th scope="col">{t('ui.changed.why')}</th><th scope="col" className="waterfall-axis"><span className="visually-hidden">{t('ui.changed.bars')}</span></th><th scope="col">{t('ui.changed.in')}</th><th scope="col">{t('ui.changed.out')}</th></tr>
              </thead>
              <tbody>
                {data.reasons.map((reason) => (
                  <tr key={reason.reason} className={opened === reason.reason ? 'current' : ''}>
                    <th scope="row">
                      {mayEntries ? (
                        <button type="button" className="drill" aria-expanded={opened === reason.reason} onClick={() => setOpened(opened === reason.reason ? null : reason.reason)}>
                          <Icon name={opened === reason.reason ? 'down' : 'right'} size={12} /> {reason.text}
                        </button>
                      ) : reason.text}
                    </th>
                    <td className="waterfall-axis" aria-hidden="true">
                      <span className="waterfall-out" style={{ width: `${(reason.out / most) * 50}%` }} />
                      <span className="waterfall-in" style={{ width: `${(reason.in / most) * 50}%` }} />
                    </td>
                    <td>{reason.in === 0 ? '–' : `+${groupedNumber(reason.in)}`}</td>
                    <td>{reason.out === 0 ? '–' : `${minus}${groupedNumber(reason.out)}`}</td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr>
                  <th scope="row">{t('ui.changed.entries')}</th>
                  <td colSpan={3}>
                    {groupedNumber(data.before.entries)} + {groupedNumber(sum(data.reasons, 'in'))} {minus} {groupedNumber(sum(data.reasons, 'out'))} = <strong>{groupedNumber(data.before.entries + sum(data.reasons, 'in') - sum(data.reasons, 'out'))}</strong>
                  </td>
                </tr>
              </tfoot>
            </table>
          )}
          {opened !== null && data.reasons.some(({ reason }) => reason === opened) && <ChangedEntries key={opened} indicator={pivot.indicator} query={{ ...asked, reason: opened }} />}
        </Stale>
      )}
    </>
  )
}

const sum = (reasons: Changes['reasons'], side: 'in' | 'out') => reasons.reduce((all, reason) => all + reason[side], 0)

function At({ asOf: { journal, at }, zone }: { asOf: Changes['before']['asOf']; zone: string }) {
  const t = useT('figures')
  const known = at && dayAndTime(at, zone)
  return <>{t('ui.journal', { number: groupedNumber(journal) })}{known && ` ${known.date} ${known.time}`}</>
}
