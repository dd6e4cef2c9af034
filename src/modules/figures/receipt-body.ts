import { z } from 'zod'
import { countUnits } from '#kernel/counting.ts'

const text = z.string()
const number = z.number().int()
const measure = z.number().nullable()
/** A name in the languages it is written in. */
const names = z.record(text, text)

/** Who passed the figure's entries: one row a level of the programme, lowest first; `passed` where all of the figure has passed it. */
const checkedLevel = z.object({
  level: text, names, passed: z.boolean(),
  /** Units of that level that closed batches holding entries of this figure, first and last day, entries put before them, drawn, found wrong. */
  units: number, from: text.nullable(), to: text.nullable(), members: number, sampled: number, wrong: number,
})

/** The forms that a receipt's body may have, the newest last. */
export const receiptForms = ['qiaoshou-receipt-1', 'qiaoshou-receipt-2'] as const

/**
 * What a receipt says: frozen when issued, canonical JSON (keys sorted, no white space), its SHA-256 printed as the
 * fingerprint. docs/LEDGER-EXPORT.md defines each field for outsiders. Nothing personal stands in it.
 */
export const receiptBody = z
  .object({
    /** In `qiaoshou-receipt-1` a mean or ratio of nobody is written 0, in `qiaoshou-receipt-2` null. New receipts have the newer form. */
    form: z.enum(receiptForms),
    code: text.nullable(),
    workspace: text,
    programme: text,
    indicator: z.object({ id: text, version: number, names, counts: z.enum(countUnits), how: names }),
    /** The indicator's whole definition, as in indicators.json, so that a later version cannot change what this one meant. */
    definition: z.record(text, z.unknown()),
    unit: z.object({ code: text, name: text, level: number }),
    /** Codes of the units that it is of alone, where it is not the whole unit; `unit.name` then names these. */
    only: z.array(text).optional(),
    from: text.nullable(), to: text, boundaryDay: text, level: text.nullable(),
    /** The journal as it was read: number, time and hash of the last row. */
    journal: z.object({ number: text, at: text.nullable(), hash: text }),
    /** Whole but for means (two decimals) and ratios (a share of one, four decimals); money in the smallest unit of the definition's currency. Null: of nobody. */
    value: measure,
    /** Of a mean or ratio, what was divided by what; of money, means and ratios, how many different subjects stand behind the value. */
    of: z.object({ sum: number, over: number }).optional(), subjects: number.optional(),
    companion: z.object({ indicator: text, counts: z.enum(countUnits), value: measure }).nullable(),
    by: text.nullable(), parts: z.array(z.object({ key: text, names, value: measure, subjects: number.optional() })), overlap: z.number().nullable(),
    checked: z.array(checkedLevel),
    leftOut: z.array(z.object({ reason: text, subjects: number, entries: number })),
    membersDigest: text,
    issuer: z.object({ unit: text, name: text }),
    issuedOn: text,
  })
  .meta({ id: 'ReceiptBody' })
export type ReceiptBody = z.output<typeof receiptBody>
