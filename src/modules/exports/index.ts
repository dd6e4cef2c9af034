/** The only door to exports: files with persons in them are begun here, and listed. */
export { headOf, list as listOfExports, noteCounted, noteExport, takeExport, type Begun, type ExportSource, type Wanted } from './service.ts'
export { exportRoutes } from './routes.ts'
