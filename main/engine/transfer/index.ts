export { exportBundle } from "./bundle/export-bundle.ts";
export { type BundleReport, importBundle } from "./bundle/import-bundle.ts";
export { type ExportFormat, type ExportResult, exportFile } from "./export-file.ts";
export { exportPatch } from "./export-patch.ts";
export { type Framework0Report, importFramework0 } from "./framework0/import-store.ts";
export { type ImportOptions, type ImportResult, importExport, importFile } from "./import-file.ts";
export type { ImportPlan, Root } from "./plan.ts";
export { PLAIN_PLAN } from "./plan.ts";
export { type ImportPreview, previewImport } from "./preview.ts";
