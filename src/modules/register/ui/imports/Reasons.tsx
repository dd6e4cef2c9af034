import { Select } from 'antd'
import { groupedNumber } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import type { ImportCounts } from '../../imports.contract.ts'
import { repairGroups, type RowFilter } from './reading.ts'

type Line = { readonly code: string; readonly count: number }
type Group = { readonly filter: RowFilter; readonly title: string; readonly lines: readonly Line[] }

/** The same rows by reason: beside the table on a desk, one list above it where there is no room. A reason filters the table. */
export function Reasons({ counts, filter, code, onChoose }: { counts: ImportCounts; filter: RowFilter; code: string | undefined; onChoose: (filter: RowFilter, code: string | undefined) => void }) {
  const t = useT('register')
  const order = repairGroups.flatMap(({ starts }) => starts)
  const repairs = [...counts.repairs].sort((a, b) => order.findIndex((start) => a.code.startsWith(start)) - order.findIndex((start) => b.code.startsWith(start)) || b.count - a.count)
  const byCount = (lines: readonly Line[]) => [...lines].sort((a, b) => b.count - a.count)
  const groups: Group[] = [
    { filter: 'refused' as const, title: t('ui.reasons.refused'), lines: byCount(counts.refusals) },
    { filter: 'decide' as const, title: t('ui.reasons.decide'), lines: byCount(counts.decisions) },
    { filter: 'repaired' as const, title: t('ui.reasons.repaired'), lines: repairs },
    { filter: 'warned' as const, title: t('ui.reasons.warned'), lines: byCount(counts.warnings) },
  ].filter(({ lines }) => lines.length > 0)
  if (groups.length === 0) return null
  const chosen = code ? `${filter} ${code}` : undefined
  const choose = (key: string | undefined) => {
    if (!key || key === chosen) return onChoose(filter, undefined)
    const [to, reason] = key.split(' ') as [RowFilter, string]
    return onChoose(to, reason)
  }
  return (
    <>
      <aside className="reasons" aria-label={t('ui.reasons.title')}>
        <h2>{t('ui.reasons.title')}</h2>
        {groups.map((group) => (
          <section key={group.filter}>
            <h3 className="quiet">{group.title}</h3>
            <ul>
              {group.lines.map((line) => {
                const key = `${group.filter} ${line.code}`
                return (
                  <li key={key}>
                    <button type="button" aria-pressed={key === chosen} className={key === chosen ? 'chosen' : ''} onClick={() => choose(key)}>
                      <span>{t(`ui.reason.${line.code}`)}</span>
                      <span className="numbers">{groupedNumber(line.count)}</span>
                    </button>
                  </li>
                )
              })}
            </ul>
          </section>
        ))}
      </aside>
      <Select
        className="reasons-narrow" allowClear placeholder={t('ui.reasons.title')} aria-label={t('ui.reasons.title')} value={chosen ?? null} onChange={(key: string | null) => choose(key ?? undefined)}
        options={groups.map((group) => ({ label: group.title, options: group.lines.map((line) => ({ value: `${group.filter} ${line.code}`, label: `${t(`ui.reason.${line.code}`)} ${groupedNumber(line.count)}` })) }))}
      />
    </>
  )
}
