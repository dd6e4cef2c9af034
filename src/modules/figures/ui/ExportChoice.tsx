import { Modal } from 'antd'
import { useState } from 'react'
import { address, get } from '#web/client.ts'
import { useT } from '#web/i18n.ts'
import { useAbility } from '#web/me.ts'
import { uuidv7 } from '#web/uuid.ts'
import { DownloadButton, IconLabelButton, WriteRefusal } from '#web/widgets/index.ts'
import { scopeOf, useIssue, type FigureSearch, type Pivot, type ReceiptChecked, type ReceiptList, type Scope } from './asked.ts'
import { receiptCut, scopeShown } from './shown.ts'

/** The table as a file; for those who may issue receipts also with the code of one behind every number. */
export function ExportChoice({ pivot, search }: { pivot: Pivot; search: FigureSearch }) {
  const t = useT('figures')
  const mayIssue = useAbility('figures.issue')
  const [open, setOpen] = useState(false)
  const file = `${pivot.name}.xlsx`
  const axes = { rows: pivot.rowsBy, by: pivot.by }
  const plain = address(`/api/figures/${pivot.indicator}/figure.xlsx`, { ...scopeOf(search), ...axes })
  if (!mayIssue) return <DownloadButton icon="sheet" path={plain} fileName={file}>{t('ui.export')}</DownloadButton>
  return (
    <>
      <IconLabelButton icon="sheet" onClick={() => setOpen(true)}>{t('ui.export')}</IconLabelButton>
      {open && (
        <Modal open onCancel={() => setOpen(false)} footer={null} title={t('ui.export.title')} closable={{ 'aria-label': t('web:close') }}>
          <div className="export-ways">
            <section>
              <h3>{t('ui.export.plain')}</h3>
              <p className="quiet">{t('ui.export.plainWhy')}</p>
              <DownloadButton icon="sheet" path={plain} fileName={file}>{t('ui.export.plainDo')}</DownloadButton>
            </section>
            <WithReceipt pivot={pivot} axes={axes} file={file} />
          </div>
        </Modal>
      )}
    </>
  )
}

/** Finds a receipt that stands for this very figure, or issues one; then the file that carries its code. */
function WithReceipt({ pivot, axes, file }: { pivot: Pivot; axes: { rows: string; by: string }; file: string }) {
  const t = useT('figures')
  const issue = useIssue()
  const scope = scopeShown(pivot)
  // pressed twice, or again after a lost network, it is one receipt
  const [id] = useState(uuidv7)
  const [code, setCode] = useState<string | null>(null)
  const [looking, setLooking] = useState(false)
  const [fault, setFault] = useState<unknown>(null)
  const start = async () => {
    setFault(null)
    setLooking(true)
    try {
      const known = await standing(pivot, scope)
      setCode(known ?? (await issue.mutateAsync({ id, indicator: pivot.indicator, ...scope, ...receiptCut(pivot) })).code)
    } catch (error) {
      setFault(error)
    } finally {
      setLooking(false)
    }
  }
  return (
    <section>
      <h3>{t('ui.export.receipt')}</h3>
      <p className="quiet">{t('ui.export.receiptWhy')}</p>
      {code === null ? <IconLabelButton icon="receipt" type="primary" loading={looking} onClick={() => void start()}>{t('ui.export.receiptDo')}</IconLabelButton> : (
        <>
          <p>{t('ui.export.code', { code })}</p>
          <DownloadButton icon="sheet" type="primary" path={address(`/api/figures/${pivot.indicator}/figure.xlsx`, { ...scope, ...axes, receipt: code })} fileName={file}>{t('ui.export.download')}</DownloadButton>
        </>
      )}
      {fault != null && <WriteRefusal error={fault} />}
    </section>
  )
}

/** The code of a receipt that was issued for the same scope and not withdrawn; null where none of the newest is. */
async function standing(pivot: Pivot, scope: Scope): Promise<string | null> {
  const { receipts } = await get<ReceiptList>('/api/receipts', { query: { indicator: pivot.indicator } })
  const alike = receipts.filter((one) => !one.withdrawn && one.unit === pivot.unit && one.from === pivot.from && one.to === pivot.to && one.level === pivot.level && one.journal === pivot.asOf.journal)
  for (const { code } of alike.slice(0, 5)) {
    const { scope: its, body } = await get<ReceiptChecked>(`/api/receipts/${code}`)
    if (its.boundaryDay === scope.boundaryDay && its.only === scope.only && body.indicator.version === pivot.version) return code
  }
  return null
}
