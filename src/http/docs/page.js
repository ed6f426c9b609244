// Shows the OpenAPI document, and signs editors in, so that they can try every operation.
"use strict";

const ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "list",
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: "none",
});

const message = document.getElementById("message");

document.getElementById("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  message.textContent = "Signing in …";
  try {
    const response = await fetch("/v1/auth/login", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        email: document.getElementById("email").value,
        password: document.getElementById("password").value,
      }),
    });
    const body = await response.json();
    if (!response.ok) {
      message.textContent = body.detail;
      return;
    }
    document.getElementById("password").value = "";
    ui.preauthorizeApiKey("bearer", body.access_token);
    message.textContent = `Signed in as ${body.user.name} (${body.user.role}) for ${Math.round(body.expires_in / 60)} minutes.`;
  } catch (error) {
    message.textContent = `The server cannot be reached: ${error.message}`;
  }
});
