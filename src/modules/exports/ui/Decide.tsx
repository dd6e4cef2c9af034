import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { dayAndTime, groupedNumber } from '#web/writing.ts'
import { post } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useMe } from '#web/me.ts'
import { uuidv7 } from '#web/uuid.ts'
import { whoWords } from '#web/who.ts'
import { FactList, WriteRefusal } from '#web/widgets/index.ts'
import type { ExportRow } from '../contract.ts'
import { FilterWords } from './FilterWords.tsx'
import './exports.css'

/** The second person looks at what is asked for, and says yes or no. */
export function Decide({ row, onClose }: { row: ExportRow; onClose: () => void }) {
  const t = useT('exports')
  const me = useMe()
  const client = useQueryClient()
  const [id] = useState(uuidv7)
  const [reason, setReason] = useState('')
  const decide = useMutation({
    mutationFn: (approve: boolean) => post<ExportRow>(`/api/exports/${row.id}/decision`, { approve, ...(reason.trim() ? { reason: reason.trim() } : {}) }, { idempotencyKey: id }),
    onSuccess: async () => {
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('/api/exports') })
      onClose()
    },
  })
  const { date, time } = dayAndTime(row.at, me?.workspace.timeZone ?? 'UTC')
  return (
    <Modal open onCancel={onClose} footer={null} title={t('ui.decideTitle', { number: row.number })} closable={{ 'aria-label': t('web:close') }}>
      <div className="export-form">
        <FactList facts={[
          { label: t('ui.what'), value: row.title },
          { label: t('ui.filters'), value: <FilterWords row={row} /> },
          { label: t('ui.persons'), value: <strong>{groupedNumber(row.persons ?? 0)}</strong> },
          { label: t('ui.by'), value: whoWords(t, row.by) ?? '–' },
          { label: t('ui.at'), value: `${date} ${time}` },
          { label: t('ui.reason'), value: row.reason },
        ]} />
        <p className="quiet">{t('ui.decideWhy')}</p>
        <label>{t('ui.remark')}<Input value={reason} onChange={(event) => setReason(event.target.value)} maxLength={200} /></label>
        <WriteRefusal error={decide.error} />
        <div className="buttons">
          <Button type="primary" loading={decide.isPending && decide.variables === true} onClick={() => decide.mutate(true)}>{t('ui.approve')}</Button>
          <Button loading={decide.isPending && decide.variables === false} onClick={() => decide.mutate(false)}>{t('ui.decline')}</Button>
        </div>
      </div>
    </Modal>
  )
}
