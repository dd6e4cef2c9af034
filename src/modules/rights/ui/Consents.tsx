import { useMutation } from '@tanstack/react-query'
import { Button, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { whoWords } from '#web/who.ts'
import { Facts, StateTag, WriteRefusal } from '#web/widgets/index.ts'
import type { ConsentView } from '../contract.ts'
import { officeChannels } from '../words.ts'
import { askAgain, useWhen } from './saying.ts'
import './rights.css'

const tones = { given: 'kept', withdrawn: 'returned', never: 'plain' } as const
/** `path`: where a word of hers is written down; `own`: she says it herself. `may`: whether the reader may write. */
type Props = { consents: readonly ConsentView[]; path: string; own?: boolean; may: boolean }

/** Every purpose with where it stands. Withdrawing is as easy as giving (PIPL Art 15): one press, one dialog, no reason. */
export function Consents({ consents, path, own = false, may }: Props) {
  const t = useT('rights')
  const when = useWhen()
  const [saying, setSaying] = useState<{ consent: ConsentView; given: boolean } | null>(null)
  return (
    <>
      <ul className="rights-list">
        {consents.map((consent) => (
          <li key={consent.purpose}>
            <div className="rights-what">
              <strong>{t(`purpose.${consent.purpose}`)}</strong>
              <StateTag tone={tones[consent.state]}>{t(`ui.consent.${consent.state}`)}</StateTag>
              {consent.at && <span className="small quiet"><Facts>{when(consent.at)}{t(`channel.${consent.channel}`)}{consent.channel !== 'own-account' && whoWords(t, consent.by)}{consent.newer && t('ui.consent.newer', { version: consent.newer })}</Facts></span>}
            </div>
            {may && <Button size={own ? 'middle' : 'small'} onClick={() => setSaying({ consent, given: consent.state !== 'given' })}>{t(consent.state === 'given' ? 'ui.consent.withdraw' : 'ui.consent.give')}</Button>}
          </li>
        ))}
      </ul>
      {saying && <Say {...saying} path={path} own={own} onClose={() => setSaying(null)} />}
    </>
  )
}

function Say({ consent, given, path, own, onClose }: { consent: ConsentView; given: boolean; path: string; own: boolean; onClose: () => void }) {
  const t = useT('rights')
  const [id] = useState(uuidv7)
  const [channel, setChannel] = useState<string>('paper')
  const [note, setNote] = useState('')
  const say = useMutation({
    mutationFn: () => post<ConsentView>(path, { id, purpose: consent.purpose, given, version: consent.version, ...(own ? {} : { channel, ...(note.trim() ? { note: note.trim() } : {}) }) }),
    onSuccess: async () => {
      await askAgain()
      onClose()
    },
  })
  return (
    <Modal open onCancel={onClose} footer={null} title={t(given ? 'ui.consent.giveTitle' : 'ui.consent.withdrawTitle', { purpose: t(`purpose.${consent.purpose}`) })} closable={{ 'aria-label': t('web:close') }}>
      <div className="rights-form">
        {given ? <blockquote className="rights-notice">{consent.text}</blockquote> : <p>{t('ui.consent.withdrawWords')}</p>}
        {given && !own && <p className="quiet">{t('ui.consent.readOut')}</p>}
        {!own && (
          <>
            <fieldset><legend>{t('ui.channel')}</legend><Radio.Group value={channel} onChange={(event) => setChannel(String(event.target.value))} options={officeChannels.map((one) => ({ value: one, label: t(`channel.${one}`) }))} /></fieldset>
            <label>{t('ui.note')}<Input value={note} onChange={(event) => setNote(event.target.value)} maxLength={300} /></label>
          </>
        )}
        <WriteRefusal error={say.error} />
        <div className="buttons">
          <Button type="primary" loading={say.isPending} onClick={() => say.mutate()}>{t(given ? 'ui.consent.give' : 'ui.consent.withdraw')}</Button>
          <Button onClick={onClose}>{t('ui.notNow')}</Button>
        </div>
      </div>
    </Modal>
  )
}
