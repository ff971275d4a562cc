import { shortPointer } from "../../../shared/json/index.ts";
import { useApp } from "../../state/app.ts";
import { SidePanel } from "../../ui/index.ts";
import type { PlaceThen } from "./bringBack.ts";
import { GoingBack } from "./GoingBack.tsx";

/** Looks first at what bringing one place back changes, over the comparison that it was found in. */
export function BringBackPanel({ place }: { readonly place: PlaceThen }) {
  const dismiss = useApp((state) => state.dismissDialog);
  return (
    <SidePanel
      title={`Restore ${place.pointer === "" ? "" : `${shortPointer(place.pointer)} of `}${place.key}`}
      isOpen
      onClose={dismiss}
    >
      <GoingBack place={place} onCancel={dismiss} onDone={dismiss} />
    </SidePanel>
  );
}
