/** Whether a folder is not a Strata store but can be imported: a store that Framework0's Python wrote. */
export { isFramework0 as isImportableFolder } from "../engine/transfer/index.ts";
