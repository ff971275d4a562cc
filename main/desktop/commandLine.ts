import { resolve } from "node:path";

/** The files and folders among the arguments. In a source tree the first one is the app itself. */
export function pathsIn(argv: readonly string[], isPackaged: boolean, directory: string): string[] {
  const plain = argv.slice(1).filter((argument) => !argument.startsWith("-"));
  return (isPackaged ? plain : plain.slice(1)).map((path) => resolve(directory, path));
}
