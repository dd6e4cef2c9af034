import { Button } from 'antd'
import { useState } from 'react'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { WriteRefusal } from '#web/widgets/index.ts'
import type { signInEnrolConfirm } from '../../contract.ts'
import { EnrolForm, type Enrolment } from '../Enrolment.tsx'

type Confirmed = OutOf<typeof signInEnrolConfirm>
type Props = { readonly onDone: (answer: Confirmed) => void; readonly inTime: <T>(work: Promise<T>) => Promise<T> }

/** This account must have a second factor and has none: why, then the secret, then the first code. */
export function EnrolStep({ onDone, inTime }: Props) {
  const t = useT('accounts')
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const begin = async () => {
    setBusy(true)
    setError(null)
    try {
      setEnrolment(await inTime(post<Enrolment>('/api/sign-in/enrol')))
    } catch (fault) {
      setError(fault)
    }
    setBusy(false)
  }
  if (enrolment) return <EnrolForm size="large" enrolment={enrolment} confirm={async (code) => onDone(await inTime(post<Confirmed>('/api/sign-in/enrol/confirm', { code })))} />
  return (
    <div className="account-form">
      <p>{t('ui.step.enrolWhy')}</p>
      <p className="quiet">{t('ui.step.enrolNeeds')}</p>
      <WriteRefusal error={error} />
      <Button type="primary" size="large" block loading={busy} onClick={() => void begin()}>{t('ui.step.enrolBegin')}</Button>
    </div>
  )
}
