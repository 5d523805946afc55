// <relative-time datetime="2030-01-01T00:00:00Z"></relative-time> shows "in 4 years", in the language of the page.
const UNITS = [['year', 31_557_600], ['month', 2_629_800], ['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]];

export function relativeTime(date, now = new Date(), language = 'en') {
  const seconds = Math.round((date - now) / 1000);
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.round(seconds / length), unit);
}

class RelativeTime extends HTMLElement {
  connectedCallback() {
    const language = this.closest('[lang]')?.lang || navigator.language;
    this.textContent = relativeTime(new Date(this.getAttribute('datetime')), new Date(), language);
  }
}

customElements.define('relative-time', RelativeTime);
