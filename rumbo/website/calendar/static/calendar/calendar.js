// Adds the reader's own time to an event whose time is known in another zone.
// Without this script the form beside it does the same.
const time = document.querySelector("time[data-utc]");
const place = document.querySelector("[data-your-time]");

function yourTime(start, end, zone) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
    weekday: "long",
    year: "numeric",
    month: "long",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZone: zone,
    timeZoneName: "short",
  });
  return end ? format.formatRange(start, end) : format.format(start);
}

if (time && place) {
  const asked = new URLSearchParams(location.search).get("tz");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const start = new Date(time.dataset.utc);
  const end = time.dataset.utcEnd ? new Date(time.dataset.utcEnd) : null;
  if (!asked && zone && zone !== time.dataset.zone && !Number.isNaN(start.getTime())) {
    place.querySelector("[data-your-time-words]").textContent = yourTime(start, end, zone);
    place.hidden = false;
  }
}
