import { useNavigate } from '@tanstack/react-router'
import { grantedRoles, type GrantedRole } from '#kernel/abilities.ts'
import { groupedNumber } from '#web/writing.ts'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { useT } from '#web/i18n.ts'
import { useAbility, useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { useFilters } from '#web/search.ts'
import { ControlRow, EmptyState, ErrorState, Facts, FilterChip, FilterSearch, IconLabelButton, LedgerTable, Page, PageHeader } from '#web/widgets/index.ts'
import type { AccountRow, listAccounts } from '../../contract.ts'
import { NewAccount } from './NewAccount.tsx'
import { AccountTags, filterStates, instantWords } from './words.tsx'
import '../accounts.css'

export type AccountList = OutOf<typeof listAccounts>
type Search = { q?: string; state?: (typeof filterStates)[number]; role?: GrantedRole; page?: number; new?: 'yes' }

const shownRoles = 3

/** Who may sign in here: found by name, by what stands in the way, by role. */
export default function Accounts() {
  const t = useT('accounts')
  const me = useMe()
  const navigate = useNavigate()
  const mayManage = useAbility('accounts.manage')
  const [search, setSearch] = useFilters<Search>()
  const list = useApi<AccountList>('/api/accounts', { q: search.q, state: search.state, role: search.role, page: search.page })
  const zone = me?.workspace.timeZone ?? 'UTC'
  const filtered = search.q !== undefined || search.state !== undefined || search.role !== undefined
  const open = (id: string) => void navigate({ to: '/accounts/$accountId' as string, params: { accountId: id } as never })
  const make = () => setSearch({ new: 'yes' })
  const roles = (row: AccountRow) => {
    if (row.roles.length === 0) return <span className="quiet">{t('ui.list.noRole')}</span>
    const more = row.roles.length - shownRoles
    return <Facts>{row.roles.slice(0, shownRoles).map((role) => t(`role.${role}`))}{more > 0 && t('ui.list.moreRoles', { count: more })}</Facts>
  }
  const lastSeen = (row: AccountRow) => (row.lastSignInAt ? <span className="nowrap">{instantWords(row.lastSignInAt, zone)}</span> : <span className="quiet">{t('ui.list.never')}</span>)
  return (
    <Page>
      <PageHeader
        title={t('ui.nav.accounts')} facts={list.data && [me?.workspace.name, t('ui.list.total', { count: list.data.total })]}
        actions={mayManage && <IconLabelButton icon="plus" type="primary" onClick={make}>{t('ui.list.new')}</IconLabelButton>}
      />
      <ControlRow>
        <FilterSearch value={search.q ?? ''} onChange={(q) => setSearch({ q: q || undefined, page: undefined }, { replace: true })} placeholder={t('ui.list.search')} />
        <FilterChip
          single name={t('ui.list.state')} value={search.state ? [search.state] : []} onChange={([state]) => setSearch({ state: state as Search['state'], page: undefined })}
          options={filterStates.map((value) => ({ value, label: t(`ui.state.${value}`) }))}
        />
        <FilterChip
          single name={t('ui.list.role')} value={search.role ? [search.role] : []} onChange={([role]) => setSearch({ role: role as GrantedRole | undefined, page: undefined })}
          options={grantedRoles.map((value) => ({ value, label: t(`role.${value}`) }))}
        />
      </ControlRow>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : (
        <div className="section">
          <LedgerTable<AccountRow>
            label={t('ui.nav.accounts')} rows={list.data?.rows} rowKey={(row) => row.id} onOpen={(row) => open(row.id)} stale={list.isPlaceholderData}
            total={list.data?.total ?? 0} page={search.page ?? 1} pageSize={list.data?.pageSize ?? 50} onPage={(page) => setSearch({ page: page === 1 ? undefined : page })} totalWords={t('ui.list.totalWords', { count: groupedNumber(list.data?.total ?? 0) })}
            columns={[
              { key: 'displayName', title: t('ui.list.displayName'), render: (_, row) => <button type="button" className="row-link" onClick={() => open(row.id)}><strong>{row.displayName}</strong></button> },
              { key: 'name', title: t('ui.list.name'), render: (_, row) => row.name },
              { key: 'roles', title: t('ui.list.roles'), render: (_, row) => roles(row) },
              { key: 'state', title: t('ui.list.state'), render: (_, row) => <AccountTags account={row} /> },
              { key: 'factor', title: t('ui.list.factor'), render: (_, row) => (row.factor ? t('ui.factor.on') : <span className="quiet">{t('ui.factor.off')}</span>) },
              { key: 'lastSignIn', title: t('ui.list.lastSignIn'), render: (_, row) => lastSeen(row) },
            ]}
            phoneLines={(row) => ({ title: row.displayName, right: <AccountTags account={row} />, second: <Facts>{row.name}{roles(row)}</Facts> })}
            empty={filtered
              ? <EmptyState title={t('ui.list.none')} why={t('ui.list.noneWhy')} action={{ label: t('ui.list.clear'), onClick: () => setSearch({ q: undefined, state: undefined, role: undefined, page: undefined }) }} />
              : <EmptyState title={t('ui.list.empty')} why={t('ui.list.emptyWhy')} {...(mayManage ? { action: { label: t('ui.list.new'), icon: 'plus' as const, onClick: make } } : {})} />}
          />
        </div>
      )}
      {search.new && mayManage && <NewAccount onClose={() => setSearch({ new: undefined }, { replace: true })} onOpen={open} />}
    </Page>
  )
}
