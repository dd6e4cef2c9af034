import type { Actor, Answer, Ask, Thing, World } from './world.ts'
import type { Line } from './table.ts'

/** How a thing stands to an actor. */
export type Relation = 'own unit' | 'below' | 'above' | 'sibling' | 'other workspace' | 'own person'

export function relationOf(actor: Actor, thing: Thing): Relation {
  if (thing.workspace !== actor.workspace) return 'other workspace'
  if (actor.personId !== null && thing.person === actor.personId) return 'own person'
  if (thing.ofWorkspace) return 'below'
  if (actor.role === 'member') return 'sibling'
  if (thing.path === actor.path) return 'own unit'
  if (thing.path.startsWith(actor.path)) return 'below'
  return actor.path.startsWith(thing.path) ? 'above' : 'sibling'
}
const inReach = (relation: Relation) => relation === 'own unit' || relation === 'below' || relation === 'own person'

/** The marks of what an actor may not know, less what the question itself said. */
function hiddenMarks(world: World, actor: Actor, asked: string): string[] {
  return world.things.filter((thing) => !inReach(relationOf(actor, thing))).flatMap((thing) => thing.marks).filter((mark) => !asked.includes(mark))
}

const isEmpty = (body: Answer['body']) => body !== null && (body.total ?? 0) === 0 && Object.values(body).every((value) => !Array.isArray(value) || value.length === 0)

/** What is wrong with one answer; null where it is as the table says. */
export function faultOf(world: World, line: Line, actor: Actor, thing: Thing | null, ask: Ask, answer: Answer): string | null {
  const asked = `${decodeURIComponent(ask[0])} ${JSON.stringify(ask[1]?.body ?? '')}`
  const leaked = hiddenMarks(world, actor, asked).find((mark) => answer.text.includes(mark))
  if (leaked) return `leaks ${leaked}`
  const said = `${answer.status} ${answer.code ?? ''}`
  if (answer.status >= 500) return said
  if (line.roles !== 'unsigned' && !line.roles.includes(actor.role)) return answer.status === 403 && answer.code === 'not-allowed' ? null : `${said} instead of not-allowed`
  const fine = answer.status === 200 || (line.also ?? []).includes(answer.code!)
  if (thing === null || inReach(relationOf(actor, thing))) return fine ? null : `${said} though it is in reach`
  if (line.hidden === 'empty') return isEmpty(answer.body) || answer.status === 404 ? null : `${said} is not empty`
  if (line.hidden) return line.hidden.includes(answer.code!) ? null : `${said} instead of ${line.hidden.join(' or ')}`
  return answer.status === 404 ? null : `${said} though it is out of reach`
}

export type Cell = { actor: Actor; thing: Thing | null; ask: Ask }

/** Every question of one line: actors × things, and the lists. */
export function cellsOf(world: World, line: Line): Cell[] {
  if (line.roles === 'unsigned') return []
  const cells: Cell[] = []
  for (const actor of world.actors) {
    for (const ask of line.list ?? []) cells.push({ actor, thing: null, ask })
    if (!line.of) continue
    for (const thing of world.things) {
      // It means something else there: there is no way to ask for that one.
      if (line.ofWorkspace && (thing.workspace !== actor.workspace || thing.ofWorkspace)) continue
      const ask = line.of(thing)
      if (ask) cells.push({ actor, thing, ask })
    }
  }
  return cells
}

/** Asks all of a route; answers how many were asked and what was wrong. */
export async function askAll(world: World, route: string, line: Line): Promise<{ asked: number; faults: string[] }> {
  const faults: string[] = []
  // Whoever may not comes first: what is allowed changes the things asked about.
  const may = ({ actor }: Cell) => line.roles !== 'unsigned' && line.roles.includes(actor.role)
  const cells = cellsOf(world, line).toSorted((a, b) => Number(may(a)) - Number(may(b)))
  for (const { actor, thing, ask } of cells) {
    const fault = faultOf(world, line, actor, thing, ask, await actor.ask(ask))
    if (fault) faults.push(`${route}: ${actor.role} of the ${actor.place}, ${thing ? `${thing.name} (${relationOf(actor, thing)})` : 'list'} ${ask[0]}: ${fault}`)
  }
  return { asked: cells.length, faults }
}
