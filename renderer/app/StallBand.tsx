import { type ReactNode, useEffect, useState } from "react";
import { type PulseOptions, takePulse } from "../client/index.ts";
import { useApp, useAppStore } from "../state/app.ts";
import { Button, ErrorNote } from "../ui/index.ts";
import styles from "./StallBand.module.css";

/** Says that Strata, or only its engine, does not answer, and offers to stop the engine. The page's content stays. */
export function StallBand({ pulse }: { readonly pulse?: PulseOptions }) {
  const app = useAppStore();
  const stall = useApp((state) => state.engineStall);
  const client = useApp((state) => state.client);
  const silentSince = useApp((state) => state.silentSince);
  const setSilentSince = useApp((state) => state.setSilentSince);
  const [isStopping, setStopping] = useState(false);
  useEffect(
    () => takePulse(() => client.shell.ping(), setSilentSince, pulse),
    [client, setSilentSince, pulse],
  );
  const isStalled = stall !== null;
  useEffect(() => {
    if (!isStalled) setStopping(false);
  }, [isStalled]);

  if (silentSince !== null) {
    return (
      <Band label="Strata does not answer">
        Strata has not answered for <Seconds since={silentSince} />. You see what it said last; unsaved edits
        stay here.
      </Band>
    );
  }
  if (stall === null) return null;
  const stop = () => {
    const { client, fail } = app.getState();
    setStopping(true);
    client.shell.stopEngine().catch((error: unknown) => {
      setStopping(false);
      fail(error);
    });
  };
  return (
    <Band
      label="The engine does not answer"
      action={
        <Button onPress={stop} isDisabled={isStopping}>
          {isStopping ? "Stopping…" : "Stop the engine"}
        </Button>
      }
    >
      The engine has not answered for <Seconds since={stall.since} />
      {stall.work === null ? "" : `, busy with ${stall.work}`}. It may still finish. Stopping it loses nothing
      that was saved.
    </Band>
  );
}

function Band({
  label,
  action,
  children,
}: {
  readonly label: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.band} aria-label={label}>
      <ErrorNote tone="warning" actions={action}>
        {children}
      </ErrorNote>
    </section>
  );
}

/** The duration, only visually: a screen reader does not announce each second. */
function Seconds({ since }: { readonly since: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <span aria-hidden="true">{Math.max(5, Math.round((now - since) / 1_000))} s</span>
      <span className="visually-hidden">5 seconds or more</span>
    </>
  );
}
