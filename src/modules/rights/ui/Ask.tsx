import { useMutation } from '@tanstack/react-query'
import { Button, DatePicker, Input, Modal, Radio } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { uuidv7 } from '#web/uuid.ts'
import { WriteRefusal } from '#web/widgets/index.ts'
import type { RequestView } from '../contract.ts'
import { officeChannels, requestKinds } from '../words.ts'
import { askAgain } from './saying.ts'
import './rights.css'

/** Writes down what is asked about her data; `own`: she asks herself. */
export function Ask({ path, own = false, onClose, onDone }: { path: string; own?: boolean; onClose: () => void; onDone?: (made: RequestView) => void }) {
  const t = useT('rights')
  const today = useMe()?.today ?? ''
  const [id] = useState(uuidv7)
  const [kind, setKind] = useState<string>('access')
  const [channel, setChannel] = useState<string>('in-person')
  const [day, setDay] = useState(today)
  const [details, setDetails] = useState('')
  const ask = useMutation({
    mutationFn: () => post<RequestView>(path, { id, kind, ...(details.trim() ? { details: details.trim() } : {}), ...(own ? {} : { channel, ...(day ? { receivedOn: day } : {}) }) }),
    onSuccess: async (made) => {
      await askAgain()
      onClose()
      onDone?.(made)
    },
  })
  return (
    <Modal open onCancel={onClose} footer={null} title={t(own ? 'ui.ask.own' : 'ui.ask.title')} closable={{ 'aria-label': t('web:close') }}>
      <div className="rights-form">
        <fieldset>
          <legend>{t('ui.ask.kind')}</legend>
          <Radio.Group className="rights-kinds" value={kind} onChange={(event) => setKind(String(event.target.value))}>
            {requestKinds.map((one) => <Radio key={one} value={one}><span>{t(`kind.${one}`)}<br /><span className="small quiet">{t(`ui.ask.${one}`)}</span></span></Radio>)}
          </Radio.Group>
        </fieldset>
        {!own && (
          <>
            <fieldset><legend>{t('ui.channel')}</legend><Radio.Group value={channel} onChange={(event) => setChannel(String(event.target.value))} options={officeChannels.map((one) => ({ value: one, label: t(`channel.${one}`) }))} /></fieldset>
            <label>{t('ui.ask.receivedOn')}<DatePicker value={day ? dayjs(day) : null} onChange={(to) => setDay(to ? to.format('YYYY-MM-DD') : '')} allowClear={false} /></label>
          </>
        )}
        <label>{t(kind === 'correction' ? 'ui.ask.wrong' : 'ui.note')}<Input.TextArea value={details} onChange={(event) => setDetails(event.target.value)} maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} /></label>
        <WriteRefusal error={ask.error} />
        <div className="buttons">
          <Button type="primary" loading={ask.isPending} onClick={() => ask.mutate()}>{t(own ? 'ui.ask.send' : 'ui.ask.save')}</Button>
          <Button onClick={onClose}>{t('ui.notNow')}</Button>
        </div>
      </div>
    </Modal>
  )
}
