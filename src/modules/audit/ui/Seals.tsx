import { dayAndTime, groupedNumber } from '#web/writing.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { Facts, StateTag } from '#web/widgets/index.ts'
import type { readSeals, SealState } from '../contract.ts'

/** A line waits a few seconds for its seal; after so long something is wrong. */
const lateMilliseconds = 60_000

/** How far the log is sealed: what stands before this moment cannot be changed unseen. */
export function Seals() {
  const t = useT('audit')
  const { data, dataUpdatedAt } = useApi<OutOf<typeof readSeals>>('/api/audit/seals', undefined, { refetchInterval: 15_000, staleTime: 5_000 })
  if (!data) return <div className="audit-seals" aria-busy="true" />
  return (
    <div className="audit-seals" role="status" aria-label={t('ui.sealState')}>
      <Log name={t('ui.own')} state={data.workspace} asked={dataUpdatedAt} />
      <Log name={t('ui.shared')} state={data.shared} asked={dataUpdatedAt} />
    </div>
  )
}

/** `asked`: when the server said so, in milliseconds. */
function Log({ name, state, asked }: { name: string; state: SealState; asked: number }) {
  const t = useT('audit')
  const zone = useMe()?.workspace.timeZone ?? 'UTC'
  const waited = state.oldestUnsealedAt === null ? 0 : asked - Date.parse(state.oldestUnsealedAt)
  return (
    <div>
      <strong>{name}</strong>
      <Facts>
        {state.at === null ? t('ui.sealedNothing') : t('ui.sealed', dayAndTime(state.at, zone))}
        {state.at !== null && <span className="quiet">{t('ui.sealNumber', { number: groupedNumber(state.number) })}</span>}
        <span className="quiet">{state.unsealed === 0 ? t('ui.unsealedNone') : t('ui.unsealed', { count: state.unsealed })}</span>
      </Facts>
      {waited > lateMilliseconds && <StateTag tone="returned">{t('ui.late', { minutes: Math.floor(waited / 60_000) })}</StateTag>}
    </div>
  )
}
