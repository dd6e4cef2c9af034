import { useNavigate } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { groupedNumber } from '#web/writing.ts'
import { useT } from '#web/i18n.ts'
import { uuidv7 } from '#web/uuid.ts'
import { CopyButton, IconLabelButton, WriteRefusal } from '#web/widgets/index.ts'
import { useIssue, type Pivot, type Scope } from './asked.ts'
import { useWhole } from './only.ts'
import { receiptCut, scopeShown } from './shown.ts'
import { Value } from './writing.tsx'

/** What is to be frozen, then its code. The scope is the one answered on the screen, so that the receipt says the number that was seen. */
export function IssueDialog({ pivot, unit, onClose }: { pivot: Pivot; unit: string; onClose: () => void }) {
  const t = useT('figures')
  const navigate = useNavigate()
  const issue = useIssue()
  // one identity a dialog: pressing twice, or again after a lost network, is one receipt
  const [id] = useState(uuidv7)
  const row = unit === pivot.unit ? null : pivot.rows.find((one) => one.key === unit)
  // a row's receipt is of that unit, whole
  const scope: Scope = { ...scopeShown(pivot), unit, ...(row ? { only: undefined } : {}) }
  const whole = useWhole(pivot)
  const done = issue.data
  const start = () => issue.mutate({ id, indicator: pivot.indicator, ...scope, ...receiptCut(pivot) })
  return (
    <Modal open onCancel={onClose} footer={null} title={t(done ? 'ui.issue.done' : 'ui.issue.title')} closable={{ 'aria-label': t('web:close') }}>
      {done ? (
        <div className="issue-done">
          <div className="receipt-code">{done.code}</div>
          <p className="quiet">{t('ui.issue.doneWhy')}</p>
          <div className="buttons dialog-buttons">
            <Button type="primary" onClick={() => void navigate({ to: '/receipts/$code' as string, params: { code: done.code } as never })}>{t('ui.issue.open')}</Button>
            <CopyButton text={new URL(done.page, window.location.href).href} label={t('ui.issue.copyLink')} />
            <a className="text-link" href={done.page} target="_blank" rel="noreferrer">{t('ui.issue.public')}</a>
          </div>
        </div>
      ) : (
        <>
          <p>{t('ui.issue.what', { name: pivot.name, unit: row?.name ?? whole, to: pivot.to })}</p>
          <p className="issue-figure"><Value value={row ? row.total : pivot.value} of={pivot} size="panel" /></p>
          <p className="quiet">{t('ui.issue.clocks', { number: groupedNumber(pivot.asOf.journal), level: t(`web:checkedBy.${pivot.level ?? 'reported'}`) })}</p>
          <p className="quiet">{t('ui.issue.publicWhy')}</p>
          <WriteRefusal error={issue.error} />
          <div className="buttons dialog-buttons">
            <IconLabelButton icon="receipt" type="primary" loading={issue.isPending} onClick={start}>{t('ui.issue.button')}</IconLabelButton>
            <Button onClick={onClose}>{t('ui.issue.notNow')}</Button>
          </div>
        </>
      )}
    </Modal>
  )
}
