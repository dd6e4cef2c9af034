import { Button } from 'antd'
import { useState } from 'react'
import { useT } from '#web/i18n.ts'
import type { PreviewRow } from '../../imports.contract.ts'
import type { Decide, Decision } from './PreviewTable.tsx'
import { useCellText } from './PreviewCell.tsx'
import { cellOf } from './reading.ts'

/** The row beneath a fault: which row, which column, what is wrong; and where a person may decide, the buttons. */
export function RowSentence({ row, decide }: { row: PreviewRow; decide: Decide }) {
  const t = useT('register')
  const text = useCellText()
  // a large file is checked again after each decision: what was said shows at once
  const [saying, setSaying] = useState<Decision['decision'] | null>(null)
  const say = async (decision: Omit<Decision, 'sheet' | 'row'>) => {
    setSaying(decision.decision)
    await decide([{ sheet: row.sheet, row: row.row, ...decision }])
    setSaying(null)
  }
  const button = (key: string, label: string, decision: Omit<Decision, 'sheet' | 'row'>) => <Button key={key} size="small" onClick={() => void say(decision)}>{label}</Button>

  if (saying !== null && saying !== 'none') return <span className="row-sentence quiet" role="status">{t('ui.preview.atRow', { row: row.row })}{t(`ui.decided.${saying}`)}</span>
  if (row.decided !== null) {
    return (
      <span className="row-sentence">
        <span className="quiet">{t('ui.preview.atRow', { row: row.row })}{t(`ui.decided.${row.decided}`)}</span>
        {saying === null && button('none', t('ui.decided.undo'), { decision: 'none' })}
      </span>
    )
  }
  const { refusal, decision } = row
  if (!refusal) return null
  const nearest = decision?.kind === 'take-village' ? decision.villages : []
  const birth = cellOf(row, 'birth')
  const facts = {
    value: refusal.value || t('ui.preview.blank'),
    sheet: text(birth) || birth?.before || refusal.value,
    id: decision?.kind === 'use-id-birth' ? decision.birth : '',
    nearest: nearest.slice(0, 2).map((village) => t('ui.fault.place', { village: village.name, town: village.townName })).join(t('ui.or')),
  }
  const key = refusal.code === 'village-unknown' && nearest.length > 0 ? 'village-near' : refusal.code
  return (
    <span className="row-sentence">
      <span className="ochre">
        {t('ui.preview.at', { row: row.row, column: t(`ui.field.${refusal.field}`) })}{t(`ui.fault.${key}`, facts)}
        {refusal.also.length > 0 && <span className="quiet"> {t('ui.preview.also', { reasons: refusal.also.map((code) => t(`ui.reason.${code}`)).join(t('ui.comma')) })}</span>}
      </span>
      {decision?.kind === 'use-id-birth' && button('id', t('ui.decide.useId', { birth: decision.birth }), { decision: 'use-id-birth' })}
      {nearest.slice(0, 3).map((village) => button(village.unitCode, nearest.length === 1 || row.refusal?.code === 'village-unknown' ? t('ui.decide.village', { village: village.name }) : t('ui.decide.villageOf', { village: village.name, town: village.townName }), { decision: 'take-village', villageCode: village.unitCode }))}
      {decision && button('back', t('ui.decide.sendBack'), { decision: 'send-back' })}
    </span>
  )
}
