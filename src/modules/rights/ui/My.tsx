import { Button } from 'antd'
import { useState } from 'react'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { moneyDigits } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { useApi } from '#web/queries.ts'
import { whoWords } from '#web/who.ts'
import { DownloadButton, ErrorState, FactList, Facts, Page, PageHeader, Section, Skeleton, StateTag } from '#web/widgets/index.ts'
import type { MyCard, readMy } from '../contract.ts'
import { Ask } from './Ask.tsx'
import { Consents } from './Consents.tsx'
import { stateTones, useDueWords, useWhen } from './saying.ts'
import './rights.css'

type My = OutOf<typeof readMy>

/** A member's own page, made for a phone: her card, what she agreed to, what she asked, who looked. */
export default function MyPage() {
  const t = useT('rights')
  const when = useWhen()
  const [asking, setAsking] = useState(false)
  const found = useApi<My>('/api/my')
  if (!found.data) return <Page>{found.error ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton />}</Page>
  const { card, consents, requests, looks } = found.data
  return (
    <Page>
      <PageHeader title={card.name} facts={[card.unit, t('ui.my.filedOn', { day: card.filedOn })]} />
      <div className="rights-page">
        <div>
          <Section title={t('ui.my.card')} note={t('ui.my.masked')}><FactList facts={factsOf(t, card)} /></Section>
        </div>
        <div>
          <Section title={t('ui.my.consents')}><Consents consents={consents} path="/api/my/consents" own may /></Section>
          <Section title={t('ui.my.requests')} aside={<Button onClick={() => setAsking(true)}>{t('ui.ask.own')}</Button>}>
            {requests.length === 0 ? <p className="quiet">{t('ui.my.noRequests')}</p> : <ul className="rights-list">{requests.map((request) => <Request key={request.id} request={request} />)}</ul>}
          </Section>
          <Section title={t('ui.my.looks')} note={t('ui.my.looksNote')}>
            <ul className="rights-looks">
              {looks.map((look, i) => <li key={`${look.at}${i}`}><span className="quiet nowrap">{when(look.at)}</span><span>{t(`audit:verb.${look.verb}`)}</span><span className="quiet">{whoWords(t, look.by)}</span></li>)}
            </ul>
          </Section>
        </div>
      </div>
      {asking && <Ask own path="/api/my/requests" onClose={() => setAsking(false)} />}
    </Page>
  )
}

function Request({ request: r }: { request: My['requests'][number] }) {
  const t = useT('rights')
  const dueWords = useDueWords()
  const refused = r.steps.find(({ state }) => state === 'refused')
  return (
    <li>
      <div className="rights-what">
        <strong>{t(`kind.${r.kind}`)}</strong>
        <StateTag tone={r.overdue ? 'late' : stateTones[r.state]}>{t(`state.${r.state}`)}</StateTag>
        <span className="small quiet"><Facts>{t('ui.receivedOn', { day: r.receivedOn })}{dueWords(r)}</Facts></span>
        {refused?.reason && <span className="small">{t('ui.because', { reason: refused.reason })}</span>}
      </div>
      {r.take && <DownloadButton path={`/api/my/requests/${r.id}/held.xlsx`} fileName="held.xlsx" icon="sheet">{t('ui.my.take')}</DownloadButton>}
    </li>
  )
}

function factsOf(t: ReturnType<typeof useT>, c: MyCard): { label: string; value: string }[] {
  const word = (list: string, value: string) => t(`register:ui.${list}.${value}`)
  const facts: [string, string | null][] = [
    ['idNumber', c.idNumber], ['phone', c.phone], ['sex', word('sex', c.sex)], ['birth', c.birth], ['householdNumber', c.householdNumber], ['relation', c.relation],
    ['ethnicity', c.ethnicity], ['education', c.education], ['health', c.health], ['ability', word('ability', c.ability)], ['wish', word('wish', c.wish)],
    ['hardships', c.hardships.map((one) => word('hardship', one)).join(t('ui.comma'))], ['income', c.incomeFen === null ? null : moneyDigits(c.incomeFen, 'CNY')],
    ['trade', c.trade], ['works', c.works === null ? null : word('trade', c.works)], ['helper', c.helper], ['note', c.note],
  ]
  return facts.flatMap(([name, value]) => (value ? [{ label: t(`held.fact.${name}`), value }] : []))
}
