import { Button } from 'antd'
import { useState } from 'react'
import { dayAndTime } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { whoWords } from '#web/who.ts'
import { ErrorState, Icon, Section, Skeleton } from '#web/widgets/index.ts'
import type { PersonLooks } from '../../contract.ts'
import './looks.css'

/** Who looked at a card, when and at what. Asked for by hand: to look here leaves a line as well. */
export function CardLooks({ personId }: { personId: string }) {
  const t = useT('audit')
  const [open, setOpen] = useState<string | null>(null)
  return (
    <Section title={t('looks.title')} aside={open !== personId && <Button size="small" icon={<Icon name="eye" size={14} />} onClick={() => setOpen(personId)}>{t('looks.open')}</Button>}>
      {open === personId ? <Looks personId={personId} /> : <p className="small quiet">{t('looks.why')}</p>}
    </Section>
  )
}

function Looks({ personId }: { personId: string }) {
  const t = useT('audit')
  const zone = useMe()?.workspace.timeZone ?? 'UTC'
  const found = useApi<PersonLooks>(`/api/persons/${personId}/looks`)
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <Skeleton rows={4} />
  const { looks, more } = found.data
  if (looks.length === 0) return <p className="quiet">{t('looks.none')}</p>
  return (
    <>
      <ul className="look-list">
        {looks.map(({ at, by, roles, verb }, i) => {
          const { date, time } = dayAndTime(at, zone)
          return (
            <li key={`${at}${i}`}>
              <span className="quiet nowrap">{date} {time}</span>
              <strong>{whoWords(t, by) ?? roles.map((role) => t(`accounts:role.${role}`)).join(t('ui.comma'))}</strong>
              <span>{t(`verb.${verb}`)}</span>
            </li>
          )
        })}
      </ul>
      {more && <p className="small quiet">{t('looks.more', { count: looks.length })}</p>}
    </>
  )
}
