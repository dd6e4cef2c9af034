import type { Change } from '../contract.ts'

export const verbs = ['open', 'rename', 'move', 'merge', 'split', 'close'] as const satisfies readonly Change['verb'][]
export type ChangeVerb = (typeof verbs)[number]

/** What a form holds while it is filled in; only what its verb needs is sent. */
export type Draft = {
  readonly onDay: string; readonly reason: string; readonly name: string; readonly code: string; readonly level: number | undefined; readonly parentId: number | undefined
  readonly heirId: number | undefined; readonly others: readonly (number | undefined)[]; readonly intoNew: boolean; readonly ends: boolean; readonly heir: number | null
  readonly parts: readonly { readonly name: string; readonly code: string; readonly children: readonly number[] }[]
}

/** The draft as a change; null while something is missing. */
export function changeOf(verb: ChangeVerb, unitId: number, draft: Draft): Change | null {
  const { onDay, heirId, parentId } = draft
  const [name, code] = [draft.name.trim(), draft.code.trim()]
  if (!onDay) return null
  switch (verb) {
    case 'open': return name && code && draft.level ? { verb, onDay, parentId: unitId, level: draft.level as 1, name, code } : null
    case 'rename': return name && code ? { verb, onDay, unitId, name, code } : null
    case 'move': return parentId ? { verb, onDay, unitId, parentId, code: code || null } : null
    case 'close': return { verb, onDay, unitId, heirId: heirId ?? null }
    case 'merge': {
      const unitIds = [unitId, ...draft.others.filter((one) => one !== undefined)]
      if (draft.intoNew) return name && code && unitIds.length > 1 ? { verb, onDay, unitIds, into: { name, code } } : null
      return heirId ? { verb, onDay, unitIds, into: { unitId: heirId } } : null
    }
    case 'split': {
      const into = draft.parts.map((part) => ({ name: part.name.trim(), code: part.code.trim(), children: [...part.children] }))
      return into.length > 0 && into.every((part) => part.name && part.code) ? { verb, onDay, unitId, into, ends: draft.ends, heir: draft.ends ? draft.heir : null } : null
    }
  }
}
