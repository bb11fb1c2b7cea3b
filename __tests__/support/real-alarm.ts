/** As the machine's clock rings: for clocks on which time passes by sleeping alone, where nobody may be asleep. */
export function realAlarm(milliseconds: number, ring: () => void): () => void {
  const timer = setTimeout(ring, milliseconds);
  return () => clearTimeout(timer);
}
