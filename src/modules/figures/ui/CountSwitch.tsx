import { useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { useT } from '#web/i18n.ts'
import { CountGlyph } from '#web/widgets/index.ts'
import type { Indicator } from './asked.ts'

/** People, times, or both: people and times are two indicators, so switching goes to the other's address and keeps the scope. */
export function CountSwitch({ indicator, companion, both }: { indicator: Indicator; companion: Indicator; both: boolean }) {
  const t = useT('figures')
  const navigate = useNavigate()
  const people = [indicator, companion].find((one) => one.counts === 'persons')
  const times = [indicator, companion].find((one) => one.counts === 'person-times')
  if (!people || !times) return null
  const choose = (value: string) =>
    void navigate({
      to: '/figures/$indicator', params: { indicator: value === 'times' ? times.id : people.id } as never,
      search: ((before: Record<string, unknown>) => ({ ...before, both: value === 'both' ? 'yes' : undefined, page: undefined, q: undefined })) as never,
    })
  return (
    <div className="labelled">
      <span className="small quiet" id="count-switch">{t('ui.count.label')}</span>
      <Segmented
        aria-labelledby="count-switch" value={indicator.counts === 'person-times' ? 'times' : both ? 'both' : 'people'} onChange={choose}
        options={[
          { value: 'people', label: <><CountGlyph counts="persons" />{t('web:unit.persons')}</> },
          { value: 'times', label: <span className="times"><CountGlyph counts="person-times" /> {t('web:unit.person-times')}</span> },
          { value: 'both', label: t('ui.count.both') },
        ]}
      />
    </div>
  )
}
