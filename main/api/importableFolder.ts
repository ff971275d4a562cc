/** True for a folder that is no store of ours but can be imported from: a store that Framework0's Python wrote. */
export { isFramework0 as isImportableFolder } from "../engine/transfer/index.ts";
