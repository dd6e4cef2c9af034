import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { groupedNumber } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { CopyButton, ErrorState, FactList, Section, SidePanel, Skeleton } from '#web/widgets/index.ts'
import type { UnitDetail } from '../contract.ts'
import { UnitTags } from './UnitWords.tsx'

type Props = {
  readonly id: number
  readonly onClose: () => void
  readonly onChoose: (id: number) => void
  readonly onReveal: (detail: UnitDetail) => void
  /** Whether the tree, as it stands open now, does not show the unit. */
  readonly isHidden: (detail: UnitDetail) => boolean
}

/** One unit: its code, where it belongs, since when, and how much is below it. */
export function UnitPanel({ id, onClose, onChoose, onReveal, isHidden }: Props) {
  const t = useT('organisation')
  const { data, error, refetch } = useApi<UnitDetail>(`/api/units/${id}`)
  if (!data || data.unit.id !== id) {
    return (
      <SidePanel title={t('units.name')} onClose={onClose}>
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton rows={5} />}
      </SidePanel>
    )
  }
  const { unit, address } = data
  return (
    <SidePanel
      title={unit.name} facts={<UnitTags unit={unit} />} onClose={onClose}
      foot={isHidden(data) && <Button onClick={() => onReveal(data)}>{t('units.showInTree')}</Button>}
    >
      <FactList
        facts={[
          { label: t('units.code'), value: unit.code, aside: <CopyButton text={unit.code} /> },
          { label: t('units.addressOf'), value: <Address steps={address.slice(0, -1)} onChoose={onChoose} /> },
          { label: t('units.since'), value: data.validFrom ?? <span className="quiet">{t('units.sinceUnknown')}</span> },
        ]}
      />
      {unit.pseudo && <p className="small quiet unit-note">{t('units.zoneWhy')}</p>}
      <Section title={t('units.inside')}>
        {data.inside.length === 0
          ? <p className="quiet">{t('units.leaf')}</p>
          : (
            <dl className="unit-inside">
              {data.inside.map(({ level, count, pseudo }) => (
                <div key={level}>
                  <dt>{t(`levels.${level}`)}{pseudo > 0 && <span className="unit">{t('units.zones')} {groupedNumber(pseudo)}</span>}</dt>
                  <dd>{groupedNumber(count - pseudo)}</dd>
                </div>
              ))}
            </dl>
          )}
      </Section>
      <p><Link to={'/unit-changes' as string} search={{ unit: unit.id } as never}>{t('units.life')}</Link></p>
      <p className="small quiet unit-note">{t('units.source', { day: data.dataOf })}</p>
    </SidePanel>
  )
}

/** 江苏省 徐州市 沛县: each a link where she may open it. */
function Address({ steps, onChoose }: { steps: UnitDetail['address']; onChoose: (id: number) => void }) {
  if (steps.length === 0) return <span className="quiet">–</span>
  return (
    <span className="facts">
      {steps.map((step) => (
        <span key={step.code}>
          {step.id === null ? step.name : <button type="button" className="text-link" onClick={() => onChoose(step.id!)}>{step.name}</button>}
        </span>
      ))}
    </span>
  )
}
