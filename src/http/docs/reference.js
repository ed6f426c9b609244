// Shows the OpenAPI document, and signs people in, so that they can try every operation.
"use strict";

const session = new Session();
const element = (id) => document.getElementById(id);

session.addEventListener("change", (event) => {
  const { user } = session;
  element("account-state").textContent = user
    ? `Signed in as ${user.name} (${user.role})`
    : "Sign in to try the editorial operations";
  element("sign-in").hidden = Boolean(user);
  element("signed-in").hidden = !user;
  const message = event.detail || (user ? element("account-state").textContent : "");
  if (element("sign-in-status").textContent !== message) element("sign-in-status").textContent = message;
});

element("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  const [email, password] = [element("email"), element("password")];
  element("sign-in-error").textContent = "";
  element("sign-in-status").textContent = "Signing in …";
  try {
    await session.signIn(email.value, password.value);
    password.value = "";
    element("sign-out").focus();
  } catch (error) {
    element("sign-in-status").textContent = "";
    element("sign-in-error").textContent =
      error instanceof TypeError ? "The server cannot be reached. Try again." : error.message;
    password.select();
  }
});

element("sign-out").addEventListener("click", async () => {
  await session.signOut();
  element("email").focus();
});

element("account").hidden = false;
session.restore();

Scalar.createApiReference("#reference", {
  url: "/openapi.json",
  // With the relative address in the document, samples would have two slashes before the path.
  servers: [{ url: location.origin, description: "This server" }],
  // Nothing comes from or goes to another host.
  withDefaultFonts: false,
  telemetry: false,
  proxyUrl: "",
  agent: { disabled: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
  documentDownloadType: "direct",
  persistAuth: false,
  authentication: { preferredSecurityScheme: "bearer" },
  defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
  // Lets requests to this server carry the token of the session. Samples show a placeholder instead, so that nobody copies a
  // token into a document. What is typed into the reference's own field for a token, such as an API key, goes first.
  customFetch: async (input, init) => {
    const request = new Request(input, init);
    const typed = (request.headers.get("Authorization") ?? "").replace(/^Bearer\s*/, "");
    const isOurs = new URL(request.url).origin === location.origin;
    const authorization = isOurs && !typed && (await session.authorization());
    if (authorization) request.headers.set("Authorization", authorization);
    return fetch(request);
  },
});
