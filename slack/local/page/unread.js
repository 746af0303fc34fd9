// What a person has not seen yet. The browser remembers it, so that after a switch one sees what waits for that person.
import { page } from './state.js';

const kStart = 'deskbell.start';
const key = (id) => `deskbell.read.${page.as}.${id}`;

/** What was there before this browser came for the first time is nobody's news. */
function start() {
  if (!localStorage.getItem(kStart)) localStorage.setItem(kStart, String(Date.now() / 1000));
  return Number(localStorage.getItem(kStart));
}

export function unreadIn(channel) {
  const seen = Math.max(start(), Number(localStorage.getItem(key(channel.id)) ?? 0));
  return channel.messages.filter((one) => Number(one.ts) > seen && !one.is_mine && !one.ephemeral && one.user !== page.view.me.id).length;
}

export function markRead(channel) {
  const last = channel.messages.reduce((latest, one) => Math.max(latest, Number(one.ts)), 0);
  if (last > Number(localStorage.getItem(key(channel.id)) ?? 0)) localStorage.setItem(key(channel.id), String(last));
}
