import { Button } from 'antd'
import { useState } from 'react'
import { useT } from '#web/i18n.ts'
import { useAbility } from '#web/me.ts'
import { Section } from '#web/widgets/index.ts'
import type { AccountDetail } from '../../contract.ts'
import { ActDialog, type Act } from './ActDialog.tsx'
import { actsOf, othersOf } from './acts.ts'

/** What the system administrator may do about this account, and who else must do the rest. Only what the server would allow has a button. */
export function AccountActs({ account }: { account: AccountDetail }) {
  const t = useT('accounts')
  const mayManage = useAbility('accounts.manage')
  const [act, setAct] = useState<Act | null>(null)
  const [done, setDone] = useState<Act | null>(null)
  if (!mayManage) return null
  const theirs = othersOf(account)
  const acts = actsOf(account)
  return (
    <Section title={t('ui.acts.title')}>
      {theirs && <p className="quiet">{t(`ui.acts.${theirs}`)}</p>}
      {done && <p className="account-done" role="status">{t(`ui.acts.done.${done}`)}</p>}
      {acts.length > 0 && (
        <ul className="acts">
          {acts.map((one) => (
            <li key={one}>
              <span>{t(`ui.acts.why.${one}`)}</span>
              <Button
                onClick={() => {
                  setDone(null)
                  setAct(one)
                }}
              >
                {t(`ui.acts.${one}`)}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {act && (
        <ActDialog
          act={act} account={account} onClose={() => setAct(null)}
          onDone={() => {
            setDone(act)
            setAct(null)
          }}
        />
      )}
    </Section>
  )
}
