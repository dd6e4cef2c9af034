import type { Language } from '#kernel/languages.ts'
import { ledgerKinds, type KindDeclaration } from '#modules/ledger/index.ts'
import { registerKinds } from '#modules/register/index.ts'
import { careKinds } from '#modules/care/index.ts'
import { agencyKinds } from '#modules/agencies/index.ts'
import type { Names } from './definition.contract.ts'
import { readProgrammes, type Programme, type Programmes } from './programme.ts'
import { said } from './words.ts'

/** Every kind that programmes may count. */
const kinds: readonly KindDeclaration[] = [...ledgerKinds, ...registerKinds, ...careKinds, ...agencyKinds]
let read: Programmes | undefined

/** For measurements: programmes from another folder, over kinds that no module declares yet. To be said before the first question. */
export function installFrom(folder: string, moreKinds: readonly KindDeclaration[]): void {
  read = readProgrammes([...kinds, ...moreKinds], folder)
}

/** All programmes in the repository, checked once against the kinds of the house. Throws where one is wrong. */
export function installedProgrammes(): Programmes {
  return (read ??= readProgrammes(kinds))
}

/** The programme of a workspace, by the stem of its file. */
export function programmeOf(stem: string): Programme {
  return installedProgrammes().of(stem)
}

/** The one character of a level's seal. */
const glyphs: Readonly<Record<string, string>> = { village: '村', township: '镇', county: '县', city: '市', province: '省', nation: '国' }

/** What the programme adds to the answer of `/api/me`: its levels, and its own name and period. */
export function meExtrasOf(stem: string, language: Language) {
  const programme = programmeOf(stem)
  const say = (names: Names) => said(names, language)
  return {
    levels: programme.levels.map(({ id, name, unitLevel, atWork }) => ({ id, name: say(name), glyph: glyphs[id] ?? '核', unitLevel, atWork })),
    plan: { id: programme.id, name: say(programme.shortName), from: programme.period.from, to: programme.period.to },
  }
}
