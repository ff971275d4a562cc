/**
 * What starts this app again. The program of an AppImage is in a folder that goes when the app ends, so its file is started;
 * its path is in `APPIMAGE`, which also stands in the environment of any other program that an AppImage starts.
 */
export function programToStart(program: string, env: Readonly<Record<string, string | undefined>>): string {
  const { APPIMAGE: image, APPDIR: folder } = env;
  return image && folder && program.startsWith(`${folder}/`) ? image : program;
}
