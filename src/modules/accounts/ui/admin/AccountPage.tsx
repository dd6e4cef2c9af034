import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { usePathParams } from '#web/search.ts'
import { whoWords } from '#web/who.ts'
import { BackLink, ErrorState, FactList, Page, PageHeader, Section, Skeleton } from '#web/widgets/index.ts'
import type { AccountDetail } from '../../contract.ts'
import { AccountActs } from './AccountActs.tsx'
import { Grants } from './Grants.tsx'
import { AccountTags, instantWords } from './words.tsx'
import '../accounts.css'

/** One account: what stands in its way, what it may do where, and what an administrator may do about it. */
export default function AccountPage() {
  const t = useT('accounts')
  const navigate = useNavigate()
  const { accountId } = usePathParams<'accountId'>()
  const found = useApi<AccountDetail>(`/api/accounts/${accountId}`)
  const account = found.data?.id === accountId ? found.data : undefined
  const back = <BackLink onClick={() => void navigate({ to: '/accounts' })}>{t('ui.nav.accounts')}</BackLink>
  if (!account) return <Page>{found.error ? <>{back}<ErrorState error={found.error} onRetry={() => void found.refetch()} /></> : <Skeleton rows={8} />}</Page>
  return (
    <Page>
      <PageHeader before={back} title={<span className="account-title">{account.displayName}<AccountTags account={account} well /></span>} facts={[account.name]} />
      <div className="account-page wide-right">
        <div>
          <Section title={t('ui.account.facts')}><AccountFacts account={account} /></Section>
          <AccountActs account={account} />
        </div>
        <Grants account={account} />
      </div>
    </Page>
  )
}

function AccountFacts({ account }: { account: AccountDetail }) {
  const t = useT('accounts')
  const zone = useMe()?.workspace.timeZone ?? 'UTC'
  const at = (instant: string) => <span className="nowrap">{instantWords(instant, zone)}</span>
  const facts: { label: string; value: ReactNode }[] = [
    ...(account.blocked ? [{ label: t('ui.account.blocked'), value: <>{at(account.blocked.at)}{account.blocked.by && <span className="quiet">{whoWords(t, account.blocked.by)}</span>}<span className="account-reason">{account.blocked.reason}</span></> }] : []),
    ...(account.link ? [{ label: t('ui.account.link'), value: t('ui.account.linkOpen', { until: instantWords(account.link.expiresAt, zone) }) }] : []),
    { label: t('ui.account.lastSignIn'), value: account.lastSignInAt ? at(account.lastSignInAt) : <span className="quiet">{t('ui.list.never')}</span> },
    { label: t('ui.account.sessions'), value: t('ui.account.sessionsOpen', { count: account.sessions }) },
    { label: t('ui.factor.title'), value: account.factor ? <>{t('ui.factor.on')}<span className="quiet">{t('ui.factor.codesLeftLong', { count: account.recoveryCodesLeft })}</span></> : <span className="quiet">{t('ui.factor.off')}</span> },
    { label: t('ui.account.phone'), value: account.phone ?? <span className="quiet">{t('ui.account.noPhone')}</span> },
    { label: t('ui.account.made'), value: at(account.createdAt) },
  ]
  return <FactList facts={facts} />
}
