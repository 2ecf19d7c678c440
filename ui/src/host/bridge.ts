// The host for tests in a browser: the same requests over loopback HTTP, events as server-sent events.
import type { Event, Failure } from "../api/protocol";
import { Failed, type Host } from "./host";

export const bridgeHost: Host = {
  async call(name, argument) {
    const answer = await fetch("/call", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ command: name, argument }),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Failed(body as Failure);
    return body;
  },
  listen(hear) {
    const source = new EventSource("/events");
    source.onmessage = (message) => hear(JSON.parse(message.data) as Event);
    return () => source.close();
  },
};
