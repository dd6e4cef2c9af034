import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import { percent } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useFilters } from '#web/search.ts'
import { Attendances, Count, Delta, EmptyState, Facts, HighestSeal, Seal, Section, Stale, TargetBar } from '#web/widgets/index.ts'
import type { FigureList, HomeSearch, IndicatorList } from './Home.tsx'
import { homeLines, linesOf } from './lines.ts'

/** The plan's figures against its targets, the others a step away; a grey line through all bars is the time gone. */
export function Targets({ list, indicators, stale }: { list: FigureList; indicators: IndicatorList; stale: boolean }) {
  const t = useT('plans')
  const me = useMe()
  const [search, setSearch] = useFilters<HomeSearch>()
  const rows = homeLines(linesOf(list.figures, indicators.indicators), list.to)
  const times = rows.some((row) => row.companion?.counts === 'person-times')
  const targets = rows.some((row) => row.target !== null)
  const gone = rows.find((row) => row.targetPeriod)?.targetPeriod?.gone
  const level = (
    <Select
      variant="borderless" popupMatchSelectWidth={false} aria-label={t('web:levelSwitch')} value={search.level ?? ''} onChange={(value) => setSearch({ level: value || undefined })}
      options={[
        { value: '', label: t('ui.asReported') },
        ...indicators.levels.map((one) => ({ value: one.id, label: <span className="level-option"><Seal level={one.id} size={17} label="" />{t('ui.fromLevel', { level: t(`web:checkedBy.${one.id}`) })}</span> })),
      ]}
    />
  )
  return (
    <Section title={t(targets ? 'ui.targets.title' : 'ui.targets.noTargets')} note={<Facts>{me?.plan?.name}{list.unitName}</Facts>} aside={level}>
      {rows.length === 0 ? <EmptyState title={t('ui.targets.none')} why={t('ui.targets.noneWhy')} /> : (
        <Stale stale={stale}>
          <table className={times ? 'targets with-times' : 'targets'}>
            <thead>
              <tr>
                <th scope="col">{t('ui.targets.indicator')}</th>
                <th scope="col" className="numbers">{t('ui.targets.sofar')}</th>
                {times && <th scope="col" className="numbers targets-times">{t('web:unit.person-times')}</th>}
                {targets && <th scope="col" className="targets-bar">{gone === undefined ? '' : gone >= 1 ? t('ui.targets.over') : t('ui.targets.gone', { percent: percent(gone) })}</th>}
                {targets && <th scope="col" className="numbers targets-target">{t('ui.targets.target')}</th>}
                <th scope="col" className="numbers">{t('ui.targets.month')}</th>
                <th scope="col" className="targets-seal">{t('ui.targets.checked')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.indicator}>
                  <th scope="row"><Link to={'/figures/$indicator' as string} params={{ indicator: row.indicator } as never} search={{ level: search.level } as never}>{row.name}</Link></th>
                  <td className="targets-value">
                    <Count value={row.value} counts={row.counts} currency={row.currency} column />
                    {row.companion?.counts === 'person-times' && <span className="targets-under"><Attendances value={row.companion.value} column /></span>}
                  </td>
                  {times && <td className="targets-times">{row.companion?.counts === 'person-times' ? <Attendances value={row.companion.value} column /> : <span className="none">–</span>}</td>}
                  {targets && <td className="targets-bar">{row.target === null ? <span className="none">–</span> : <TargetBar value={row.value} target={row.target} gone={row.targetPeriod?.gone ?? null} />}</td>}
                  {targets && <td className="targets-target">{row.target === null ? <span className="none">–</span> : <span className="plain-count"><Count value={row.target} counts={row.counts} currency={row.currency} bare column /></span>}</td>}
                  <td className="numbers"><Delta value={row.month} counts={row.counts} currency={row.currency} /></td>
                  <td className="targets-seal"><HighestSeal level={row.checkedTo} size={18} /></td>
                </tr>
              ))}
            </tbody>
          </table>
          {list.figures.length > rows.length && (
            <p className="home-more"><Link to={'/figures' as string} search={{ level: search.level } as never} className="text-link">{t('ui.targets.all', { count: list.figures.length })}</Link></p>
          )}
        </Stale>
      )}
    </Section>
  )
}
