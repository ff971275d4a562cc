// What the Debian package and the AppImage have in common.
import { inProject } from "./paths.js";

/** The name of the package, of the app's program and of its entry in the menu. The command line is `strata`. */
export const APP_NAME = "strata-desktop";
export const ICON_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];

/** @param {number} size in pixels, one of `ICON_SIZES` */
export const icon = (size) => inProject("packaging", "icons", `${size}x${size}.png`);
