import { dayAndTime } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { StateTag } from '#web/widgets/index.ts'
import { accountStates, type AccountRow } from '../../contract.ts'

/** What a list may be narrowed to: a state of the account, or those without a second factor. */
export const filterStates = [...accountStates, 'no-factor'] as const

const tones = { active: 'plain', blocked: 'returned', unused: 'late', new: 'waiting' } as const

/** What stands in the way of this account: blocked, long unused, no password yet, no second factor where it must have one. Nothing where all is well. */
export function AccountTags({ account, well = false }: { account: Pick<AccountRow, 'state' | 'factorMissing'>; well?: boolean }) {
  const t = useT('accounts')
  return (
    <span className="account-tags">
      {account.state !== 'active' ? <StateTag tone={tones[account.state]}>{t(`ui.state.${account.state}`)}</StateTag> : well && <StateTag tone="kept">{t('ui.state.active')}</StateTag>}
      {account.factorMissing && <StateTag tone="late">{t('ui.state.no-factor')}</StateTag>}
    </span>
  )
}

/** `2026-10-22 09:41`, in the workspace's time. */
export function instantWords(instant: string, timeZone: string): string {
  const { date, time } = dayAndTime(instant, timeZone)
  return `${date} ${time}`
}
