// The sign-in of the reference: a wrong password, the right one, a request with the token, renewals, a second tab, and the way out.
import assert from "node:assert/strict";

/** What axe finds in Scalar's dialog for requests, in elements that no setting reaches: its tables of headers and cookies have cells
 *  that are named but incomplete combo boxes, its code editor and a button are unnamed, and axe compares the colours of the page
 *  behind the dialog with the shade above it. */
const KNOWN_IN_DIALOG = [
  "aria-input-field-name",
  "aria-prohibited-attr",
  "aria-required-attr",
  "aria-valid-attr-value",
  "color-contrast",
];

const EMAIL = "editor@demo.example.org";

/** Waits until an element has a text. */
const shows = (page, selector, expected) =>
  page.waitForFunction(
    (selector, expected) => document.querySelector(selector)?.textContent.includes(expected),
    {},
    selector,
    expected,
  );

/** Fills the form with the keyboard only. */
async function submit(page, password) {
  await page.$eval("#account details", (element) => {
    element.open = true;
  });
  await page.focus("#email");
  await page.$eval("#email", (element) => element.select());
  await page.keyboard.type(EMAIL);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
}

/** Waits for the next renewal of the tokens, which succeeds. */
async function renewal(page) {
  const response = await page.waitForResponse((response) => response.url().endsWith("/v1/auth/refresh"));
  assert.equal(response.status(), 200);
}

/** Presses the button of the reference whose text matches. */
async function press(page, source) {
  const find = (source) =>
    [...document.querySelectorAll("button")].findLast((button) => new RegExp(source).test(button.textContent));
  const button = await page.waitForFunction(find, {}, source);
  await button.evaluate((element) => element.click());
}

/** Sends a request with Scalar, and returns its `Authorization` and the status of the answer. */
async function tryIt(page) {
  await page.evaluate(() => {
    location.hash = "#tag/accounts/GET/v1/auth/me";
  });
  await press(page, "Test Request.*get /v1/auth/me\\)");
  const answer = page.waitForResponse((response) => response.url().endsWith("/v1/auth/me"));
  await press(page, "^Send Request");
  const response = await answer;
  return { status: response.status(), authorization: response.request().headers().authorization };
}

export async function checkSignIn({ open, screenshot, assertAccessible, password }) {
  const { page, faults, close } = await open("/docs", { width: 1280 });

  await submit(page, "not the password");
  await shows(page, "#sign-in-error", "The e-mail address or the password is wrong");
  await screenshot(page, "sign-in-wrong-password");
  await assertAccessible(page, "sign-in-wrong-password");
  // Chromium reports the refused request.
  assert.deepEqual(faults.splice(0).filter((fault) => !fault.includes("401")), []);

  await submit(page, password);
  await shows(page, "#account-state", "Signed in as Demo Editor (editor)");
  assert.equal(await page.$eval("#sign-in-error", (element) => element.textContent), "");
  assert.equal(await page.evaluate(() => document.activeElement.id), "sign-out");
  await screenshot(page, "signed-in");

  await assertAccessible(page, "signed-in");
  await renewal(page);
  const { status, authorization } = await tryIt(page);
  assert.equal(status, 200);
  assert.match(authorization, /^Bearer ey/);
  const token = authorization.slice("Bearer ".length);
  assert.ok(!(await page.evaluate(() => JSON.stringify(localStorage))).includes(token));
  await screenshot(page, "tried");
  await assertAccessible(page, "tried", KNOWN_IN_DIALOG);

  // A second tab gets a copy of the tokens from the browser, and drops it. So the session goes on in the first.
  const [second] = await Promise.all([
    new Promise((resolve) => page.once("popup", resolve)),
    page.evaluate(() => void window.open("/docs")),
  ]);
  await shows(second, "#sign-in-status", "signed in in another tab");
  await page.bringToFront();
  await renewal(page);
  await second.close();

  await page.reload({ waitUntil: "networkidle0" });
  await shows(page, "#account-state", "Signed in as Demo Editor (editor)");
  await renewal(page);

  await page.$eval("#account details", (element) => {
    element.open = true;
  });
  const ended = page.waitForResponse((response) => response.url().endsWith("/v1/auth/logout"));
  await page.focus("#sign-out");
  await page.keyboard.press("Enter");
  assert.equal((await ended).status(), 204);
  await shows(page, "#sign-in-status", "You are signed out.");
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  assert.equal((await tryIt(page)).status, 401);
  assert.deepEqual(faults.filter((fault) => !fault.includes("401")), []);
  await close();
}
