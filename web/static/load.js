// A page of this server as a document that the browser parsed but does not run. XMLHttpRequest is
// the one way to that; nodes of it can be shown, and no markup is ever made from text.
"use strict";

const PATIENCE_MS = 40000;

function loadPage(url, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", url);
    request.responseType = "document";
    request.timeout = PATIENCE_MS;
    for (const [name, value] of Object.entries({ Accept: "text/html", ...headers })) request.setRequestHeader(name, value);
    request.addEventListener("load", () => resolve([request.status, request.response]));
    request.addEventListener("error", () => reject(new Error("The server cannot be reached. Is it still running?")));
    request.addEventListener("timeout", () => reject(new Error("The server took too long to answer.")));
    request.send();
  });
}
