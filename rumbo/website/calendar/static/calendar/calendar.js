// Adds the reader's own time to an event whose time is known in another zone.
// Without this script the form beside it does the same.
const time = document.querySelector("time[data-utc]");
const place = document.querySelector("[data-your-time]");

// Hours as the site writes them: '2:00 p.m.', in Spanish '2:00 p. m.'.
const isSpanish = document.documentElement.lang === "es";
const halves = isSpanish ? ["a.\u00a0m.", "p.\u00a0m."] : ["a.m.", "p.m."];

function yourTime(start, end, zone) {
  const format = new Intl.DateTimeFormat(isSpanish ? "es-US" : "en-US", {
    weekday: "long",
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    hour12: true,
    timeZone: zone,
    timeZoneName: "short",
  });
  const parts = end ? format.formatRangeToParts(start, end) : format.formatToParts(start);
  return parts
    .map((part) => (part.type === "dayPeriod" ? halves[Number(/^p/i.test(part.value))] : part.value))
    .join("");
}

if (time && place) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const start = new Date(time.dataset.utc);
  const end = time.dataset.utcEnd ? new Date(time.dataset.utcEnd) : null;
  const isElsewhere = zone && zone !== time.dataset.zone;
  place.querySelector("[data-your-time-words]").textContent = isElsewhere
    ? yourTime(start, end, zone)
    : place.dataset.same;
  place.hidden = false;
}
