// What each member has seen of each channel, kept by the browser.

const key = (me) => `seen:${me}`;
const read = (me) => JSON.parse(localStorage.getItem(key(me)) ?? "{}");

/** Note that a member has seen a channel up to this message. */
export function seen(me, channel, id) {
  const all = read(me);
  if (id <= (all[channel] ?? 0)) return;
  localStorage.setItem(key(me), JSON.stringify({ ...all, [channel]: id }));
}

/** Return whether a message is newer than what a member has seen of its channel. */
export function unread(me, channel, id) {
  return id > (read(me)[channel] ?? 0);
}
