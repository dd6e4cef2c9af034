import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, DatePicker, Modal } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import type { OutOf } from '#platform/contract/endpoint.ts'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { Facts, Seal, WriteRefusal } from '#web/widgets/index.ts'
import type { BatchView, getWaiting } from '../contract.ts'

export type WaitingRow = OutOf<typeof getWaiting>['rows'][number]

/** Freezes what waits and draws the sample; a period may narrow it. */
export function OpenDialog({ row, onClose, onOpened }: { row: WaitingRow; onClose: () => void; onOpened: (batch: BatchView) => void }) {
  const t = useT('ledger')
  const client = useQueryClient()
  const [id] = useState(uuidv7)
  const [period, setPeriod] = useState<[Dayjs | null, Dayjs | null] | null>(null)
  const day = (place: 0 | 1) => period?.[place]?.format('YYYY-MM-DD') ?? null
  const open = useMutation({
    mutationFn: () => post<BatchView>('/api/checks/batches', { level: row.level, unitId: row.unitId, group: row.group, from: day(0), to: day(1) }, { idempotencyKey: id }),
    onSuccess: async (batch) => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/checks') })
      onOpened(batch)
    },
  })
  return (
    <Modal open onCancel={onClose} footer={null} title={t('ui.open.title')} closable={{ 'aria-label': t('web:close') }}>
      <div className="open-batch">
        <p className="open-what">
          <Seal level={row.level} size={28} state="checking" label="" />
          <span><strong>{row.unitName}</strong><br /><Facts>{t(`ui.group.${row.group}`)}{t('ui.entriesCount', { count: row.entries - row.own })}{t('ui.sampleCount', { count: row.sample })}</Facts></span>
        </p>
        <p className="quiet">{t('ui.open.why')}</p>
        {row.own > 0 && <p>{t('ui.open.own', { count: row.own })}</p>}
        <div>
          <span className="small quiet">{t('ui.open.period')}</span>
          <DatePicker.RangePicker allowEmpty={[true, true]} value={period} onChange={setPeriod} placeholder={[t('ui.open.first'), t('ui.open.last')]} />
        </div>
        <WriteRefusal error={open.error} />
        <div className="buttons">
          <Button type="primary" loading={open.isPending} onClick={() => open.mutate()}>{t('ui.open.button', { count: row.sample })}</Button>
          <Button onClick={onClose}>{t('ui.open.notNow')}</Button>
        </div>
      </div>
    </Modal>
  )
}
