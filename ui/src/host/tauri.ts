// The app's own host: one command takes every request, one channel brings every event.
import { Channel, invoke } from "@tauri-apps/api/core";
import type { Event, Failure } from "../api/protocol";
import { Failed, type Host } from "./host";

const hearers = new Set<(event: Event) => void>();

/** Opens the one channel, when somebody listens for the first time. */
function open(): void {
  const channel = new Channel<Event>();
  channel.onmessage = (event) => {
    for (const hear of [...hearers]) hear(event);
  };
  void invoke("listen", { channel });
}

export const tauriHost: Host = {
  async call(name, argument) {
    try {
      return await invoke("call", { request: { command: name, argument } });
    } catch (failure) {
      throw new Failed(failure as Failure);
    }
  },
  listen(hear) {
    if (hearers.size === 0) open();
    hearers.add(hear);
    return () => void hearers.delete(hear);
  },
};
