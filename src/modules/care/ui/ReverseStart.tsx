import { useRouter } from '@tanstack/react-router'
import { Button, Radio } from 'antd'
import { useRef, useState, type FormEvent } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { queryClient } from '#web/queries.ts'
import { useFilters, usePathParams } from '#web/search.ts'
import { uuidv7 } from '#web/uuid.ts'
import { BackLink, FieldRefusal, Icon, Page, PageHeader, Section, WriteRefusal } from '#web/widgets/index.ts'
import './care.css'

const reasons = ['mistake', 'repeated', 'withdrawn'] as const

/** Takes a recorded start of work back, for a reason: a new entry that names it; nothing is erased. */
export default function ReverseStart() {
  const t = useT('care')
  const router = useRouter()
  const { entry } = usePathParams<'entry'>()
  const [{ on, trade }] = useFilters<{ on?: string; trade?: string }>()
  const [reason, setReason] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [journal, setJournal] = useState<string | null>(null)
  const id = useRef(uuidv7())
  const back = () => router.history.back()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    setMissing(reason === null)
    if (reason === null) return
    setBusy(true)
    try {
      const done = await post<{ journal: string }>(`/api/work-starts/${entry}/reverse`, { id: id.current, reason }, { idempotencyKey: id.current })
      await queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== '/api/me' && queryKey[0] !== 'welcome' })
      setJournal(done.journal)
    } catch (fault) {
      setError(fault)
      id.current = uuidv7()
      setBusy(false)
    }
  }
  return (
    <Page>
      <PageHeader before={<BackLink onClick={back} />} title={t('ui.reverse.title')} facts={on && t('ui.reverse.words', { on, trade: trade ? t(`register:ui.trade.${trade}`) : '' })} />
      {journal ? (
        <Section title={t('ui.reverse.done')}>
          <div className="start-done" role="status">
            <p><Icon name="tick" size={18} /> {t('ui.reverse.doneWords', { journal: Number(journal) })}</p>
            <Button type="primary" onClick={back}>{t('ui.done.card')}</Button>
          </div>
        </Section>
      ) : (
        <form className="start-form" onSubmit={(event) => void submit(event)} noValidate>
          <WriteRefusal error={error} />
          <Section title={t('ui.reverse.why')}>
            <Radio.Group className="reverse-reasons" value={reason} onChange={(event) => { setReason(String(event.target.value)); setMissing(false) }} aria-label={t('ui.reverse.why')}>
              {reasons.map((one) => <Radio key={one} value={one}>{t(`register:ui.reversal.${one}`)}</Radio>)}
            </Radio.Group>
            {missing && <FieldRefusal>{t('ui.reverse.missing')}</FieldRefusal>}
            <p className="quiet">{t('ui.reverse.effect')}</p>
          </Section>
          <div className="buttons start-buttons">
            <Button type="primary" htmlType="submit" loading={busy}>{t('ui.reverse.save')}</Button>
            <Button onClick={back}>{t('ui.cancel')}</Button>
          </div>
        </form>
      )}
    </Page>
  )
}
