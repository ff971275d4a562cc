export { exportBundle } from "./bundle/exportBundle.ts";
export { type BundleReport, importBundle } from "./bundle/importBundle.ts";
export { type ExportFormat, type ExportResult, exportFile } from "./exportFile.ts";
export { exportPatch } from "./exportPatch.ts";
export { type Framework0Report, importFramework0 } from "./framework0/importStore.ts";
export { type ImportOptions, type ImportResult, importExport, importFile } from "./importFile.ts";
export type { ImportPlan, Root } from "./plan.ts";
export { PLAIN_PLAN } from "./plan.ts";
export { type ImportPreview, previewImport } from "./preview.ts";
