import { Link } from '@tanstack/react-router'
import { dayAndTime } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { useAbility, useMe } from '#web/me.ts'
import { FactList, Facts, Section, SidePanel } from '#web/widgets/index.ts'
import type { AuditLineView } from '../contract.ts'
import { actorWords, ResultWords, roleWords, verbWords } from './lines.tsx'
import type { AuditSearch } from './search.ts'

const factNames = new Set(['import', 'rows', 'bytes', 'field', 'fields', 'page', 'indicator', 'code', 'successor', 'batch', 'level', 'members', 'entry', 'wrong', 'outcome', 'recorded', 'skipped', 'reason', 'new', 'updated', 'unchanged', 'refused', 'ability', 'line', 'lines', 'links'])

type Props = { readonly line: AuditLineView; readonly only: (filter: AuditSearch) => void; readonly onClose: () => void; readonly onPrevious: (() => void) | undefined; readonly onNext: (() => void) | undefined }

/** One line whole: who in which role, from where, about whom; each leads to all lines that share it. */
export function LinePanel({ line, only, onClose, onPrevious, onNext }: Props) {
  const t = useT('audit')
  const zone = useMe()?.workspace.timeZone ?? 'UTC'
  const mayRead = useAbility('register.read')
  const isCard = /^(register\.(card|file|change|reveal|looks|list|name-subjects)|care\.|figures\.(people|entries|export-people)|rights\.)/.test(line.verb)
  const { date, time } = dayAndTime(line.at, zone)
  const rest = line.subjectCount - line.subjects.length
  const link = (words: string, filter: AuditSearch) => <button type="button" className="text-link" onClick={() => only(filter)}>{words}</button>
  return (
    <SidePanel title={verbWords(t, line.verb)} facts={<Facts>{`${date} ${time}:${line.at.slice(17, 19)}`}<ResultWords t={t} result={line.result} /></Facts>} onClose={onClose} onPrevious={onPrevious} onNext={onNext}>
      <FactList facts={[
        { label: t('ui.who'), value: actorWords(t, line), aside: link(t('ui.filter.onlyThis'), { actor: line.actor }) },
        ...(line.roles.length > 0 && roleWords(t, line.roles) !== '' ? [{ label: t('ui.roles'), value: roleWords(t, line.roles) }] : []),
        ...(line.unitName ? [{ label: t('ui.unit'), value: line.unitName }] : []),
        { label: t('ui.address'), value: line.address },
        ...Object.entries(line.facts).map(([name, value]) => ({ label: factNames.has(name) ? t(`fact.${name}`) : name, value: <span className="audit-id">{name === 'ability' ? t(`ability.${String(value)}`) : String(value)}</span> })),
        { label: t('ui.request'), value: <span className="audit-id">{line.requestId}</span>, aside: link(t('ui.request.only'), { request: line.requestId }) },
      ]} />
      {line.subjectCount > 0 && (
        <Section title={t('ui.subjects.title')} note={t('ui.subjects', { count: line.subjectCount })}>
          <ul className="audit-subjects">
            {line.subjects.map((id) => (
              <li key={id}>
                <span className="audit-id">{id}</span>
                {mayRead && isCard && <Link className="text-link" to="/persons/$personId" params={{ personId: id } as never}>{t('ui.card')}</Link>}
                {link(t('ui.filter.onlyId'), { subject: id })}
              </li>
            ))}
          </ul>
          {rest > 0 && <p className="small quiet">{t('ui.subjects.more', { count: rest })}</p>}
        </Section>
      )}
    </SidePanel>
  )
}
