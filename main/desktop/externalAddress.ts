/** Whether an address may be opened in the system's browser. Any other address could start a program. */
export function mayOpen(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === "https:" && url.username === "" && url.password === "" && url.hostname !== "";
}
