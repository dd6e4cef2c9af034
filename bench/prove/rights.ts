import { verify, noWitnesses } from '#modules/figures/index.ts'
import { must, rightsWorld } from '../../test/support/rights-world.ts'
import { drawOf, type Proof } from './proof.ts'

/** Women in one county, besides those who stay: as many files as one account takes in a day without a second person. */
const ofWorld = 200
/** They are not erased: so the search is seen to find what is there. */
const staying = 3
/** Their draws are nobody's among the cases. */
const stayers = 90_000

/** A woman's file holds every string that is hers; once she is erased none is found; figures, receipts and the chain stay. */
export const rights: Proof = {
  id: 'rights', suiteSize: 100, proofSize: 1_000,
  target: { missing: 0, others: 0, left: 0, moved: 0, faults: 0, blind: 0 },
  async run(seed, n, from, report) {
    for (let first = from; first < n; ) {
      const last = Math.min(n, first - (first % ofWorld) + ofWorld)
      const cases = Array.from({ length: last - first }, (_, i) => first + i)
      const world = await rightsWorld([...cases, ...Array.from({ length: staying }, (_, i) => stayers + i)], (index) => drawOf(seed, index))
      try {
        const [gone, stay] = [world.women.slice(0, cases.length), world.women.slice(cases.length)]
        for (const woman of gone) {
          const held = await world.fileOf(woman)
          for (const mark of woman.held) if (!held.includes(mark)) report.fail('missing', woman.index, mark)
          if (world.women.some((other) => other !== woman && held.includes(other.idNumber))) report.fail('others', woman.index, 'another’s number stands in her file')
          report.add('strings', woman.held.length)
        }
        await must(world.officer.send('POST', '/api/receipts', { indicator: 'persons-filed' }))
        const before = await world.figures()
        for (const woman of gone) await world.erase(woman)
        const marks = new Map(gone.flatMap((woman) => world.marksOf(woman).map((mark) => [mark, woman.index] as const)))
        for (const mark of await world.found([...marks.keys()])) report.fail('left', marks.get(mark)!, mark)
        // Of those who stay all is found but the two numbers, which are sealed.
        for (const woman of stay) {
          const clear = world.marksOf(woman).filter((mark) => mark !== woman.idNumber && mark !== woman.phone)
          if ((await world.found(clear)).length < clear.length) report.fail('blind', woman.index, 'a string of one who stays was not found')
        }
        if ((await world.figures()) !== before) report.fail('moved', first, `figures or receipts, cases ${first} to ${last}`)
        for (const fault of (await verify(world.base, noWitnesses, () => {})).faults) report.fail('faults', first, JSON.stringify(fault))
        report.add('erased', gone.length)
      } finally {
        await world.close()
      }
      first = last
      report.done(first)
    }
  },
}
