/** True where a window can be opened. */
export function hasDisplay() {
  if (process.platform === "darwin" || process.platform === "win32") return true;
  return Boolean(process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]);
}

/** True on Linux as root, where Chromium refuses to run with its sandbox. */
export const isRootOnLinux = () => process.platform === "linux" && process.getuid?.() === 0;
