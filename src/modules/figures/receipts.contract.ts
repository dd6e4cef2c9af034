import { z } from 'zod'
import { endpoint } from '#platform/contract/endpoint.ts'
import { receiptBody } from './receipt-body.ts'
import { by, counts, figureNumber, figureRefusals, page, scopeQuery } from './scope.contract.ts'

const text = z.string()
const number = z.number().int()

/** A receipt as officers see it. `state`: how the last check went. */
export const receiptView = z
  .object({
    code: text, issuedAt: text, issuedBy: text, bodyHash: text, body: receiptBody,
    /** Display name of who issued it for `issuedBy`; `operator:cli` for the command line; null where the account is gone. */
    by: text.nullable(),
    withdrawn: z.object({ at: text, reason: text, successor: text.nullable() }).nullable(),
    /** Address of the public page, from the root: `/r/7K4M-2QXD-91`. */
    page: text,
  })
  .meta({ id: 'Receipt' })
export type ReceiptView = z.output<typeof receiptView>

export const issueReceipt = endpoint({
  method: 'POST', path: '/api/receipts', may: 'figures.issue', audit: 'figures.issue-receipt', summary: 'Issues a receipt for a figure; the same request id gives the same receipt',
  body: scopeQuery.extend({ indicator: text, by: by.optional() }),
  out: receiptView, refusals: [...figureRefusals, 'not-allowed', 'request-reused'],
})
/** The same as it would be issued, without code, not stored. */
export const previewReceipt = endpoint({
  method: 'GET', path: '/api/receipt-preview', may: 'figures.read', summary: 'What a receipt for this figure would say',
  query: scopeQuery.extend({ indicator: text, by: by.optional() }),
  out: z.object({ body: receiptBody }), refusals: figureRefusals,
})
export const listReceipts = endpoint({
  method: 'GET', path: '/api/receipts', may: 'figures.read', summary: 'Receipts issued for units within reach, newest first, 50 a page',
  query: z.object({ ...page, indicator: text.optional() }),
  out: z.object({
    total: number, page: number, size: number,
    receipts: z.array(
      z.object({
        code: text, issuedAt: text, issuedBy: text, by: text.nullable(), indicator: text, name: text, counts, unit: text, unitName: text,
        from: text.nullable(), to: text, level: text.nullable(), journal: text, value: figureNumber, withdrawn: z.boolean(), page: text,
      }),
    ),
  }),
  refusals: [],
})
export const getReceipt = endpoint({
  method: 'GET', path: '/api/receipts/:code', may: 'figures.read', summary: 'One receipt with a check of it against the ledger of now',
  params: z.object({ code: text }),
  out: receiptView.extend({
    check: z.object({ agrees: z.boolean(), at: text, fault: text.nullable(), journal: text.nullable() }),
    /** What to ask the figures endpoints for, to reach its entries and people. */
    scope: scopeQuery.extend({ indicator: text, by: by.optional() }),
  }),
  refusals: ['receipt-not-found'],
})
export const withdrawReceipt = endpoint({
  method: 'POST', path: '/api/receipts/:code/withdraw', may: 'figures.issue', audit: 'figures.withdraw-receipt', summary: 'Withdraws a receipt; it stays readable, struck through, with the reason',
  params: z.object({ code: text }),
  body: z.object({ reason: z.string().trim().min(2).max(200), successor: text.optional() }),
  out: receiptView, refusals: ['receipt-not-found', 'receipt-withdrawn', 'not-allowed'],
})
