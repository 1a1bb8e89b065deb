// The key that changes plans: held by the page, by the tab's storage if the reader wants, and never in an address.

const NAME = "planqa.key";
let secret = stored((storage) => storage.getItem(NAME)) ?? "";

/** The headers that show it; none where the browser's own sign-in, or nothing, is enough. */
export function headers() {
  return secret ? { "X-API-Key": secret } : {};
}

/** keeps: until the tab is closed, over reloads too. False for what can be no key. */
export function hold(given, keeps) {
  if (!/^[\x21-\x7e]+$/.test(given)) return false;
  secret = given;
  stored((storage) => (keeps ? storage.setItem(NAME, given) : storage.removeItem(NAME)));
  return true;
}

export function forget() {
  secret = "";
  stored((storage) => storage.removeItem(NAME));
}

/** What is done with the tab's storage; nothing where the browser allows none. */
function stored(done) {
  try {
    return done(sessionStorage);
  } catch {
    return null;
  }
}
