import { Children, isValidElement, type ReactNode } from "react";
import { PanelGroup } from "../ui/index.ts";
import { useApp } from "./app.ts";

interface RememberedPanelsProps {
  readonly id: string;
  readonly orientation?: "horizontal" | "vertical";
  readonly children: ReactNode;
}

/** Panels whose sizes are kept with the preferences. */
export function RememberedPanels({ id, orientation = "horizontal", children }: RememberedPanelsProps) {
  const layout = useApp((state) => state.preferences.layout);
  const setPreferences = useApp((state) => state.setPreferences);
  const panelIds = Children.toArray(children).flatMap((child) => {
    const panelId = isValidElement<{ id?: string }>(child) ? child.props.id : undefined;
    return panelId === undefined ? [] : [panelId];
  });
  const kept = layout[id];
  const sizes =
    kept?.length === panelIds.length
      ? Object.fromEntries(panelIds.map((panel, index) => [panel, kept[index] ?? 0]))
      : undefined;
  return (
    <PanelGroup
      id={id}
      orientation={orientation}
      layout={sizes}
      onLayoutChange={(next) =>
        setPreferences({ layout: { ...layout, [id]: panelIds.map((panel) => next[panel] ?? 0) } })
      }
    >
      {children}
    </PanelGroup>
  );
}
