import { Button, Input, Modal } from 'antd'
import { useState, type FormEvent } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { Field, WriteRefusal, described } from '#web/widgets/index.ts'
import { CodeForm } from '../CodeForm.tsx'
import { EnrolForm, RecoveryCodes, type Enrolment } from '../Enrolment.tsx'

export type FactorTask = 'set' | 'renew' | 'drop'
type Props = { readonly task: FactorTask; readonly name: string; readonly onClose: () => void; readonly onDone: () => void }

/** Sets the second factor up (password, secret, first code, recovery codes), renews the recovery codes, or goes on without. */
export function FactorDialog({ task, name, onClose, onDone }: Props) {
  const t = useT('accounts')
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const notNow = <Button onClick={onClose}>{t('ui.notNow')}</Button>
  const newCodes = (path: string) => async (code: string) => setCodes((await post<{ recoveryCodes: string[] }>(path, { code })).recoveryCodes)
  return (
    // once there are new codes, a slip beside the dialog must not lose them
    <Modal open onCancel={codes ? onDone : onClose} mask={{ closable: !codes }} footer={null} title={t(codes ? 'ui.recovery.title' : `ui.factor.title.${task}`)} closable={{ 'aria-label': t('web:close') }}>
      {codes ? <RecoveryCodes codes={codes} name={name} onKept={onDone} />
        : task === 'renew' ? <><p className="quiet">{t('ui.factor.renewWhy')}</p><CodeForm send={newCodes('/api/me/factor/recovery-codes')} button={t('ui.factor.renew')} beside={notNow} /></>
        : task === 'drop' ? (
          <>
            <p className="quiet">{t('ui.factor.dropWhy')}</p>
            <CodeForm recovery button={t('ui.factor.drop')} beside={notNow} send={async (code) => { await post('/api/me/factor/remove', { code }); onDone() }} />
          </>
        )
        : enrolment ? <EnrolForm enrolment={enrolment} confirm={newCodes('/api/me/factor/confirm')} />
        : <OwnPassword onDone={setEnrolment} onClose={onClose} />}
    </Modal>
  )
}

/** Whoever finds a browser left open must not put her own phone in the place of the owner's. */
function OwnPassword({ onDone, onClose }: { onDone: (enrolment: Enrolment) => void; onClose: () => void }) {
  const t = useT('accounts')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    const found = password === '' ? t('signIn.passwordMissing') : null
    setMissing(found)
    if (found) return document.getElementById('own-password')?.focus()
    setBusy(true)
    try {
      onDone(await post<Enrolment>('/api/me/factor', { password }))
    } catch (fault) {
      setError(fault)
      setBusy(false)
    }
  }
  return (
    <form className="account-form" onSubmit={(event) => void submit(event)} noValidate>
      <p className="quiet">{t('ui.factor.setWhy')}</p>
      <WriteRefusal error={error} />
      <Field id="own-password" label={t('ui.factor.ownPassword')} fault={missing}>
        <Input.Password {...described('own-password', missing)} value={password} onChange={(event) => setPassword(event.target.value)} autoComplete="current-password" autoFocus />
      </Field>
      <div className="buttons">
        <Button type="primary" htmlType="submit" loading={busy}>{t('ui.step.goOn')}</Button>
        <Button onClick={onClose}>{t('ui.notNow')}</Button>
      </div>
    </form>
  )
}
