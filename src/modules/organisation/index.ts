/** The only door to organisation: workspaces and the tree of units. */
export { createWorkspace, getWorkspace, listWorkspaces, sharedDb, type CreatedWorkspace, type NewWorkspace, type WorkspaceRefusal } from './service.ts'
export { ancestorsOf, childrenOf, searchUnits, unitByCode, unitById, unitPagesBelow, unitsBelow, unitsById, unitsNamed } from './units.ts'
export { reachOfUnit, scopeOf, type Boundary, type PartsBy, type Period } from './scope.ts'
export { readDivisions, type Division } from './divisions.ts'
export { levelNames, readUnitCode, sinceEver, timeZoneOf, type Country, type LevelName, type Place, type Scope, type ScopePart, type ScopeRange, type Unit, type UnitLevel, type Workspace } from './model.ts'
export { routes } from './routes.ts'
export { unitRowsAfter } from './store.ts'
