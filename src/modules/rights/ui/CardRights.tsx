import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useAbility } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { ErrorState, Facts, Section, Skeleton, StateTag } from '#web/widgets/index.ts'
import type { cardRights } from '../contract.ts'
import { Ask } from './Ask.tsx'
import { Consents } from './Consents.tsx'
import { stateTones, useDueWords } from './saying.ts'
import './rights.css'

/** On a card: what she agreed to, and what she asked about her data. Nothing for who may not read it. */
export function CardRights({ personId }: { personId: string }) {
  return useAbility('rights.read') ? <Shown personId={personId} /> : null
}

function Shown({ personId }: { personId: string }) {
  const t = useT('rights')
  const navigate = useNavigate()
  const dueWords = useDueWords()
  const mayHandle = useAbility('rights.handle')
  const [asking, setAsking] = useState(false)
  const found = useApi<OutOf<typeof cardRights>>(`/api/persons/${personId}/rights`)
  if (found.error && !found.data) return <Section title={t('ui.card.title')}><ErrorState error={found.error} onRetry={() => void found.refetch()} /></Section>
  if (!found.data) return <Section title={t('ui.card.title')}><Skeleton rows={3} /></Section>
  const { consents, requests } = found.data
  return (
    <>
      <Section title={t('ui.card.title')}><Consents consents={consents} path={`/api/persons/${personId}/consents`} may={mayHandle} /></Section>
      <Section title={t('ui.card.requests')} aside={mayHandle && <Button size="small" onClick={() => setAsking(true)}>{t('ui.ask.title')}</Button>}>
        {requests.length === 0 ? <p className="small quiet">{t('ui.card.none')}</p> : (
          <ul className="rights-list">
            {requests.map((request) => (
              <li key={request.id}>
                <Link className="rights-what" to="/requests/$requestId" params={{ requestId: request.id } as never}>
                  <strong>{t(`kind.${request.kind}`)}</strong>
                  <StateTag tone={request.overdue ? 'late' : stateTones[request.state]}>{t(`state.${request.state}`)}</StateTag>
                  <span className="small quiet"><Facts>{t('ui.receivedOn', { day: request.receivedOn })}{dueWords(request)}</Facts></span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {asking && <Ask path={`/api/persons/${personId}/requests`} onClose={() => setAsking(false)} onDone={(made) => void navigate({ to: '/requests/$requestId', params: { requestId: made.id } as never })} />}
    </>
  )
}
