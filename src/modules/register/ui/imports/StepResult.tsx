import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useT } from '#web/i18n.ts'
import { useAbility } from '#web/me.ts'
import { Count, DownloadButton, EmptyState, FactList, Icon, Section } from '#web/widgets/index.ts'
import type { ImportDetail } from '../../imports.contract.ts'

/** Step four, done: what came into the register, under which journal number, what did not, and what to do next. */
export function StepResult({ one }: { one: ImportDetail }) {
  const t = useT('register')
  const navigate = useNavigate()
  const result = one.result
  // What came in waits to be checked: for who checks here herself, that comes next.
  const mayCheck = useAbility('ledger.check') && one.journal !== null
  if (!result) return <EmptyState title={t('ui.result.gone')} action={{ label: t('ui.import.toList'), onClick: () => void navigate({ to: '/imports' }) }} />
  const { persons, households } = result
  // The lists of a result are cut at some length: how many there are is counted elsewhere.
  const refused = result.rows - result.accepted
  const warnings = Math.max(result.warnings.length, one.counts?.warnings.reduce((sum, { count }) => sum + count, 0) ?? 0)
  const nothingNew = result.journal === null && persons.new === 0 && persons.updated === 0
  return (
    <>
      <Section title={nothingNew ? t('ui.result.nothingNew') : t('ui.result.done')} note={result.journal ? t('ui.result.journal', { n: Number(result.journal) }) : undefined}>
        <ul className="result-counts">
          <li><span className="quiet">{t('ui.result.newPersons')}</span><Count value={persons.new} counts="persons" size="panel" /></li>
          <li><span className="quiet">{t('ui.result.updatedPersons')}</span><Count value={persons.updated} counts="persons" size="panel" /></li>
          <li><span className="quiet">{t('ui.result.unchangedPersons')}</span><Count value={persons.unchanged} counts="persons" size="panel" /></li>
          <li><span className="quiet">{t('ui.result.newHouseholds')}</span><Count value={households.new} counts="households" size="panel" /></li>
        </ul>
        <p className="quiet">{t(nothingNew ? 'ui.result.sameAgain' : 'ui.result.words', { households: households.new + households.updated + households.unchanged })}</p>
      </Section>
      <div className="result-next">
        <Section title={t('ui.result.next')}>
          <div className="buttons">
            {mayCheck && <Button type="primary" icon={<Icon name="check" size={16} />} onClick={() => void navigate({ to: '/checks' })}>{t('ui.result.check')}</Button>}
            <Button type={mayCheck ? 'default' : 'primary'} icon={<Icon name="figures" size={16} />} onClick={() => void navigate({ to: '/figures' })}>{t('ui.result.figures')}</Button>
            <Button icon={<Icon name="register" size={16} />} onClick={() => void navigate({ to: '/register', search: { sort: '-filed' } as never })}>{t('ui.result.register')}</Button>
            <Button icon={<Icon name="import" size={16} />} onClick={() => void navigate({ to: '/imports' })}>{t('ui.result.again')}</Button>
          </div>
        </Section>
        <Section title={t('ui.result.out')}>
          {refused === 0 ? <p className="quiet">{t('ui.result.allIn')}</p> : (
            <>
              <p>{t('ui.result.refused', { n: refused })}</p>
              <p className="quiet result-hint">{t('ui.preview.downloadHint')}</p>
              <DownloadButton path={`/api/imports/${one.id}/refusals.xlsx`} fileName={t('ui.import.refusalsName', { name: one.fileName.replace(/\.\w+$/, '') })}>{t('ui.preview.download', { n: refused })}</DownloadButton>
            </>
          )}
          <FactList facts={[
            { label: t('ui.result.rows'), value: t('ui.result.rowsSum', { rows: result.rows, accepted: result.accepted, refused }) },
            { label: t('ui.counts.repeated'), value: t('ui.rows', { n: result.repeated }) },
            ...(warnings > 0 ? [{ label: t('ui.result.warned'), value: t('ui.result.warnings', { n: warnings }) }] : []),
          ]} />
        </Section>
      </div>
    </>
  )
}
