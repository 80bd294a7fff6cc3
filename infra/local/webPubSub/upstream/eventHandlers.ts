import type { EventHandler, Settings, systemEvents } from '../settings/settings.ts';

export type SystemEvent = (typeof systemEvents)[number];

/** Which of the application's URLs is asked about an event: of the hub's handlers, in order, the first that matches. */
export type EventHandlers = {
  forSystemEvent(hub: string, event: SystemEvent): HandlerUrls | undefined;
  forUserEvent(hub: string, event: string): HandlerUrls | undefined;
};

export type HandlerUrls = { readonly event: string; readonly validation: string };

export function createEventHandlers(hubs: Settings['hubs']): EventHandlers {
  const byHub = new Map(Object.entries(hubs).map(([hub, handlers]) => [hub.toLowerCase(), handlers]));
  const find = (hub: string, event: string, matches: (handler: EventHandler) => boolean) => {
    const handler = byHub.get(hub)?.find(matches);
    return handler === undefined ? undefined : toUrls(handler.urlTemplate, hub, event);
  };
  return {
    forSystemEvent: (hub, event) => find(hub, event, (handler) => handler.systemEvents.includes(event)),
    forUserEvent: (hub, event) =>
      find(hub, event, ({ userEventPattern }) => matchesEvent(userEventPattern, event)),
  };
}

export function matchesEvent(pattern: string | undefined, event: string): boolean {
  return (pattern ?? '').split(',').some((part) => {
    const name = part.trim().toLowerCase();
    return name === '*' || name === event.toLowerCase();
  });
}

function toUrls(template: string, hub: string, event: string): HandlerUrls {
  const fill = (name: string): string =>
    template.replaceAll('{hub}', encodeURIComponent(hub)).replaceAll('{event}', encodeURIComponent(name));
  return { event: fill(event), validation: fill('validate') };
}
