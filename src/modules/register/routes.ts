import { isRefusal } from '#kernel/refusal.ts'
import type { Ctx } from '#platform/http/ctx.ts'
import { translate } from '#platform/i18n/index.ts'
import { route, type Route } from '#platform/http/route.ts'
import * as contract from './contract.ts'
import { exportOf } from './export.ts'
import { change, file } from './filing.ts'
import * as importContract from './imports.contract.ts'
import * as imports from './imports.ts'
import { looksOf } from './looks.ts'
import { namesOfSubjects } from './offered.ts'
import { cardOf, householdOf, listOfHouseholds, listOfPersons, reveal } from './service.ts'

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

function attachment(body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>, fileName: string): Response {
  return new Response(body, {
    headers: { 'content-type': xlsx, 'content-disposition': `attachment; filename="register.xlsx"; filename*=UTF-8''${encodeURIComponent(fileName)}`, 'cache-control': 'no-store' },
  })
}

/** The form's first line is not ours to write in, so the number of the export stands in the name. */
const returnedName = (ctx: Ctx, fileName: string, number: bigint) => `${fileName.replace(/\.[^.]*$/, '')}-${translate(ctx.language, 'register:import.returned')}-${number}.xlsx`

/** Persons, households, imports. */
export const routes: Route[] = [
  route(contract.listPersons, (ctx, { query }) => listOfPersons(ctx, query)),
  route(contract.exportPersons, async (ctx, { query }) => {
    const stream = await exportOf(ctx, query)
    return isRefusal(stream) ? stream : attachment(stream, `${ctx.workspace.name}-${ctx.today}.xlsx`)
  }),
  // before the card: an address ends there in an id
  route(contract.personsBySubject, (ctx, { query }) => namesOfSubjects(ctx, query.ids)),
  route(contract.readPerson, (ctx, { params }) => cardOf(ctx, params.id)),
  route(contract.personLooks, (ctx, { params }) => looksOf(ctx, params.id)),
  route(contract.revealField, (ctx, { params, body }) => reveal(ctx, params.id, body.field, body.reason)),
  route(contract.filePerson, (ctx, { body }) => file(ctx, body)),
  route(contract.changePerson, (ctx, { params, body }) => change(ctx, params.id, body)),
  route(contract.listHouseholds, (ctx, { query }) => listOfHouseholds(ctx, query)),
  route(contract.readHousehold, (ctx, { params }) => householdOf(ctx, params.id)),
  route(contract.today, (ctx) => imports.waiting(ctx)),
  route(importContract.stageImport, (ctx, { query, http }) => imports.stage(ctx, { name: query.filename, id: query.id, body: http.req.raw.body as ReadableStream<Uint8Array> | null })),
  route(importContract.listImports, (ctx) => imports.list(ctx)),
  route(importContract.readImport, (ctx, { params }) => imports.detail(ctx, params.id)),
  route(importContract.setColumns, (ctx, { params, body }) => imports.columns(ctx, params.id, body)),
  route(importContract.listImportRows, (ctx, { params, query }) => imports.rows(ctx, params.id, query)),
  route(importContract.decideRows, (ctx, { params, body }) => imports.decide(ctx, params.id, body)),
  route(importContract.writeImport, (ctx, { params }) => imports.write(ctx, params.id)),
  route(importContract.importRefusals, async (ctx, { params }) => {
    const made = await imports.returned(ctx, params.id)
    return isRefusal(made) ? made : attachment(made.workbook, returnedName(ctx, made.fileName, made.number))
  }),
  route(importContract.leaveImport, (ctx, { params }) => imports.leave(ctx, params.id)),
]
