import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { CopyButton, IconLabelButton } from '#web/widgets/index.ts'
import type { signInEnrol } from '../contract.ts'
import { CodeForm } from './CodeForm.tsx'
import { QrCode } from './QrCode.tsx'

export type Enrolment = OutOf<typeof signInEnrol>

/** The secret as a picture to scan and as text to type, then the first code, which proves that the phone has it. */
export function EnrolForm({ enrolment, confirm, size }: { enrolment: Enrolment; confirm: (code: string) => Promise<void>; size?: 'large' }) {
  const t = useT('accounts')
  return (
    <div className="enrol">
      <ol className="enrol-steps">
        <li>{t('ui.enrol.app')}</li>
        <li>
          {t('ui.enrol.scan')}
          <div className="enrol-secret">
            <QrCode text={enrolment.uri} size={176} label={t('ui.enrol.qr')} />
            <div>
              <span className="small quiet">{t('ui.enrol.typed')}</span>
              <code>{enrolment.secret}</code>
              <CopyButton text={enrolment.secret.replace(/\s/g, '')} label={t('web:copy')} />
            </div>
          </div>
        </li>
        <li>{t('ui.enrol.confirm')}</li>
      </ol>
      <CodeForm send={confirm} button={t('ui.enrol.button')} {...(size ? { size } : {})} />
    </div>
  )
}

/** The recovery codes, this once: to copy or print. Going on wants a yes that they are kept. */
export function RecoveryCodes({ codes, name, onKept, size }: { codes: readonly string[]; name: string; onKept: () => void; size?: 'large' }) {
  const t = useT('accounts')
  const [kept, setKept] = useState(false)
  const [asked, setAsked] = useState(false)
  const goOn = () => (kept ? onKept() : setAsked(true))
  return (
    <div className="recovery">
      <p>{t('ui.recovery.why', { count: codes.length })}</p>
      <p className="print-only">{t('ui.recovery.printed', { name })}</p>
      <ol className="recovery-codes" aria-label={t('ui.recovery.title')}>{codes.map((code) => <li key={code}><code>{code}</code></li>)}</ol>
      <div className="buttons recovery-tools">
        <CopyButton text={codes.join('\n')} label={t('ui.recovery.copy')} />
        <IconLabelButton icon="file" onClick={() => window.print()}>{t('ui.recovery.print')}</IconLabelButton>
      </div>
      <div className="recovery-kept">
        <Checkbox checked={kept} onChange={(event) => setKept(event.target.checked)}>{t('ui.recovery.kept')}</Checkbox>
        {asked && !kept && <p className="field-refusal">{t('ui.recovery.keepFirst')}</p>}
        <Button type="primary" {...(size ? { size, block: true } : {})} onClick={goOn}>{t('ui.recovery.goOn')}</Button>
      </div>
    </div>
  )
}
