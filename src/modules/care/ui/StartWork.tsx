import { useNavigate, useRouter } from '@tanstack/react-router'
import { Button, DatePicker, Input, Radio } from 'antd'
import dayjs from 'dayjs'
import { useRef, useState, type FormEvent } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { queryClient } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { uuidv7 } from '#web/uuid.ts'
import { BackLink, EmptyState, ErrorState, FieldRefusal, Icon, Page, PageHeader, RefusalList, Section, Skeleton, WriteRefusal } from '#web/widgets/index.ts'
import { trades } from '../words.ts'
import { useChosen, type Chosen } from './chosen.ts'
import './care.css'

type Answer = { readonly recorded: number; readonly skipped: readonly { readonly personId: string }[]; readonly journal: string | null }

/** Records that one or many started work: trade and day; one posting for all. */
export default function StartWork() {
  const t = useT('care')
  const navigate = useNavigate()
  const router = useRouter()
  const [search] = useFilters<{ person?: string; list?: string }>()
  const { chosen, error, again } = useChosen(search)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const back = () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/register' }))
  return (
    <Page>
      <PageHeader before={<BackLink onClick={back} />} title={t('ui.start.title')} facts={chosen && chosen.length > 0 && t('ui.start.people', { n: chosen.length })} />
      {error ? <ErrorState error={error} onRetry={again} />
        : !chosen ? <Skeleton rows={3} />
        : answer ? <Done answer={answer} chosen={chosen} back={back} />
        : chosen.length === 0 ? <EmptyState title={t('ui.start.nobody')} why={t('ui.start.nobodyWhy')} action={{ label: t('ui.start.toRegister'), onClick: () => void navigate({ to: '/register' }) }} />
        : <StartForm chosen={chosen} onDone={setAnswer} onCancel={back} />}
    </Page>
  )
}

function StartForm({ chosen, onDone, onCancel }: { chosen: readonly Chosen[]; onDone: (answer: Answer) => void; onCancel: () => void }) {
  const t = useT('care')
  const today = useMe()?.today ?? ''
  const [left, setLeft] = useState<readonly string[]>([])
  const [trade, setTrade] = useState<string | null>(null)
  const [day, setDay] = useState(today)
  const [note, setNote] = useState('')
  const [faults, setFaults] = useState<Record<string, string>>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const id = useRef(uuidv7())
  const people = chosen.filter((one) => !left.includes(one.id))

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    const found = { ...(trade ? {} : { trade: t('ui.start.tradeMissing') }), ...(day ? {} : { day: t('ui.start.dayMissing') }) }
    setFaults(found)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      const answer = await post<Answer>('/api/work-starts', { id: id.current, personIds: people.map((one) => one.id), trade, startedOn: day, ...(note.trim() ? { note: note.trim() } : {}) }, { idempotencyKey: id.current })
      await queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== '/api/me' && queryKey[0] !== 'welcome' })
      onDone(answer)
    } catch (fault) {
      setError(fault)
      id.current = uuidv7()
      setBusy(false)
    }
  }
  return (
    <form className="start-form" onSubmit={(event) => void submit(event)} noValidate>
      <RefusalList faults={Object.entries(faults).map(([field, sentence]) => ({ field, label: t(field === 'trade' ? 'ui.start.trade' : 'ui.start.on'), sentence }))} />
      <WriteRefusal error={error} />
      <Section title={t('ui.start.who')}>
        <ul className="chosen-people">
          {people.map((one) => (
            <li key={one.id}>
              <strong>{one.name}</strong> <span className="quiet">{one.place}</span>
              {people.length > 1 && <button type="button" className="icon-button" aria-label={t('ui.start.remove', { name: one.name })} onClick={() => setLeft([...left, one.id])}><Icon name="close" size={13} /></button>}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('ui.start.trade')}>
        <Radio.Group id="trade" className="trade-choice" value={trade} onChange={(event) => { setTrade(String(event.target.value)); setFaults({}) }} aria-label={t('ui.start.trade')}>
          {trades.map((one) => <Radio.Button key={one} value={one}>{t(`register:ui.trade.${one}`)}</Radio.Button>)}
        </Radio.Group>
        {faults['trade'] && <FieldRefusal>{faults['trade']}</FieldRefusal>}
      </Section>
      <div className="start-day">
        <div>
          <label htmlFor="day">{t('ui.start.on')}</label>
          <DatePicker id="day" value={day ? dayjs(day) : null} onChange={(to) => setDay(to ? to.format('YYYY-MM-DD') : '')} status={faults['day'] ? 'error' : ''} allowClear={false} />
          {faults['day'] && <FieldRefusal>{faults['day']}</FieldRefusal>}
        </div>
        <div className="start-note">
          <label htmlFor="start-note">{t('ui.start.note')}</label>
          <Input id="start-note" value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} placeholder={t('ui.start.noteHint')} />
        </div>
      </div>
      <div className="buttons start-buttons">
        <Button type="primary" htmlType="submit" loading={busy}>{t('ui.start.save', { n: people.length })}</Button>
        <Button onClick={onCancel}>{t('ui.cancel')}</Button>
      </div>
    </form>
  )
}

function Done({ answer, chosen, back }: { answer: Answer; chosen: readonly Chosen[]; back: () => void }) {
  const t = useT('care')
  const navigate = useNavigate()
  const skipped = answer.skipped.map(({ personId }) => chosen.find((one) => one.id === personId)?.name ?? '').filter(Boolean)
  const one = chosen.length === 1 ? chosen[0] : undefined
  return (
    <Section title={t(answer.recorded > 0 ? 'ui.done.title' : 'ui.done.none')}>
      <div className="start-done" role="status">
        {answer.journal && <p><Icon name="tick" size={18} /> {t('ui.done.words', { n: answer.recorded, journal: Number(answer.journal) })}</p>}
        {skipped.length > 0 && <p className="quiet">{t('ui.done.skipped', { n: skipped.length, names: skipped.slice(0, 20).join(t('register:ui.comma')) })}</p>}
        <div className="buttons">
          <Button type="primary" onClick={() => (one ? void navigate({ to: '/persons/$personId', params: { personId: one.id } as never, replace: true }) : back())}>{t(one ? 'ui.done.card' : 'ui.done.back')}</Button>
          <Button onClick={() => void navigate({ to: '/figures' })}>{t('ui.done.figures')}</Button>
        </div>
      </div>
    </Section>
  )
}
