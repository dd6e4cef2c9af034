import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { RefusedError, get, post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { queryClient } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { WriteRefusal } from '#web/widgets/index.ts'
import type { signIn, signInEnrolConfirm, signInState } from '../../contract.ts'
import { CodeForm } from '../CodeForm.tsx'
import { RecoveryCodes } from '../Enrolment.tsx'
import { NewPassword } from '../NewPassword.tsx'
import { Door } from './Door.tsx'
import { EnrolStep } from './EnrolStep.tsx'
import { PasswordForm } from './PasswordForm.tsx'

export type Stepped = OutOf<typeof signIn>
type Step = Stepped['next'] | 'out' | 'recovery'

/** The way in, step by step: name and password, then what this account needs beside it. Goes back to where the reader came from. */
export default function SignIn() {
  const t = useT('accounts')
  const router = useRouter()
  const [{ back }] = useFilters<{ back?: string }>()
  const [step, setStep] = useState<Step>('out')
  const [account, setAccount] = useState<Stepped['account'] | null>(null)
  const [codes, setCodes] = useState<{ codes: readonly string[]; then: Stepped['next'] } | null>(null)
  const [lost, setLost] = useState<unknown>(null)

  useEffect(() => {
    // loaded anew between two steps: the server remembers how far one was
    get<OutOf<typeof signInState>>('/api/sign-in').then(({ account: known, next }) => {
      if (!known || next === 'in' || next === 'out') return
      setAccount(known)
      setStep(next)
    }).catch(() => {})
  }, [])
  const goTo = (next: Step) => {
    setLost(null)
    if (next !== 'in') return setStep(next)
    queryClient.clear()
    // only an address of our own: `//elsewhere` would leave the house
    return router.history.push(back && /^\/(?![/\\])/.test(back) ? back : '/')
  }
  const enter = (answer: Stepped) => {
    setAccount(answer.account)
    goTo(answer.next)
  }
  const startOver = () => {
    void post('/api/sign-out').catch(() => {})
    goTo('out')
  }
  /** A step that came too late: the sign-in is over, and begins again with a word about it. */
  const inTime = <T,>(work: Promise<T>): Promise<T> =>
    work.catch((fault: unknown) => {
      if (fault instanceof RefusedError && fault.status === 401) {
        setStep('out')
        setLost(fault)
      }
      throw fault
    })
  const titles: Record<Step, string> = { in: 'signIn.title', out: 'signIn.title', factor: 'ui.step.factor', enrol: 'ui.step.enrol', recovery: 'ui.recovery.title', password: 'ui.step.password' }
  const who = account && step !== 'out' && (
    <p className="quiet door-who">
      {t('ui.step.who', { name: account.displayName })} <button type="button" className="text-link" onClick={startOver}>{t('ui.step.other')}</button>
    </p>
  )
  return (
    <Door title={t(titles[step])}>
      {who}
      {(step === 'out' || step === 'in') && <><WriteRefusal error={lost} /><PasswordForm onDone={enter} /></>}
      {step === 'factor' && (
        <CodeForm recovery size="large" button={t('ui.step.goOn')} send={async (code) => enter(await inTime(post<Stepped>('/api/sign-in/factor', { code })))} />
      )}
      {step === 'enrol' && (
        <EnrolStep
          inTime={inTime}
          onDone={(answer: OutOf<typeof signInEnrolConfirm>) => {
            setCodes({ codes: answer.recoveryCodes, then: answer.next })
            setStep('recovery')
          }}
        />
      )}
      {step === 'recovery' && codes && <RecoveryCodes size="large" codes={codes.codes} name={account?.name ?? ''} onKept={() => goTo(codes.then)} />}
      {step === 'password' && (
        <>
          <p className="quiet">{t('ui.step.passwordWhy')}</p>
          <NewPassword name={account?.name ?? ''} size="large" button={t('ui.password.save')} save={async (password) => enter(await inTime(post<Stepped>('/api/sign-in/password', { password })))} />
        </>
      )}
    </Door>
  )
}
