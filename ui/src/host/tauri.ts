// The app's own host: one command takes every request, one channel brings every event.
import { Channel, invoke } from "@tauri-apps/api/core";
import type { Event, Failure } from "../api/protocol";
import { Failed, type Host } from "./host";

export const tauriHost: Host = {
  async call(name, argument) {
    try {
      return await invoke("call", { request: { command: name, argument } });
    } catch (failure) {
      throw new Failed(failure as Failure);
    }
  },
  listen(hear) {
    const channel = new Channel<Event>();
    let listening = true;
    channel.onmessage = (event) => {
      if (listening) hear(event);
    };
    void invoke("listen", { channel });
    return () => {
      listening = false;
    };
  },
};
