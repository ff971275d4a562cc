/** The part of `electron-installer-debian` 4, which has no types of its own, that `debian.js` uses. */
declare module "electron-installer-debian" {
  export class Installer {
    constructor(options: Readonly<Record<string, unknown>>);
    readonly stagingDir: string;
    readonly options: { readonly packagePaths: readonly [string] };
    get contentFunctions(): readonly string[];
    generateDefaults(): Promise<unknown>;
    generateOptions(): unknown;
    createStagingDir(): Promise<void>;
    createContents(): Promise<void>;
    createPackage(): Promise<void>;
    movePackage(): Promise<void>;
  }
}
