// Has the verifier of npm look at a message: with each of two secrets, and changed.
const { Webhook } = require(process.env.SVIX);

const given = JSON.parse(process.argv[2]);
let verified = 0;
let refused = 0;
for (const secret of given.secrets) {
  new Webhook(secret).verify(given.body, given.headers);
  verified += 1;
}
try {
  new Webhook(given.secrets[0]).verify(given.body + " ", given.headers);
} catch {
  refused += 1;
}
console.log(`${verified} verified, ${refused} refused`);
