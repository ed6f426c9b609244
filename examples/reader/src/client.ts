// What a page gains by script. Without it everything can be read, searched and commented.

interface FormState {
  faults: Partial<Record<string, string>>;
  message: string | null;
}

countReading();
document.querySelectorAll('img').forEach(replaceIfMissing);
document.querySelectorAll<HTMLFormElement>('#comment-form').forEach(sendInPlace);

/** Counts a reading once the article is really on the screen. The browser sends it even if the reader leaves. */
function countReading(): void {
  const id = document.querySelector<HTMLElement>('[data-news-id]')?.dataset.newsId;
  if (!id) return;
  const count = () => {
    if (document.visibilityState !== 'visible') return;
    document.removeEventListener('visibilitychange', count);
    navigator.sendBeacon(`/-/views/${id}`);
  };
  document.addEventListener('visibilitychange', count);
  count();
}

/** Shows the description in the place of a picture that cannot be loaded. */
function replaceIfMissing(image: HTMLImageElement): void {
  const replace = () => {
    const place = document.createElement('span');
    place.className = `${image.className} missing`;
    place.textContent = image.alt;
    image.replaceWith(place);
  };
  if (image.complete && image.naturalWidth === 0) replace();
  else image.addEventListener('error', replace);
}

/** Sends the form without leaving the page, and tells the outcome in its live region. */
function sendInPlace(form: HTMLFormElement): void {
  const answer = form.querySelector<HTMLElement>('[role=status]');
  const button = form.querySelector('button');
  // The same key with each attempt: a comment that arrived although its answer was lost is not added again.
  let key = newKey();
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!answer || !button) return;
    button.disabled = true;
    const body = new URLSearchParams();
    new FormData(form).forEach((value, name) => typeof value === 'string' && body.append(name, value));
    body.set('key', key);
    try {
      const response = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' } });
      const state = (await response.json()) as FormState;
      showFaults(form, state.faults);
      answer.textContent = state.message;
      if (response.ok) form.reset();
      // A refused comment may be changed, and a changed one is another request.
      key = newKey();
    } catch {
      form.submit();
    } finally {
      button.disabled = false;
    }
  });
}

/** Empty where the browser has no random UUIDs, which is on pages without TLS. */
function newKey(): string {
  return 'randomUUID' in crypto ? crypto.randomUUID() : '';
}

function showFaults(form: HTMLFormElement, faults: FormState['faults']): void {
  let first: HTMLElement | undefined;
  for (const name of ['author_name', 'author_email', 'body']) {
    const field = form.querySelector<HTMLElement>(`[name=${name}]`);
    const place = form.querySelector(`#${name}-fault`);
    const fault = faults[name];
    if (!field || !place) continue;
    place.textContent = fault ?? '';
    field.toggleAttribute('aria-invalid', false);
    if (fault) {
      field.setAttribute('aria-invalid', 'true');
      field.setAttribute('aria-describedby', place.id);
      first ??= field;
    }
  }
  first?.focus();
}
