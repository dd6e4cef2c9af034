import { route, type Route } from '#platform/http/route.ts'
import * as contract from './contract.ts'
import { changesOf, changeUnits, lifeOf, previewOf } from './service.ts'

export const routes: Route[] = [
  route(contract.previewChange, (ctx, { body }) => previewOf(ctx, body.change)),
  route(contract.changeTree, (ctx, { body }) => changeUnits(ctx, body)),
  route(contract.readLife, (ctx, { params }) => lifeOf(ctx, params.id)),
  route(contract.listChanges, (ctx) => changesOf(ctx)),
]
