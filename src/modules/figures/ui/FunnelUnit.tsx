import { get } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { useApi } from '#web/queries.ts'
import { UnitPicker } from '#web/widgets/index.ts'

type Found = { readonly units: readonly { readonly id: number; readonly code: string }[] }

/** Which unit the funnel is of: one below the reader's own, by its code as it stands in the address; her own where none is chosen. */
export function FunnelUnit({ code, onChange }: { code: string | undefined; onChange: (code: string | undefined) => void }) {
  const t = useT('figures')
  const me = useMe()
  const found = useApi<Found>(code === undefined ? null : '/api/units', { search: code ?? '', limit: 5 }, { staleTime: 300_000 })
  const chosen = code === undefined ? undefined : found.data?.units.find((unit) => unit.code === code)?.id
  const choose = async (id: number | undefined) => {
    if (id === undefined || id === me?.unit.id) return onChange(undefined)
    const { unit } = await get<{ unit: { code: string } }>(`/api/units/${id}`)
    onChange(unit.code)
  }
  return <UnitPicker value={chosen} placeholder={t('ui.funnel.unit')} onChange={(id) => void choose(id).catch(() => {})} />
}
