import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useAbility, useMe } from '#web/me.ts'
import { uuidv7 } from '#web/uuid.ts'
import { whoWords } from '#web/who.ts'
import { EmptyState, Facts, IconLabelButton, LedgerTable, Section, StateTag, WriteRefusal } from '#web/widgets/index.ts'
import type { AccountDetail, GrantRow } from '../../contract.ts'
import { GiveGrant } from './GiveGrant.tsx'
import { instantWords } from './words.tsx'

const tones = { holds: 'kept', later: 'waiting', over: 'plain' } as const

/** What the account may do, where and when: those that hold first, those that are over last. The security administrator gives and ends. */
export function Grants({ account }: { account: AccountDetail }) {
  const t = useT('accounts')
  const mayGrant = useAbility('accounts.grant') && !account.self
  const zone = useMe()?.workspace.timeZone ?? 'UTC'
  const [giving, setGiving] = useState(false)
  const [ending, setEnding] = useState<GrantRow | null>(null)
  const order = ['holds', 'later', 'over']
  const rows = [...account.grants].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || b.validFrom.localeCompare(a.validFrom))
  const unit = (row: GrantRow) => row.unit.name ?? row.unit.code
  const end = (row: GrantRow) => mayGrant && row.state !== 'over' && <Button size="small" onClick={() => setEnding(row)}>{t('ui.grants.end')}</Button>
  const days = (row: GrantRow) => (row.validTo ? t('ui.grants.fromTo', { from: row.validFrom, to: row.validTo }) : t('ui.grants.from', { from: row.validFrom }))
  const who = (row: GrantRow) => (
    <span className="grant-who">
      {row.givenAt && <span className="nowrap">{whoWords(t, row.givenBy)} <span className="quiet">{instantWords(row.givenAt, zone)}</span></span>}
      {row.endedAt && <span className="nowrap quiet">{t('ui.grants.ended', { who: whoWords(t, row.endedBy) ?? '–', at: instantWords(row.endedAt, zone) })}</span>}
    </span>
  )
  return (
    <Section
      title={t('ui.grants.title')} note={t('ui.grants.count', { count: rows.filter((row) => row.state === 'holds').length })}
      aside={mayGrant && <IconLabelButton icon="plus" onClick={() => setGiving(true)}>{t('ui.grants.give')}</IconLabelButton>}
    >
      <LedgerTable<GrantRow>
        label={t('ui.grants.title')} rows={rows} rowKey={(row) => row.id}
        columns={[
          { key: 'role', title: t('ui.grants.role'), render: (_, row) => <strong>{t(`role.${row.role}`)}</strong> },
          { key: 'unit', title: t('ui.grants.unit'), render: (_, row) => <span className="grants-unit">{unit(row)}</span> },
          { key: 'days', title: t('ui.grants.days'), render: (_, row) => <span className="grants-days">{days(row)}</span> },
          { key: 'state', title: t('ui.grants.state'), render: (_, row) => <StateTag tone={tones[row.state]}>{t(`ui.grants.state.${row.state}`)}</StateTag> },
          { key: 'who', title: t('ui.grants.by'), render: (_, row) => who(row) },
          ...(mayGrant ? [{ key: 'end', title: <span className="visually-hidden">{t('ui.grants.end')}</span>, align: 'right' as const, render: (_: unknown, row: GrantRow) => end(row) }] : []),
        ]}
        phoneLines={(row) => ({ title: t(`role.${row.role}`), right: <span className="grant-right"><StateTag tone={tones[row.state]}>{t(`ui.grants.state.${row.state}`)}</StateTag>{end(row)}</span>, second: <Facts>{unit(row)}{days(row)}</Facts> })}
        empty={<EmptyState title={t('ui.grants.none')} why={t(mayGrant ? 'ui.grants.noneWhy' : 'ui.grants.noneTheirs')} {...(mayGrant ? { action: { label: t('ui.grants.give'), icon: 'plus' as const, onClick: () => setGiving(true) } } : {})} />}
      />
      {account.self && <p className="small quiet">{t('ui.grants.own')}</p>}
      {giving && <GiveGrant account={account} onClose={() => setGiving(false)} />}
      {ending && <EndGrant account={account} grant={ending} unit={unit(ending)} onClose={() => setEnding(null)} />}
    </Section>
  )
}

/** Ending is at once, and signs her out wherever she is. */
function EndGrant({ account, grant, unit, onClose }: { account: AccountDetail; grant: GrantRow; unit: string; onClose: () => void }) {
  const t = useT('accounts')
  const client = useQueryClient()
  const [id] = useState(uuidv7)
  const end = useMutation({
    mutationFn: () => post(`/api/accounts/${account.id}/grants/${grant.id}/end`, {}, { idempotencyKey: id }),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/accounts') })
      onClose()
    },
  })
  return (
    <Modal open onCancel={onClose} footer={null} title={t('ui.grants.end')} closable={{ 'aria-label': t('web:close') }}>
      <div className="account-form">
        <p>{t('ui.grants.endWhat', { name: account.displayName, role: t(`role.${grant.role}`), unit })}</p>
        <WriteRefusal error={end.error} />
        <div className="buttons">
          <Button type="primary" loading={end.isPending} onClick={() => end.mutate()}>{t('ui.grants.end')}</Button>
          <Button onClick={onClose}>{t('ui.notNow')}</Button>
        </div>
      </div>
    </Modal>
  )
}
