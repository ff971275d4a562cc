/** True for an address that may be handed to the system's browser. Anything else could start a program. */
export function mayOpen(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === "https:" && url.username === "" && url.password === "" && url.hostname !== "";
}
