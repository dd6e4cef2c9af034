import { useNavigate, useRouter } from '@tanstack/react-router'
import { Button } from 'antd'
import { useT } from '#web/i18n.ts'
import { useAbility } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { usePathParams } from '#web/search.ts'
import { useShortcut } from '#web/shell/shortcuts.ts'
import { BackLink, ErrorState, Icon, LedgerTable, Page, PageHeader, Section, Skeleton } from '#web/widgets/index.ts'
import type { PersonRow, TimelineItem } from '../../contract.ts'
import type { HouseholdRow } from './HouseholdList.tsx'
import { CardTimeLine } from '../persons/CardTimeLine.tsx'
import { personColumns, personLines } from '../persons/columns.tsx'
import '../register.css'

type Household = Omit<HouseholdRow, 'members'> & { readonly members: readonly (PersonRow & { readonly isHead: boolean })[]; readonly timeline: readonly TimelineItem[] }

/** One household: who belongs to it, and what happened to it. */
export default function HouseholdPage() {
  const t = useT('register')
  const navigate = useNavigate()
  const router = useRouter()
  const mayWrite = useAbility('register.write')
  const { householdId } = usePathParams<'householdId'>()
  const found = useApi<Household>(`/api/households/${householdId}`)
  const one = found.data?.id === householdId ? found.data : undefined
  const back = () => (router.history.canGoBack() ? router.history.back() : void navigate({ to: '/register', search: { show: 'households' } as never }))
  useShortcut('Escape', back)
  if (!one) return <Page>{found.error ? <><BackLink onClick={back} /><ErrorState error={found.error} onRetry={() => void found.refetch()} /></> : <Skeleton />}</Page>
  const size = one.size ?? one.members.length
  const columns = personColumns<Household['members'][number]>(t, true)
  return (
    <Page>
      <PageHeader
        before={<BackLink onClick={back} />} title={t('ui.card.householdOf', { name: one.headName ?? t('ui.household.noHead') })}
        facts={[one.number && t('ui.card.householdNumber', { number: one.number }), one.unit.town, one.unit.name, t('ui.card.members', { n: size }), t('ui.household.filed', { date: one.filedOn })]}
        actions={mayWrite && <Button type="primary" icon={<Icon name="plus" size={16} />} onClick={() => void navigate({ to: '/register/new', search: { household: one.id } as never })}>{t('ui.household.add')}</Button>}
      />
      <Section title={t('ui.household.members')} note={one.members.length < size ? t('ui.household.notAll', { n: one.members.length, size }) : undefined}>
        <LedgerTable<Household['members'][number]>
          label={t('ui.household.members')} rows={one.members} rowKey={(row) => row.id} onOpen={(row) => void navigate({ to: '/persons/$personId', params: { personId: row.id } as never })} phoneLines={(row) => personLines(t, row)}
          columns={[columns[0]!, { key: 'relation', title: t('ui.field.relation'), render: (_, row) => (row.isHead ? t('ui.card.head') : (row.relation ?? '–')) }, ...columns.slice(1).filter(({ key }) => key !== 'place')]}
          empty={<p className="quiet">{t('ui.household.nobody')}</p>}
        />
      </Section>
      <Section title={t('ui.card.timeLine')}><CardTimeLine items={one.timeline} more={false} /></Section>
    </Page>
  )
}
