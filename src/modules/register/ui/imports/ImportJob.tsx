import { useT } from '#web/i18n.ts'
import { whoWords } from '#web/who.ts'
import { JobProgress } from '#web/widgets/index.ts'
import type { ImportDetail } from '../../imports.contract.ts'

const stepsOf = { reading: ['reading', 'checking'], writing: ['checking', 'writing', 'posting'] } as const

/** The server reads or writes: counted rows, which step; it may be left, the server goes on. */
export function ImportJob({ one }: { one: ImportDetail }) {
  const t = useT('register')
  const doing = one.state === 'writing' ? 'writing' : 'reading'
  const steps: readonly string[] = stepsOf[doing]
  return (
    <section className="section">
      <JobProgress
        title={t(`ui.import.job.${doing}`)} note={whoWords(t, one.createdBy)} done={one.progress?.done ?? 0} total={one.progress?.total ?? null} unit={t('ui.unit.rows')} mayLeave
        steps={steps.map((step) => t(`ui.import.job.step.${step}`))} step={Math.max(0, steps.indexOf(one.progress?.step ?? steps[0]!))}
      />
    </section>
  )
}
