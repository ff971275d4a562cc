import { useEffect, useState } from "react";
import type { WatchStatus } from "../../../shared/contract/index.ts";
import { follow } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";

/** The file that the open store is bound to; null when there is none. */
export function useWatch(): WatchStatus | null {
  const client = useApp((state) => state.client);
  const store = useApp((state) => state.store);
  const fail = useApp((state) => state.fail);
  const [status, setStatus] = useState<WatchStatus | null>(null);

  useEffect(() => {
    setStatus(null);
    if (!store) return;
    return follow(client.connection, (signal) => client.engine.watch.statuses({ store }, { signal }), {
      onEvent: setStatus,
      onFailure: fail,
    });
  }, [client, store, fail]);

  return status;
}
