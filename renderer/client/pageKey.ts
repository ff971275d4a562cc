const PLACE = "strata.key";
const CHANNEL = "strata.key";
/** Milliseconds that another tab has to answer. */
const ANSWER_WITHIN = 300;

/**
 * The key that this page sends to the server in addition to the cookie. A browser sends the cookie automatically, to
 * every server of this host; only the page's own script can send the key. It is in the address after the `#`, survives
 * a reload, and other tabs of this page get it from open ones.
 */
export async function takePageKey(): Promise<string | null> {
  const given = /^#key=([\w-]{43})$/.exec(location.hash)?.[1];
  if (given !== undefined) {
    history.replaceState(null, "", "/");
    sessionStorage.setItem(PLACE, given);
  }
  const key = sessionStorage.getItem(PLACE) ?? (await askOtherTabs());
  if (key !== null) {
    sessionStorage.setItem(PLACE, key);
    tellOtherTabs(key);
  }
  return key;
}

function tellOtherTabs(key: string): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }) => {
    if (data === "who knows it?") channel.postMessage(key);
  });
}

function askOtherTabs(): Promise<string | null> {
  const channel = new BroadcastChannel(CHANNEL);
  return new Promise<string | null>((resolve) => {
    channel.addEventListener("message", ({ data }) => {
      if (/^[\w-]{43}$/.test(data)) resolve(data);
    });
    channel.postMessage("who knows it?");
    setTimeout(() => resolve(null), ANSWER_WITHIN);
  }).finally(() => channel.close());
}
