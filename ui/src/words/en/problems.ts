import type { ProblemCode, Rule } from "../../host/types";

export interface ProblemWords {
  title: string;
  advice: string;
}

const codes: Record<ProblemCode, ProblemWords> = {
  offline: { title: "No connection to the agent's server", advice: "Check the network and the address, then try again." },
  timeout: { title: "The server stayed silent for too long", advice: "It may be busy. Try again in a moment." },
  tls: { title: "The server's certificate is not trusted", advice: "Nothing was sent. If your organisation has its own root certificate, install it in the system first." },
  keyMissing: { title: "There is no key for this agent", advice: "Enter its API key to go on." },
  keyRejected: { title: "The API key was not accepted", advice: "Copy the key from the platform again and replace it here." },
  forbidden: { title: "This key may not do that", advice: "The platform knows the key but refuses the request. Its owner can change what it may do." },
  gone: { title: "It is not there any more", advice: "The platform does not know it. Begin a new conversation to go on." },
  rateLimited: { title: "Too many questions at once", advice: "Wait a moment, then try again." },
  overloaded: { title: "The platform cannot answer now", advice: "It is overloaded or being serviced. Try again in a moment." },
  refused: { title: "The platform refused the request", advice: "Try it in another way, or ask whoever looks after the agent." },
  isWorkflow: { title: "This key is a workflow's", advice: "A workflow is not asked. Open its page, give it an input and run it." },
  agentFailed: { title: "The agent gave up", advice: "You can ask again." },
  cut: { title: "The answer stopped before its end", advice: "The connection was lost. The text so far is kept; you can ask again." },
  notThisApi: { title: "This address has no agent API", advice: "Something answers there, but not as an agent. Copy the API address from the platform." },
  loginPage: { title: "This address leads to a login page", advice: "A network or single sign-on login stands in between. Log in, or use the API address." },
  tooLarge: { title: "The server sent too much at once", advice: "Parlance stopped reading, to stay usable. Ask for something shorter." },
  badAddress: { title: "This is not an address that can be called", advice: "Enter one such as https://agent.example.com." },
  badUserId: { title: "This user id cannot be used", advice: "Use 1 to 20 letters or digits, or leave it empty." },
  badKey: { title: "This cannot be an API key", advice: "Copy it again, whole, without spaces or line breaks." },
  badQuestion: { title: "This question cannot be sent", advice: "It is empty, or longer than 100,000 characters. It stays where you wrote it." },
  badVariables: { title: "Some variables are missing or not as the agent takes them", advice: "Fill in what is marked, then send the question. It stays where you wrote it." },
  badFile: { title: "This file cannot go along", advice: "Choose another one." },
  noUploads: { title: "Files cannot be uploaded to this agent", advice: "Give the file by an address, or set up an upload service in the agent's menu." },
  uploadKeys: { title: "The upload service did not accept the keys", advice: "Copy the access key and the secret key from the platform again, in the agent's menu." },
  fileGone: { title: "The file is not there any more", advice: "Its link has expired, or it was deleted." },
  askFirst: { title: "It is loaded when you ask for it", advice: "It is large, or comes from another server than the agent's." },
  badInput: { title: "This input cannot be run", advice: "It is marked where it is wrong." },
  workflowFailed: { title: "The workflow failed", advice: "Its nodes below show how far it came. You can run it again." },
  workflowStopped: { title: "The platform stopped the run", advice: "You can run it again." },
  runUnknown: { title: "Whether it ran is not known", advice: "Parlance did not hear whether the platform took the run, so it may have run. Run it again only if that does no harm." },
  keychainMissing: { title: "No keychain is running", advice: "Parlance keeps keys in the system's keychain only. Start one (for example GNOME Keyring or KWallet) and try again, or keep the key for this run only." },
  keychainLocked: { title: "The keychain is locked", advice: "Unlock it and try again, or keep the key for this run only." },
  keychainDenied: { title: "The keychain refused access", advice: "Allow Parlance to use it and try again, or keep the key for this run only." },
  fileNotWritten: { title: "The file could not be written", advice: "Check that you may write in your Downloads folder." },
  diskFull: { title: "The disk is full", advice: "Free some space. Nothing that was stored is lost." },
  newerDatabase: { title: "Your history was written by a newer Parlance", advice: "Install that version again, or choose another data folder. Nothing was changed." },
  partDamaged: { title: "A part of this cannot be read", advice: "Its place in the file of the history is damaged. A backup may hold all of it: Settings, History." },
  damaged: { title: "The file of your history is damaged", advice: "A part of it cannot be read, after a fault of the disk perhaps. Nothing was changed." },
  readOnly: { title: "Your history may not be written", advice: "The file or its folder is read-only. Allow writing and try again. Nothing was changed." },
  held: { title: "Another program holds your history", advice: "Close it, or wait until it is done, then try again." },
  cancelled: { title: "It was ended before it was done", advice: "Begin it again when you like." },
  storage: { title: "Your history cannot be read or written", advice: "Check that the data folder exists and that you may write in it." },
  internal: { title: "Something went wrong inside Parlance", advice: "Your history is safe. Try again, and report it if it stays so." },
};

/** What Parlance itself does not do: no platform was asked. */
const rules: Record<Rule, ProblemWords> = {
  stillAnswering: { title: "An answer is still being written", advice: "Wait for its end or stop it, then try again." },
  notTheNewest: { title: "Others were asked after this question", advice: "Only the newest question can be answered once more or asked in other words." },
  noMoreAnswers: { title: "The platform gives no more answers to this question", advice: "Ask it in other words." },
  notOnPlatform: { title: "The platform does not know this answer", advice: "This works only with answers that it has stored." },
  notWaiting: { title: "Nothing waits for this any more", advice: "It was answered, or the conversation went on." },
  stillChoosing: { title: "The platform has not taken the last choice yet", advice: "Wait a moment, then choose again." },
  askFirst: { title: "This picture comes from elsewhere", advice: "It is fetched only when you ask for it." },
  notAnImage: { title: "This is no picture that can be shown", advice: "It is damaged, or something else." },
  blocked: { title: "This agent's answers show nothing from elsewhere", advice: "Its menu in the rail can allow it." },
  notAFile: { title: "This file is not on the agent's own server", advice: "Only files from there are saved. Open the link instead." },
  notPublic: { title: "This address leads into a private network", advice: "Nothing was fetched from there." },
  nameEmpty: { title: "The name is empty", advice: "Give it at least one character." },
  nameTaken: { title: "There is another one of this name", advice: "Choose a different name." },
  fileEmpty: { title: "The file is empty", advice: "Choose one with something in it." },
  fileTooLarge: { title: "The file is too large", advice: "Choose a smaller one." },
  tooManyFiles: { title: "The question carries no more files", advice: "Take one out first, or ask twice." },
  noText: { title: "The file is no text in UTF-8", advice: "Save it as UTF-8, or choose another one." },
  fileIncomplete: { title: "The file was not read to its end", advice: "It may have changed meanwhile. Add it again." },
  fileNotReady: { title: "A file is not uploaded yet, or could not be", advice: "Wait for it or take it out, then send." },
};

export const problems = {
  codes,
  rules,
  /** Sentences, one after the other. */
  sentences: (...all: string[]) => all.filter(Boolean).join(" "),
  sentence: (title: string) => `${title}.`,
  quoted: (said: string) => `It said: “${said}”`,
  /** Above what the platform said in its own words. */
  said: "The platform's own words",
  about: (name: string, line: string) => `${name}: ${line}`,
  retryAfter: (seconds: number) => `The platform asks to wait ${seconds} s.`,
  trace: (id: string) => `Request id: ${id}`,
  retry: "Try again",
  askAgain: "Ask again",
  replaceKey: "Replace the key",
  enterKey: "Enter the key",
  newConversation: "New conversation",
};
