// Whose it is what this browser keeps: drafts belong to the account that wrote them, and go when it signs out.

const KEPT = "sicetnon.draft";
const account = document.documentElement.dataset.account ?? "";

// What the keys of this account's drafts begin with; without accounts there is nobody to tell apart.
export const PREFIX = account ? `${KEPT}@${account}:` : `${KEPT}:`;

function forget(storage, isMeant) {
  for (const key of Object.keys(storage).filter(isMeant)) storage.removeItem(key);
}

export function startForgetting() {
  // Whoever used this browser before may have closed it without signing out.
  if (account) forget(localStorage, (key) => key.startsWith(KEPT) && !key.startsWith(PREFIX));
  document.addEventListener("submit", (event) => {
    if (new URL(event.target.action).pathname !== "/sign-out") return;
    forget(localStorage, (key) => key.startsWith(KEPT));
    forget(sessionStorage, (key) => key.startsWith("sicetnon."));
  });
}
