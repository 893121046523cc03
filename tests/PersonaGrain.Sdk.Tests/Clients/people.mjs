import { createInterface } from 'node:readline';

// What every client sends: 1,000 events of 100 people. What it sends to is kept busy, and no more than that: some clients keep only so many events.

export const people = Array.from({ length: 100 }, (_, number) => `person-${number}`);
export const eventsOfOne = 10;

// After these the server is killed, with events on their way to it; what follows is sent while it is away.
const interrupted = ['person-30', 'person-60'];
const told = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const waiting = [];
let sent = 0;
let delivered = 0;

/** Tells the test of an event that the client calls delivered. */
export function tellDelivered(person, id) {
  console.log(`delivered ${person} ${id}`);
  delivered++;
  waiting.splice(0).forEach(check => check());
}

/** Tells the test of an event that the client gives up. */
export function tellLost(reason) {
  console.log(`lost ${reason}`);
}

/** Waits until at most so many events are on their way, then counts those that follow. */
export async function makeRoom(most, following) {
  while (sent - delivered > most) {
    await new Promise(check => waiting.push(check));
  }

  sent += following;
}

/** Has the server killed where that is due, and goes on when it is gone. */
export async function interrupt(person) {
  if (interrupted.includes(person)) {
    console.log('kill');
    await told.next();
  }
}

/** Waits until every event is delivered. */
export async function finish() {
  await makeRoom(0, 0);
  console.log('done');
}
