import { FieldRefusal } from '#web/widgets/index.ts'
import { faultsAt, type FaultView } from './draft.ts'

/** What the rules say of one place of the form. */
export function Faults({ of, at }: { of: readonly FaultView[]; at: readonly string[] }) {
  const mine = [...new Map(faultsAt(of, ...at).map((fault) => [fault.text, fault])).values()]
  return <>{mine.map(({ field, text }) => <FieldRefusal key={field + text} id={`fault-${field}`}>{text}</FieldRefusal>)}</>
}
