/** English: the upload service of an agent. */
export const uploads = {
  menu: "Upload service…",
  title: (name: string) => `Upload service of ${name}`,
  intro: "An agent's API has no upload of its own. With the address and the keys of the platform's upload service, files can go along with questions.",
  endpoint: "Address of the service",
  endpointHelp: "As the platform names it, such as https://up.example.com",
  accessKey: "Access key",
  secretKey: "Secret key",
  secretHelp: "Kept in the system's keychain, never in a file.",
  secretKept: "Left empty, the key that was entered for this address stays.",
  goesTo: (origin: string) => `The keys sign what is sent to ${origin}; the secret key itself is not sent.`,
  save: "Test and save",
  saving: "Storing a few bytes as a test…",
  saved: "Files can be uploaded now.",
  remove: "Remove the service",
  removed: "The upload service was removed.",
};
